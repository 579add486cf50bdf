"""One key is one row, whatever is sent under it; a row that cannot be stored harms no other."""

import asyncio
from collections.abc import Sequence

import pytest
from makers import make_touchpoint, make_unit
from sqlalchemy import Engine
from taps import make_tap, stored, writing_taps

from surveys.intake import Tap

pytestmark = pytest.mark.fast


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


def add_all(engine: Engine, taps: Sequence[Tap]) -> list[BaseException | None]:
    """Add all at once; what each was answered."""

    async def adding() -> list[BaseException | None]:
        async with writing_taps(engine) as writer:
            waits = (writer.add(tap) for tap in taps)
            return await asyncio.gather(*waits, return_exceptions=True)

    return asyncio.run(adding())


def test_the_same_key_posted_50_times_at_once_counts_once(engine: Engine, code: str) -> None:
    tap = make_tap(engine, code)

    answers = add_all(engine, [tap] * 50)

    assert answers == [None] * 50
    assert stored(engine) == {tap.key: 4}


def test_another_choice_under_the_same_key_replaces_the_first(engine: Engine, code: str) -> None:
    first = make_tap(engine, code, overall=2)

    # All in one batch: the last one stands.
    add_all(engine, [first, first._replace(overall=1), first._replace(overall=5)])

    assert stored(engine) == {first.key: 5}


def test_a_key_of_an_earlier_batch_is_amended_too(engine: Engine, code: str) -> None:
    first = make_tap(engine, code, overall=2)

    add_all(engine, [first])
    add_all(engine, [make_tap(engine, code), first._replace(overall=5)])

    assert stored(engine)[first.key] == 5


def test_a_settled_choice_is_kept(engine: Engine, code: str) -> None:
    first = make_tap(engine, code, overall=2)
    settled = first._replace(settles_ms=first.received_ms)

    add_all(engine, [settled])
    answers = add_all(engine, [settled._replace(overall=5)])

    assert answers == [None]
    assert stored(engine) == {first.key: 2}


def test_could_not_finish_may_become_a_mark_and_the_reverse(engine: Engine, code: str) -> None:
    tap = make_tap(engine, code, overall=None, unfinished=3)

    add_all(engine, [tap, tap._replace(overall=4, unfinished=None)])

    assert stored(engine) == {tap.key: 4}


@pytest.mark.parametrize(
    "poison",
    [
        {"overall": 9},
        {"unit_id": None},
        {"channel": 0},
        {"overall": "four"},
        {"day": None},
        {"key": None},
        {"locale": None},
    ],
    ids=str,
)
def test_a_row_that_cannot_be_stored_harms_no_other(
    engine: Engine, code: str, poison: dict[str, object]
) -> None:
    taps = [make_tap(engine, code) for _ in range(9)]
    taps[4] = taps[4]._replace(**poison)

    answers = add_all(engine, taps)

    assert [n for n, answer in enumerate(answers) if answer is not None] == [4]
    assert stored(engine) == {tap.key: 4 for n, tap in enumerate(taps) if n != 4}
