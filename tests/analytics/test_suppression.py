"""No published cell, nor any sum of them, tells what small or like-minded groups said."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import oracle

from analytics.numbers.linear import kernel, residues
from analytics.numbers.suppression import (
    Cell,
    Place,
    Relation,
    quarter_table,
    telling,
    withheld,
)

pytestmark = pytest.mark.fast

CITY = Place(None, None)
small_marks = st.tuples(*[st.sampled_from([0, 0, 0, 1, 2, 4, 7, 30])] * 5)
registers = st.integers(1, 5).flatmap(
    lambda units: st.fixed_dictionaries(
        {(unit, month): small_marks for unit in range(units) for month in (1, 2, 3)}
    )
)


def marks(n: int) -> tuple[int, ...]:
    """A mixed cell of n marks."""
    return (0, 0, 0, n // 2, n - n // 2)


def of_months(*units: tuple[int, int, int]):
    """What is withheld where units have so many marks in each month."""
    own = {(u, m): marks(n) for u, row in enumerate(units) for m, n in enumerate(row, 1)}
    return withheld(*quarter_table(own))


def test_months_of_enough_people_are_published_and_so_are_their_sums():
    assert of_months((30, 40, 50), (60, 70, 80)) == {}


@pytest.mark.parametrize("n", [0, 1, 9])
def test_a_small_month_is_withheld_and_so_is_what_would_reveal_it(n: int):
    assert of_months((n, 40, 50), (60, 70, 80)) == {
        Place(0, 1): "too_few",
        Place(0, None): "would_reveal",
        Place(None, 1): "would_reveal",
        CITY: "would_reveal",
    }


def test_two_small_months_hide_in_a_quarter_that_tells_their_sum_of_ten():
    found = of_months((5, 5, 50), (60, 70, 80))
    assert Place(0, None) not in found
    assert CITY not in found
    assert set(found) == {Place(0, 1), Place(0, 2), Place(None, 1), Place(None, 2)}


def test_two_small_months_do_not_hide_in_a_sum_of_nine():
    assert of_months((5, 4, 50), (60, 70, 80))[Place(0, None)] == "would_reveal"


def test_small_units_hide_together_in_the_city():
    found = of_months((4, 4, 4), (6, 6, 6), (60, 70, 80))
    assert {place for place in found if place.unit is None} == set()


def test_a_small_sum_that_only_several_figures_together_would_tell_is_seen():
    """City months 1 and 2 less the quarters of two units leave the nine of the third."""
    found = of_months((8, 8, 50), (8, 8, 51), (5, 4, 50))
    quarters = {unit: found.get(Place(unit, None)) for unit in range(3)}
    assert Place(None, 1) not in found
    assert quarters == {0: "would_reveal", 1: None, 2: "would_reveal"}


def test_marks_all_alike_tell_what_each_one_said():
    case = oracle("suppression_unanimous")
    n, satisfied = case.inputs["n"], case.inputs["satisfied"]
    assert telling((n - satisfied, 0, 0, 0, satisfied)) == "unanimous"
    assert telling((n - 1, 0, 0, 0, 1)) is None
    assert telling((0, 0, 0, 0, 9)) == "too_few"


def test_like_minded_months_do_not_hide_in_a_like_minded_sum():
    own = {(0, 1): (0, 0, 0, 0, 20), (0, 2): (0, 0, 0, 0, 30), (0, 3): marks(40)}
    found = withheld(*quarter_table(own))
    assert found[Place(0, None)] == "would_reveal"


def test_the_smallest_other_part_goes_where_the_total_is_to_stay():
    case = oracle("suppression")
    parts = case.inputs["cells"]
    cells = {name: Cell(marks(n), turn=1) for name, n in parts.items()}
    cells["total"] = Cell(marks(case.inputs["total"]), turn=0)

    found = withheld(cells, [Relation("total", tuple(parts))])

    said = {"too_few": "hide", "would_reveal": "hide_complementary"}
    shown = {name: said.get(found.get(name, ""), "show") for name in cells}
    assert shown == {name: case.expected[name] for name in cells}


def test_a_cell_that_stands_alone_is_judged_alone():
    assert withheld({"a": Cell(marks(9)), "b": Cell(marks(10))}, []) == {"a": "too_few"}


def test_a_relation_to_an_unknown_cell_is_an_error():
    with pytest.raises(KeyError):
        withheld({"a": Cell(marks(50))}, [Relation("a", ("b",))])


def test_two_ways_to_add_up_one_total_are_both_seen():
    """Months and service groups share the quarter: one of the months has to go."""
    cells = {"quarter": Cell(marks(100), 1), "may": Cell(marks(50)), "june": Cell(marks(50))}
    cells |= {"land": Cell(marks(95)), "papers": Cell(marks(5))}
    both = [Relation("quarter", ("may", "june")), Relation("quarter", ("land", "papers"))]

    found = withheld(cells, both)

    # Both months together would give the quarter, and that less land the papers.
    assert found == {"papers": "too_few", "june": "would_reveal", "quarter": "would_reveal"}


def test_residues_and_kernel_know_what_follows():
    left = residues([{"a": 1, "b": 1}, {"b": 1, "c": 1}], "abc")
    (combination,) = kernel({"a": left["a"], "b": left["b"]}).values()
    assert set(combination) == {"a", "b"}
    assert all(left.values())
    assert residues([{"a": 2}], "a") == {"a": {}}


Row = dict[tuple[int, int], Fraction]


def row_of(place: Place, own: Iterable[tuple[int, int]]) -> Row:
    """The unit-months that a place adds up."""
    within = (at for at in own if place.unit in (None, at[0]) and place.month in (None, at[1]))
    return {at: Fraction(1) for at in within}


def reduced(row: Row, pivots: dict[tuple[int, int], Row]) -> Row:
    for pivot, known in pivots.items():
        factor = row.get(pivot, 0)
        row = {at: row.get(at, 0) - factor * known.get(at, 0) for at in {*row, *known}}
    return {at: value for at, value in row.items() if value}


def eliminated(rows: Iterable[Row]) -> dict[tuple[int, int], Row]:
    """Plain Gaussian elimination in rational numbers, written apart from ours."""
    pivots: dict[tuple[int, int], Row] = {}
    for row in rows:
        if left := reduced(row, pivots):
            pivot = min(left)
            pivots[pivot] = {at: value / left[pivot] for at, value in left.items()}
    return pivots


def protected_sums(
    own: dict[tuple[int, int], tuple[int, ...]],
    relations: list[Relation[Place]],
    cells: dict[Place, Cell],
    hidden: dict[Place, str],
) -> Iterator[Row]:
    """Every sum of withheld siblings that may not be told."""
    for siblings in (set(relation.parts) & set(hidden) for relation in relations):
        small = [place for place in siblings if telling(cells[place].marks)]
        for group in chain.from_iterable(combinations(small, k) for k in range(1, 6)):
            whole = tuple(map(sum, zip(*(cells[place].marks for place in group), strict=True)))
            if telling(whole):
                yield {at: v for place in group for at, v in row_of(place, own).items()}


@settings(max_examples=60, deadline=None)
@given(registers)
def test_nothing_protected_follows_from_what_is_published(own):
    cells, relations = quarter_table(own)
    hidden = withheld(cells, relations)
    known = eliminated(row_of(place, own) for place in cells if place not in hidden)

    assert {place for place in cells if telling(cells[place].marks)} <= set(hidden)
    for place in hidden:
        assert reduced(row_of(place, own), known)
    for row in protected_sums(own, relations, cells, hidden):
        assert reduced(row, known)


@settings(max_examples=30, deadline=None)
@given(registers)
def test_nothing_is_withheld_without_need(own):
    cells, relations = quarter_table(own)
    hidden = withheld(cells, relations)
    shown = [place for place in cells if place not in hidden]
    for place in (place for place, why in hidden.items() if why == "would_reveal"):
        known = eliminated(row_of(other, own) for other in [*shown, place])
        sums = chain(
            (row_of(other, own) for other in cells if telling(cells[other].marks)),
            protected_sums(own, relations, cells, hidden),
        )
        assert any(not reduced(row, known) for row in sums)


def test_a_city_in_which_nobody_can_be_rated_is_withheld() -> None:
    assert withheld({"city": Cell((0, 0))}, [Relation("city", ())]) == {"city": "too_few"}
