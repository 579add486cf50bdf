"""Between two editions nothing is told of a few people, by exact rank and in the table itself."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from editions import APRIL, JULY, JUNE, LATER, MAY, SOME_OF_EACH, month, rate, read, verdicts
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from analytics.numbers.publishing import publish
from analytics.numbers.suppression import (
    Cell,
    Place,
    held_back,
    quarter_table,
    telling,
    withheld,
)
from analytics.numbers.vintages import may_change, renewed, slim
from surveys.counts import FACTORS, Counts

Own = dict[tuple[int, int], Counts]
Row = dict[tuple[int, int, int], Fraction]

marks = st.tuples(st.integers(0, 30), st.integers(0, 12))
late = st.one_of(st.just((0, 0)), st.just((0, 0)), st.tuples(st.integers(0, 12), st.integers(0, 2)))


@st.composite
def histories(draw: st.DrawFn) -> list[Own]:
    """Two or three units over a quarter, and what there is of them at three editions."""
    units = range(draw(st.integers(2, 3)))
    places = [(unit, month) for unit in units for month in (1, 2, 3)]
    now = {at: Counts.of(o5=good, o1=bad) for at in places for good, bad in [draw(marks)]}
    told = [now]
    for _ in range(2):
        now = {at: now[at] + Counts.of(o5=a, o1=b) for at in places for a, b in [draw(late)]}
        told.append(now)
    return told


class Printed(NamedTuple):
    """An edition: what stands, what is told, and the months that may have changed in it."""

    stands: Own
    told: set[Place]
    moved: set[tuple[int, int]]


def editions(history: list[Own]) -> list[Printed]:
    """As ``composing`` makes them. What is withheld is rewritten in every edition, so a reader
    cannot see which hidden months changed, unless a told total over them did not.
    """
    stood: Own = {}
    showing: set[Place] = set()
    found = []
    for now in history:
        stands = {at: renewed(stood[at], now[at]) if stood else now[at] for at in now}
        fresh = {at for at in stands if stands[at] != stood.get(at)}
        cells, relations = quarter_table({at: counts.marks for at, counts in stands.items()})
        due = {p for p in cells if not fresh.isdisjoint(atoms_of(p, now))} if stood else set(cells)
        stays = showing - due
        held = held_back(set(cells) - showing, showing) if stood else set()
        judged = {p: Cell(c.marks, -1) if p in stays else c for p, c in cells.items()}
        judged |= {p: Cell(cells[p].marks, held=True) for p in held}
        hidden = withheld(judged, relations)
        showing = stays | {place for place in due if place not in hidden}
        still = {at for place in stays for at in atoms_of(place, now)} if stood else set()
        found.append(Printed(stands, set(showing), set(now) - still))
        stood = stands
    return found


def atoms_of(place: Place, own: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [at for at in own if place.unit in (None, at[0]) and place.month in (None, at[1])]


def row_of(place: Place, own: Own, taken: Mapping[tuple[int, int], list[int]], turn: int) -> Row:
    """What a cell adds up at an edition: of each month all that was taken until then."""
    return {
        (*at, when): Fraction(1)
        for at in atoms_of(place, own)
        for when in taken[at]
        if when <= turn
    }


def reduced(row: Row, pivots: dict[tuple[int, int, int], Row]) -> Row:
    for pivot, known in pivots.items():
        factor = row.get(pivot, 0)
        row = {at: row.get(at, 0) - factor * known.get(at, 0) for at in {*row, *known}}
    return {at: value for at, value in row.items() if value}


@pytest.mark.fast
@settings(max_examples=60, deadline=None)
@given(histories())
def test_nothing_protected_follows_from_several_editions(history: list[Own]) -> None:
    found = editions(history)
    taken = {
        at: [turn for turn, one in enumerate(found) if turn == 0 or at in one.moved]
        for at in history[0]
    }
    pivots: dict[tuple[int, int, int], Row] = {}
    for turn, one in enumerate(found):
        for place in one.told:
            if left := reduced(row_of(place, one.stands, taken, turn), pivots):
                pivot = min(left)
                pivots[pivot] = {at: value / left[pivot] for at, value in left.items()}
    for turn, one in enumerate(found):
        cells, _relations = quarter_table({at: c.marks for at, c in one.stands.items()})
        for place in (place for place, cell in cells.items() if telling(cell.marks)):
            assert reduced(row_of(place, one.stands, taken, turn), pivots), (place, turn)


@pytest.mark.fast
@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=3, max_size=3).map(tuple), late)
def test_what_stands_changes_by_nobody_or_by_ten(before: tuple[int, ...], more: tuple[int, int]):
    stood = Counts.of(o1=before[0], o3=before[1], o5=before[2])
    now = stood + Counts.of(o1=more[0], o5=more[1])
    told = sum(renewed(stood, now).marks) - sum(stood.marks)
    assert told == 0 or told >= 10


@pytest.mark.fast
def test_each_question_waits_for_ten_of_its_own() -> None:
    stood = Counts.of(responses=20, o5=20, staff5=10, ca=10, cb=10, cn=10)
    more = Counts.of(responses=12, o5=12, staff1=1, cb=1, cn=1, t1=10, t3=2)
    told = renewed(stood, stood + more)

    assert (told["o5"], told["t1"], told["t3"], told["responses"]) == (32, 10, 2, 32)
    assert (told["staff1"], told["cb"]) == (0, 10)
    assert renewed(told, stood + more + Counts.of(staff5=9))["cb"] == 11
    assert slim(stood)["o5"] == 20


@pytest.mark.fast
@pytest.mark.parametrize(
    ("before", "after", "may"),
    [((5, 5), (5, 5), True), ((5, 5), (15, 5), True), ((5, 5), (14, 5), False),
     ((20, 9), (30, 8), False), ((20, 5), (10, 5), True), ((5, 5), (4, 6), False)],
)  # fmt: skip
def test_what_came_and_what_went_are_counted_apart(before: Any, after: Any, may: bool) -> None:
    assert may_change(before, after) is may


def test_a_quarter_is_the_sum_of_its_months_as_they_were_told(
    engine: Engine, codes: dict[str, str]
) -> None:
    """Three paper forms of April come in June: the quarter less its months would be they."""
    for start in (APRIL, MAY, JUNE):
        rate(engine, codes["alone"], SOME_OF_EACH, start)
        publish(engine, JUNE if start == APRIL else JULY if start == JUNE else JUNE)
        if start == APRIL:
            rate(engine, codes["alone"], [1] * 3, APRIL)

    assert verdicts(read(engine, "alone", APRIL, JULY, "quarter")[0]) == ("ok", None, 42)
    rate(engine, codes["alone"], [4] * 7, APRIL)
    publish(engine, LATER)

    assert verdicts(month(engine, "alone", APRIL)) == ("few", None, 24)
    assert verdicts(read(engine, "alone", APRIL, JULY, "quarter")[0]) == ("ok", None, 52)


def test_a_factor_is_not_told_anew_for_one_more_answer(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["alone"], SOME_OF_EACH, MAY, **dict.fromkeys(FACTORS, 4) | {"staff": 5})
    rate(engine, codes["alone"], [2], MAY, staff=2, access=2)
    publish(engine, LATER)
    first = month(engine, "alone").indicators["factor.staff"]
    rate(engine, codes["alone"], [1, 2] * 6, MAY)
    rate(engine, codes["alone"], [1], MAY, staff=1)
    publish(engine, LATER)

    told = month(engine, "alone").indicators
    assert told["satisfaction"].n == 28
    assert told["factor.staff"] == first
