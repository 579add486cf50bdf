"""Grouping: the cells of service groups that an edition of a quarter has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from analytics.numbers import heaps
from analytics.numbers.editions import Cell, Row, row_of
from analytics.numbers.estimates import Evidence
from analytics.numbers.families import Family
from analytics.numbers.grouped import UNNAMED, of_city, of_unit, places
from analytics.numbers.indicators import measure
from analytics.numbers.published import ALL_SERVICES, Published
from analytics.numbers.readers import ask_for
from analytics.numbers.suppression import Marks, Place, Reason
from analytics.numbers.vintages import Atom, Stood, may_change, read_vintages
from surveys.counts import Counts
from surveys.days import Period
from surveys.register import Register

TOLD: Final = ("satisfaction", "neutral", "dissatisfaction", "mean")
"""Of a service group only the overall mark is published."""

_MARKS: Final = tuple(f"o{mark}" for mark in range(1, 6))

Vector = dict[int, Marks]
"""Overall marks by service group."""


@dataclass(slots=True)
class GroupCells:
    """What is to be written: cells with their rows, and the vectors that stand from now on.

    ``whole`` are the quarters, of units and of the city, that tell every group that was rated.
    """

    cells: dict[Cell, list[Row]] = field(default_factory=dict)
    vectors: dict[Atom, dict[str, Any]] = field(default_factory=dict)
    whole: frozenset[Place] = frozenset()


def group_cells(
    connection: Connection,
    known: Register,
    family: Family,
    span: Period,
    own: Mapping[tuple[int, int], Marks],
    told: frozenset[Place],
    today: date,
) -> GroupCells:
    """The groups of a closed quarter that are new or have changed.

    A unit's change together, where they add up to its quarter as it stands; the city's with all.

    Args:
        own: marks by (unit, month) as they stand.
        told: the months, quarters and city cells that are told.
    """
    units = sorted({unit for unit, _ in own})
    now = _read(connection, known, units, span)
    kept = read_vintages(connection, units, span, "groups")
    stood = {atom.unit_id: one for atom, one in kept.items()}
    quarters = {unit: _quarter(own, unit) for unit in units}
    stand = _stand(now, stood, quarters, today)
    fresh = [u for u in units if u in stand and not _stands(stood.get(u), stand[u])]
    looked_at = {unit for unit, one in stood.items() if one.taken_on.year < today.year}
    found = GroupCells({}, _kept(stand, span, looked_at.union(fresh)))
    shown, hidden = _published(connection, family, span)
    for unit in fresh:
        held = {place.group for place in hidden if place.unit == unit and place.group}
        reasons = of_unit(quarters[unit], stand[unit], Place(unit, None) in told, held)
        shown -= {place for place in shown if place.unit == unit}
        shown.update(places(unit, stand[unit], reasons))
        if unit != family.city:
            found.cells |= _cells(unit, span, stand[unit], reasons, tree=False)
    if family.city is not None and fresh and all(stand.get(u) == now[u] for u in units):
        shown = {place for place in shown if place.unit is not None}
        reasons, total = of_city(own, stand, told | shown, hidden), _total(stand.values())
        found.cells |= _cells(family.city, span, total, reasons, tree=True)
        shown.update(places(None, total, reasons))
    return replace(found, whole=frozenset(_whole(now, stand, shown)))


def _stands(before: Stood | None, vector: Vector) -> bool:
    return before is not None and _vector(before) == vector


def _whole(
    now: Mapping[int, Vector], stand: Mapping[int, Vector], shown: Collection[Place]
) -> Iterator[Place]:
    """The quarters of which every group that was rated is told, and told as it is."""
    current: dict[int | None, Vector] = {u: all_ for u, all_ in now.items() if stand.get(u) == all_}
    if len(current) == len(now):
        current[None] = _total(now.values())
    for unit, vector in current.items():
        rated = [group for group, marks in vector.items() if group != UNNAMED and any(marks)]
        if all(Place(unit, None, group) in shown for group in rated):
            yield Place(unit, None)


def _kept(
    stand: Mapping[int, Vector], span: Period, units: Iterable[int]
) -> dict[Atom, dict[str, Any]]:
    return {
        Atom(unit, span.start): {str(g): list(marks) for g, marks in stand[unit].items()}
        for unit in units
    }


def _stand(
    now: Mapping[int, Vector],
    stood: Mapping[int, Stood],
    quarters: Mapping[int, Marks],
    today: date,
) -> dict[int, Vector]:
    """What stands of each unit's groups from now on; units of which nothing can be told missing."""
    found = {u: _renewed(stood.get(u), now[u], quarters[u], today) for u in now}
    return {unit: vector for unit, vector in found.items() if vector is not None}


def _read(
    connection: Connection, known: Register, units: list[int], span: Period
) -> dict[int, Vector]:
    """The marks of every unit in every group; groups that nobody rated too."""
    groups = sorted({UNNAMED, *known.service_groups.values()})
    piles: dict[tuple[int, int], list[Counts]] = defaultdict(list)
    ask = ask_for(known, tuple(units), "own", span.start, span.end)
    for heap in heaps.read(connection, ask, by_service=True, counters=_MARKS):
        piles[heap.unit_id, known.service_groups.get(heap.service_id, UNNAMED)].append(heap.counts)
    return {
        unit: {group: Counts.total(piles.get((unit, group), ())).marks for group in groups}
        for unit in units
    }


def _renewed(before: Stood | None, now: Vector, quarter: Marks, today: date) -> Vector | None:
    """What stands of a unit's groups from now on; None while nothing of them can be told yet."""
    whole = _sum(now.values()) == quarter
    if before is None:
        return now if whole else None
    stood = _vector(before)
    yearly = before.taken_on.year < today.year
    changes = all(
        may_change(stood.get(group, _NOBODY), marks, yearly=yearly) for group, marks in now.items()
    )
    return now if whole and changes else stood


_NOBODY: Final = (0,) * len(_MARKS)


def _vector(stood: Stood) -> Vector:
    return {int(group): tuple(marks) for group, marks in stood.counts.items()}


def _quarter(own: Mapping[tuple[int, int], Marks], unit: int) -> Marks:
    return _sum(marks for (of, _month), marks in own.items() if of == unit)


def _sum(many: Any) -> Marks:
    return tuple(map(sum, zip(*many, strict=True))) or _NOBODY


def _total(vectors: Any) -> Vector:
    vectors = list(vectors)
    groups = {group for vector in vectors for group in vector}
    return {g: _sum(vector.get(g, _NOBODY) for vector in vectors) for g in groups}


def _published(
    connection: Connection, family: Family, span: Period
) -> tuple[set[Place], set[Place]]:
    """The groups that are told as the table stands, and those that are withheld."""
    rows = connection.execute(
        select(Published.unit_id, Published.service_group_id, Published.scope, Published.value)
        .where(Published.unit_id.in_(family.units), Published.kind == "quarter")
        .where(Published.start == span.start, Published.service_group_id != ALL_SERVICES)
        .where(Published.indicator == TOLD[0])
    )
    shown, hidden = set(), set()
    for unit, group, scope, value in rows:
        place = Place(None if scope == "tree" else unit, None, group)
        if value is None:
            hidden.add(place)
        else:
            shown.add(place)
    return shown, hidden


def _cells(
    unit: int, span: Period, vector: Vector, reasons: Mapping[int, Reason], *, tree: bool
) -> dict[Cell, list[Row]]:
    return {
        cell: list(_rows(cell, marks, reasons.get(group)))
        for group, marks in vector.items()
        if group != UNNAMED
        for cell in (Cell(unit, "quarter", span.start, tree, group),)
    }


def _rows(cell: Cell, marks: Marks, why: Reason | None) -> Iterator[Row]:
    counts = Counts.of(**dict(zip(_MARKS, marks, strict=True)))
    told = measure(Evidence(counts))
    for id in TOLD:
        yield row_of(cell, id, told[id], why) | {"answers": sum(marks)}
