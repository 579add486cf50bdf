"""Families: a city with all units of its tree, whose figures add up to the city's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from surveys import days
from surveys.days import Period
from surveys.places import Unit
from surveys.register import Register


@dataclass(frozen=True, slots=True)
class Family:
    """Units that are published together.

    Attributes:
        city: the top of the tree, None for a unit that stands alone.
        units: all of them, the city too.
        lives: from when until when each unit could be rated; those that never could are missing.
    """

    city: int | None
    units: tuple[int, ...]
    lives: dict[int, tuple[date, date]]

    def had(self, unit_id: int, span: Period) -> bool:
        """Whether the unit could be rated on one of these days.

        That nobody rated an office without a counter is no secret to be kept.
        """
        opened, closed = self.lives.get(unit_id, (date.max, date.min))
        return opened < span.end and closed > span.start


def families(connection: Connection, register: Register, span: Period) -> list[Family]:
    """All units, each in the family that it last belonged to in this span.

    Left out are families of which no unit ever had a counter: nothing can be told of them.
    """
    rated_from = _first_counters(register)
    lives = {
        unit.id: (max(unit.opened_on or date.min, rated_from[unit.id]), unit.closed_on or date.max)
        for unit in connection.execute(select(Unit.id, Unit.opened_on, Unit.closed_on))
        if unit.id in rated_from
    }
    below: dict[int, list[int]] = defaultdict(list)
    for unit_id in sorted(register.kinds):
        below[_top(register, unit_id, span)].append(unit_id)
    return [
        Family(top if len(units) > 1 else None, tuple(units), lives)
        for top, units in below.items()
        if not lives.keys().isdisjoint(units)
    ]


def _first_counters(register: Register) -> dict[int, date]:
    """The day from which a touchpoint led to each unit."""
    first: dict[int, date] = {}
    for place in register.places.values():
        for since_ms, unit_id in zip(place.since, place.units, strict=True):
            day = days.office_day(since_ms)
            first[unit_id] = min(day, first.get(unit_id, day))
    return first


def _top(register: Register, unit_id: int, span: Period) -> int:
    months = [month.start for month in days.buckets(span.start, span.end, "month")]
    above = (register.ancestors(unit_id, day) for day in reversed(months))
    return next((ancestors[0] for ancestors in above if ancestors), unit_id)
