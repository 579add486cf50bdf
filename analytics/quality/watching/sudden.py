"""What is too good, and what came too fast: ratings that may not be those of citizens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, func, select

from analytics.numbers.intervals import wilson
from surveys import days, screening
from surveys.days import Period
from surveys.responses import Entry, Screening, Seal

LEAST: Final = 30
"""Ratings of a month that was perfect; fewer are perfect by chance all the time."""

BY_CHANCE: Final = 0.0005
"""How seldom chance makes such a month. 114 offices have 1,368 months a year, so less than one
false signal a year in the whole city. Source: our own rule."""

EARLIER: Final = 12
"""Months before, from which the share of the not satisfied is taken, at its lower end."""

FLAGGED: Final = 10
"""So many ratings of one touchpoint and day, flagged for their tempo, are a burst."""

TEMPO: Final = screening.CROWD | screening.BURST | screening.RUN | screening.SENDER


Month = tuple[Period, int, int]
"""A month, ratings of 3 or lower, and all."""


@dataclass(frozen=True, slots=True)
class Perfect:
    """A month of n ratings in which all were satisfied, and how seldom that is by chance."""

    month: Period
    n: int
    before: float
    chance: float


def perfect(months: Sequence[Month]) -> Perfect | None:
    """Whether the last month is suddenly perfect.

    Args:
        months: whole ones, oldest first.
    """
    if not months:
        return None
    *earlier, (month, low, n) = months
    before = [one for one in earlier if one[2]][-EARLIER:]
    count, of = sum(one[1] for one in before), sum(one[2] for one in before)
    if low or n < LEAST or of < LEAST:
        return None
    chance = (1 - wilson(count, of).low) ** n
    return Perfect(month, n, count / of, chance) if chance < BY_CHANCE else None


@dataclass(frozen=True, slots=True)
class Burst:
    """The flagged ratings of one touchpoint within a few days."""

    touchpoint_id: int
    unit_id: int
    start: date
    end: date
    flagged: int


def bursts(connection: Connection, since: date, today: date) -> list[Burst]:
    """The touchpoints with many flagged ratings lately, in one query.

    Args:
        since: the first day of ratings that is looked at; ``today`` is excluded.
    """
    row: Any = Entry.__table__.c
    # Flags are few and their ids grow with time: begin with the first block sealed since then.
    first = (
        select(func.min(Seal.first_id))
        .where(Seal.sealed_ms >= days.start_of(since))
        .scalar_subquery()
    )
    asked = (
        select(row.touchpoint_id, row.unit_id, row.day, func.count())
        .join_from(Screening, Entry.__table__, row.id == Screening.response_id)
        .where(
            Screening.response_id >= first,
            Screening.flags.op("&")(TEMPO) != 0,
            row.day >= since,
            row.day < today,
        )
        .group_by(row.touchpoint_id, row.unit_id, row.day)
        .having(func.count() >= FLAGGED)
        .order_by(row.touchpoint_id, row.day)
    )
    found: dict[tuple[int, int], Burst] = {}
    for touchpoint_id, unit_id, day, flagged in connection.execute(asked):
        key, after = (touchpoint_id, unit_id), day + timedelta(days=1)
        one = found.get(key)
        start, so_far = (one.start, one.flagged) if one else (day, 0)
        found[key] = Burst(touchpoint_id, unit_id, start, after, so_far + flagged)
    return list(found.values())
