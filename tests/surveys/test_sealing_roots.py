"""Daily roots: where the chain stood at the end of an office day."""

from collections.abc import Iterator
from datetime import date, timedelta

import makers
import pytest
from makers import at, make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine

from surveys import days
from surveys.database import reading, writing
from surveys.sealing import roots
from surveys.sealing.roots import NothingSealed, Root

pytestmark = pytest.mark.fast

DAY = date(2023, 5, 4)


class Clock:
    """The portal's only clock, set by the test."""

    def __init__(self, ms: int) -> None:
        self.ms = ms

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock = Clock(at(DAY))
    monkeypatch.setattr(days, "now_ms", clock)
    return clock


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


def seal_at(engine: Engine, code: str, clock: Clock, ms: int, count: int = 2) -> None:
    clock.ms = ms
    make_responses(engine, code, [5] * count, DAY)
    makers.seal(engine)


def made(engine: Engine) -> list[Root]:
    with writing(engine) as connection:
        return roots.make_missing_roots(connection)


def test_a_root_is_the_last_seal_of_its_office_day(engine: Engine, code: str, clock: Clock) -> None:
    midnight = at(DAY + timedelta(days=1), 0)
    seal_at(engine, code, clock, at(DAY, 10))
    seal_at(engine, code, clock, midnight - 1)
    seal_at(engine, code, clock, midnight)

    with reading(engine) as connection:
        root = roots.root_at(connection, DAY)

    assert (root.day, root.seal, root.count) == (DAY, 2, 4)
    assert set(root.told()) == {"day", "seal", "hash", "count"}
    assert len(root.hash) == 64


def test_days_without_seals_have_the_root_of_the_day_before(
    engine: Engine, code: str, clock: Clock
) -> None:
    seal_at(engine, code, clock, at(DAY))
    clock.ms = at(DAY + timedelta(days=3))

    assert [(root.day.day, root.seal) for root in made(engine)] == [(4, 1), (5, 1), (6, 1)]
    assert made(engine) == []


def test_a_root_that_was_made_is_never_made_again(engine: Engine, code: str, clock: Clock) -> None:
    seal_at(engine, code, clock, at(DAY))
    clock.ms = at(DAY + timedelta(days=1))
    (first,) = made(engine)
    # A clock set back puts a later seal into the day before.
    seal_at(engine, code, clock, at(DAY, 23))
    clock.ms = at(DAY + timedelta(days=1), 10)

    with writing(engine) as connection:
        assert roots.make_root(connection, DAY) == first
        assert roots.list_roots(connection) == [first]


def test_a_day_that_is_not_over_has_no_root_to_keep(
    engine: Engine, code: str, clock: Clock
) -> None:
    seal_at(engine, code, clock, at(DAY))

    with writing(engine) as connection, pytest.raises(ValueError, match="is not over"):
        roots.make_root(connection, DAY)


def test_before_the_first_seal_there_is_no_root(engine: Engine, code: str, clock: Clock) -> None:
    assert made(engine) == []
    seal_at(engine, code, clock, at(DAY))
    with reading(engine) as connection, pytest.raises(NothingSealed):
        roots.root_at(connection, DAY - timedelta(days=1))
