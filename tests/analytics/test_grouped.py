"""Service groups of a quarter: told where they are many, and never so that a few can be told."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from editions import (
    APRIL,
    JULY,
    JUNE,
    LATER,
    MAY,
    SOME_OF_EACH,
    make_city,
    next_month,
    rate,
    read,
    verdicts,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from makers import load, make_volumes
from sqlalchemy import Engine
from test_vintages import reduced
from ward import make_services

from analytics.numbers.grouped import UNNAMED, of_city, of_unit, places
from analytics.numbers.published import PublishedBucket, read_published
from analytics.numbers.publishing import publish
from analytics.numbers.suppression import Place, quarter_table, telling, withheld
from surveys.database import reading

Marks = tuple[int, int]
At = tuple[int, int, int]

counts = st.tuples(st.sampled_from([0, 0, 1, 3, 9, 12, 30]), st.sampled_from([0, 1, 4, 11]))


@st.composite
def quarters(draw: st.DrawFn) -> dict[At, Marks]:
    """Marks by unit, month and service group."""
    units = range(draw(st.integers(1, 3)))
    return {(u, m, g): draw(counts) for u in units for m in (1, 2, 3) for g in (UNNAMED, 1, 2, 3)}


def summed(many) -> Marks:
    return tuple(map(sum, zip(*many, strict=True)))


def within(place: Place, atoms: dict[At, Marks]) -> list[At]:
    key = (place.unit, place.month, place.group)
    return [at for at in atoms if all(k is None or k == v for k, v in zip(key, at, strict=True))]


def told_of(atoms: dict[At, Marks]) -> tuple[frozenset[Place], set[Place]]:
    """Every place that is told, and every place there is, in the order in which they are judged."""
    units = sorted({u for u, _m, _g in atoms})
    own = {(u, m): summed(atoms[at] for at in within(Place(u, m), atoms)) for u, m, _g in atoms}
    cells, relations = quarter_table(own)
    told = frozenset(cells.keys() - withheld(cells, relations).keys())
    groups = {
        u: {g: summed(atoms[at] for at in within(Place(u, None, g), atoms)) for g in range(4)}
        for u in units
    }
    for u in units:
        quarter = summed(groups[u].values())
        reasons = of_unit(quarter, groups[u], Place(u, None) in told)
        told |= frozenset(places(u, groups[u], reasons))
    reasons = of_city(own, groups, told)
    told |= frozenset(places(None, groups[0], reasons))
    everywhere = {Place(u, None, g) for u in (None, *units) for g in range(1, 4)}
    return told, set(cells) | everywhere


@pytest.mark.fast
@settings(max_examples=60, deadline=None)
@given(quarters())
def test_nothing_protected_follows_from_groups_months_and_quarters(atoms: dict[At, Marks]) -> None:
    told, everywhere = told_of(atoms)
    pivots: dict[At, dict[At, Fraction]] = {}
    for place in told:
        if left := reduced({at: Fraction(1) for at in within(place, atoms)}, pivots):
            pivot = min(left)
            pivots[pivot] = {at: value / left[pivot] for at, value in left.items()}
    for place in everywhere:
        if telling(summed(atoms[at] for at in within(place, atoms))):
            assert place not in told
            assert reduced({at: Fraction(1) for at in within(place, atoms)}, pivots)


@pytest.mark.fast
def test_a_group_withheld_once_stays_withheld() -> None:
    groups = {UNNAMED: (40, 10), 1: (30, 10), 2: (15, 15)}
    quarter = summed(groups.values())
    assert of_unit(quarter, groups, told=True) == {}
    assert of_unit(quarter, groups, told=True, held=[2]) == {2: "would_reveal"}
    assert of_unit(quarter, groups, told=False) == {1: "would_reveal", 2: "would_reveal"}


def group(engine: Engine, unit: str, group_id: int) -> PublishedBucket:
    with reading(engine) as connection:
        unit_id = load(engine).find_unit(unit)
        return read_published(connection, unit_id, APRIL, JULY, "quarter", group_id)[0]


def test_a_quarter_is_published_by_service_group(engine: Engine) -> None:
    codes = make_city(engine)
    make_services(engine)
    for ward in ("north", "south", "west"):
        for start in (APRIL, MAY, JUNE):
            rate(engine, codes[ward], SOME_OF_EACH, start, service_id=1)
            rate(engine, codes[ward], SOME_OF_EACH, start, service_id=None)
    rate(engine, codes["west"], SOME_OF_EACH, MAY, service_id=2)
    rate(engine, codes["north"], [5, 1, 1], MAY, service_id=2)

    publish(engine, date(2023, 6, 30))
    assert group(engine, "north", 1).indicators == {}
    publish(engine, LATER)

    assert verdicts(group(engine, "north", 1)) == ("ok", None, 42)
    assert verdicts(group(engine, "north", 2)) == ("withheld", "too_few", None)
    assert verdicts(group(engine, "west", 2)) == ("few", None, 14)
    assert set(group(engine, "west", 2).indicators) == {
        "satisfaction", "neutral", "dissatisfaction", "mean"
    }  # fmt: skip
    assert publish(engine, LATER) == 0
    rate(engine, codes["north"], [5, 4, 3, 3, 2] * 2, MAY, service_id=2)
    assert publish(engine, LATER) > 0
    assert verdicts(group(engine, "north", 2)) == ("withheld", "would_reveal", None)


def test_a_weighted_figure_is_told_only_where_every_group_in_it_is(engine: Engine) -> None:
    """With the volumes, which offices print, it would tell the three of a group."""
    codes = make_city(engine)
    make_services(engine)
    volumes = [
        {"unit_id": load(engine).find_unit(ward), "day": start, "service_id": one, "closed": 400}
        for ward in ("north", "west", "alone")
        for start in (APRIL, MAY, JUNE)
        for one in (1, 2)
    ]
    make_volumes(engine, *volumes)
    for unit in ("north", "west", "alone"):
        for start in (APRIL, MAY, JUNE):
            rate(engine, codes[unit], SOME_OF_EACH, start, service_id=1)
    rate(engine, codes["north"], [5, 3, 1], MAY, service_id=2)
    rate(engine, codes["west"], SOME_OF_EACH, MAY, service_id=2)
    rate(engine, codes["west"], SOME_OF_EACH, JUNE, service_id=None)
    publish(engine, LATER)

    def weighted(unit: str, start: date, kind: Any) -> Any:
        end = JULY if kind == "quarter" else next_month(start)
        told = read(engine, unit, start, end, kind)[0].indicators["satisfaction_weighted"]
        return told.reason or told.n

    assert weighted("north", APRIL, "quarter") == "would_reveal"
    assert weighted("alone", APRIL, "quarter") == "would_reveal"
    assert weighted("west", APRIL, "quarter") == 70
    assert weighted("west", MAY, "month") == "would_reveal"
