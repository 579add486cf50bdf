"""Collectors gone silent: a poster torn off, a tablet without power.

What is silent is told by its own pace: a counter with two ratings a day is missed after a week, one
with two a week after six, one with fewer than 12 in four months never.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from analytics.quality.watching.marked import Marked
from surveys.counts import RESPONSE
from surveys.register import Place, Register
from surveys.responses import Entry, Pending

LOOKED_BACK: Final = 120
"""Days of ratings that the pace is taken from."""

MISSED: Final = 12.0
"""So many ratings are expected in the silence at least. By chance none of 12 come in one silence of
160,000; visitors do not come independently, which leaves room for weeks that are half empty.
Source: Poisson, exp(-12); our own rule."""

MISSED_DAYS: Final = 5.0
"""So many days on which something came are expected in it too: a hundred ratings of one busy day a
month are no daily pace, and a holiday with its bridge is shorter than a week of work."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A touchpoint that is missed.

    Attributes:
        last: the day of its last rating.
        a_week: ratings in a usual week before.
    """

    place: Place
    last: date
    a_week: float


def gone_silent(
    connection: Connection, register: Register, today: date, events: Sequence[Marked] = ()
) -> list[Silent]:
    """The open touchpoints that are missed, in two queries.

    Args:
        events: days that are no silence: Tết and outages.
    """
    heard = _heard(connection, register, today)
    waiting = set(connection.scalars(select(Pending.touchpoint_id).distinct()))
    found = []
    for place in register.places.values():
        if place.state != "open" or place.id in waiting or place.id not in heard:
            continue
        first, last, count, on_days = heard[place.id]
        if count < MISSED:
            # Too few to know its pace by.
            continue
        silent = _days_open(register, place, last + timedelta(days=1), today, events)
        missed = silent / max(7, (last - first).days + 1)
        if missed * count >= MISSED and missed * on_days >= MISSED_DAYS:
            found.append(Silent(place, last, 7 * missed * count / silent))
    return sorted(found, key=lambda one: one.place.id)


def _heard(
    connection: Connection, register: Register, today: date
) -> dict[int, tuple[date, date, int, int]]:
    """Of each touchpoint its first and last day lately, how many ratings came, on how many days."""
    row = Entry.__table__.c
    told = func.min(row.day), func.max(row.day), func.count(), func.count(row.day.distinct())
    asked = (
        select(row.touchpoint_id, *told)
        .where(
            # The units are what there is an index for.
            row.unit_id.in_(list(register.kinds)),
            row.day >= today - timedelta(days=LOOKED_BACK),
            row.day < today,
            row.kind == RESPONSE,
        )
        .group_by(row.touchpoint_id)
    )
    return {id_: tuple(told) for id_, *told in connection.execute(asked)}


def _days_open(
    register: Register, place: Place, start: date, today: date, events: Iterable[Marked]
) -> int:
    """Days from one to another, without those on which nothing could be expected."""
    whose = {None, place.unit_id, *register.ancestors(place.unit_id, today)}
    excused = [e for e in events if e.kind in ("tet", "outage") and e.unit_id in whose]
    every = (start + timedelta(days=nth) for nth in range((today - start).days))
    return sum(not any(e.starts_on <= day < e.ends_on for e in excused) for day in every)


def by_unit(silent: Iterable[Silent]) -> dict[int, list[Silent]]:
    """Those of one unit together: where all of an office falls silent, one thing happened."""
    groups: dict[int, list[Silent]] = defaultdict(list)
    for one in silent:
        groups[one.place.unit_id].append(one)
    return groups
