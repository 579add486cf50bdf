"""Grouped: the quarter's service groups, of each unit and of the city, and which may be told.

Groups come last: months, quarters and the city are what they would be without them. Of each only
the overall mark is told. Answers that name no service are a group that is never told, and an
unknown to whoever reckons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from analytics.numbers.suppression import (
    Cell,
    Marks,
    Place,
    Reason,
    Relation,
    also,
    quarter_table,
    telling,
    withheld,
)

UNNAMED: Final = 0
_FIRST, _NEVER = -1, None

Groups = Mapping[int, Marks]
"""Overall marks by service group, those that named none under ``UNNAMED``."""


def of_unit(
    quarter: Marks, groups: Groups, told: bool, held: Collection[int] = ()
) -> dict[int, Reason]:
    """Why which groups of a unit are withheld.

    Args:
        quarter: all its marks, the sum of its groups.
        told: whether they are published.
        held: groups that were withheld before, and stay so.
    """
    named = {group: marks for group, marks in groups.items() if group != UNNAMED}
    if not told:
        return {group: telling(marks) or "would_reveal" for group, marks in named.items()}
    cells: dict[int | None, Cell] = {
        group: Cell(marks, _NEVER if group == UNNAMED else 1, group in held)
        for group, marks in groups.items()
    }
    cells[None] = Cell(quarter, _FIRST)
    found = withheld(cells, [Relation(None, tuple(groups))])
    return {group: found[group] for group in named if group in found}


def of_city(
    own: Mapping[tuple[int, int], Marks],
    groups: Mapping[int, Groups],
    told: frozenset[Place],
    held: Collection[Place] = (),
) -> dict[int, Reason]:
    """Why which groups of the city are withheld.

    Args:
        own: marks by (unit, month), as for ``quarter_table``.
        groups: of every unit of the city, adding up to its months.
        told: all places that are told, groups of units too.
        held: groups, of units and the city, that were withheld before and stay so.
    """
    cells, relations = quarter_table(own)
    names = sorted({group for of in groups.values() for group in of})
    for unit, of in groups.items():
        cells |= {Place(unit, None, group): Cell(marks) for group, marks in of.items()}
        relations.append(_sum(Place(unit, None), [Place(unit, None, group) for group in of]))
    city = {group: Place(None, None, group) for group in names}
    for group, place in city.items():
        parts = [Place(unit, None, group) for unit, of in groups.items() if group in of]
        cells[place] = Cell(tuple(map(sum, zip(*(cells[one].marks for one in parts), strict=True))))
        relations.append(_sum(place, parts))
    for place in cells.keys() & set(held):
        cells[place] = replace(cells[place], held=True)
    relations.append(_sum(Place(None, None), list(city.values())))
    small = {group: why for group, at in city.items() if (why := cells[at].secret)}
    turns = [at for group, at in city.items() if group not in small and group != UNNAMED]
    turns.sort(key=lambda at: -cells[at].n)
    shown = also(cells, relations, turns, told)
    would: Reason = "would_reveal"
    reasons = small | {group: would for group, at in city.items() if at in set(turns) - shown}
    return {group: why for group, why in reasons.items() if group != UNNAMED}


def _sum(total: Place, parts: list[Place]) -> Relation[Place]:
    return Relation(total, tuple(parts))


def places(unit: int | None, groups: Groups, reasons: Mapping[int, Reason]) -> Iterator[Place]:
    """The places of groups that are told."""
    for group in groups:
        if group != UNNAMED and group not in reasons:
            yield Place(unit, None, group)
