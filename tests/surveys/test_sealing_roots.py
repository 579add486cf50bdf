"""Daily roots: where the chain stood at the end of an office day."""

from collections.abc import Iterator
from datetime import date, timedelta

import makers
import pytest
from chain import found_after, verified
from makers import at, make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine

from surveys import days
from surveys.database import reading, writing
from surveys.sealing import roots
from surveys.sealing.roots import NothingSealed, Root

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


@pytest.fixture
def rooted(engine: Engine, code: str, clock: Clock) -> None:
    """Four office days with a block on each of the first three, and the roots of all four."""
    for day in range(3):
        seal_at(engine, code, clock, at(DAY + timedelta(days=day)))
    clock.ms = at(DAY + timedelta(days=4))
    made(engine)


def test_kept_roots_are_held_against_the_chain(engine: Engine, rooted: None) -> None:
    findings = verified(engine)

    assert findings.ok
    assert findings.roots == 4


ELSEWHERE = "the daily root of %s is not where the chain stood at the end of that day"


@pytest.mark.parametrize(
    "change",
    [
        "seal = 1",
        "seal = 9",
        "count = count + 1",
        "hash = (SELECT hash FROM seal WHERE id = 1)",
        "seal = 1, count = 2, hash = (SELECT hash FROM seal WHERE id = 1)",
        "seal = 3, count = 6, hash = (SELECT hash FROM seal WHERE id = 3)",
    ],
)
def test_a_forged_root_is_named(engine: Engine, rooted: None, change: str) -> None:
    change = change.replace("count", '"count"').replace("hash = ", '"hash" = ')
    found = found_after(engine, f"UPDATE daily_root SET {change} WHERE day = '2023-05-05'")

    assert found == ELSEWHERE % "2023-05-05"


@pytest.mark.parametrize("day", ["2020-01-01", "2023-05-03"])
def test_a_root_from_before_the_chain_is_named(engine: Engine, rooted: None, day: str) -> None:
    columns = 'seal, hash, "count", made_at'
    found = found_after(
        engine,
        f"INSERT INTO daily_root (day, {columns})"
        f" SELECT '{day}', {columns} FROM daily_root WHERE day = '2023-05-04'",
    )

    assert found == ELSEWHERE % day


def test_a_root_of_a_day_that_is_not_over_is_named(engine: Engine, rooted: None) -> None:
    found = found_after(engine, "UPDATE daily_root SET day = '2023-05-08' WHERE day = '2023-05-07'")

    assert found == "the daily root of 2023-05-08: that day is not over"


def test_of_several_forged_roots_the_oldest_is_named(engine: Engine, rooted: None) -> None:
    found = found_after(engine, 'UPDATE daily_root SET "count" = 7')

    assert found == ELSEWHERE % "2023-05-04"


def test_a_clock_set_back_never_contradicts_a_root(
    engine: Engine, code: str, rooted: None, clock: Clock
) -> None:
    seal_at(engine, code, clock, at(DAY, 23))

    clock.ms = at(DAY + timedelta(days=5))
    assert verified(engine).ok
    assert [root.seal for root in made(engine)] == [4]
    assert verified(engine).ok
