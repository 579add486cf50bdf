"""Finer than a page begins with: weekdays and hours, counters, why errands were not finished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, func, select

from analytics.numbers.asks import Ask, on
from analytics.numbers.conditions import whose
from analytics.numbers.tails import exceeding
from analytics.numbers.together import holm
from surveys import days
from surveys.cells import HOUR, TOUCHPOINT
from surveys.counts import Counts
from surveys.days import Period
from surveys.responses import UNFINISHED, Entry

STANDS_OUT: Final = 0.05
LEAST: Final = 10
_MARKS = tuple(f"o{mark}" for mark in range(1, 6))

Hours = dict[tuple[int, int], Counts]
"""By weekday, Monday is 0, and hour."""


def by_hour(connection: Connection, ask: Ask) -> tuple[Hours, Period]:
    """The marks of the four quarters up to the end of an ask, and the days they are of.

    One quarter alone has too few ratings in an hour of a weekday.

    Args:
        ask: whose; its service and channel are not told apart here.
    """
    last = max(ask.start, min(ask.end, ask.until) - timedelta(days=1))
    end = days.next_start(days.first_day(last, "quarter"), "quarter")
    # Four quarters are a year.
    start = end.replace(year=end.year - 1)
    cell: Any = HOUR.c
    keys = cell.weekday, cell.hour
    asked = (
        select(*keys, *(func.sum(cell[name]) for name in _MARKS))
        .where(
            cell.unit_id.in_(ask.unit_ids),
            cell.scope.in_(ask.scopes),
            cell.quarter >= start,
            cell.quarter < end,
            cell.channel.in_(ask.channels),
        )
        .group_by(*keys)
    )
    told = {
        (weekday, hour): Counts.of(**dict(zip(_MARKS, map(int, marks), strict=True)))
        for weekday, hour, *marks in connection.execute(asked)
    }
    return told, Period(start, end)


def standing_out(low: Mapping[tuple[int, int], tuple[int, int]]) -> set[tuple[int, int]]:
    """The cells that are worse than all others together, after all cells were considered.

    Args:
        low: (marks of 3 or lower, all) of each.

    Source: Fisher's exact test, one-sided; Holm 1979 over the cells with ten ratings.
    """
    tested = [at for at, (_count, n) in low.items() if n >= LEAST]
    count, n = (sum(one[place] for one in low.values()) for place in (0, 1))
    chances = [
        exceeding(low[at][0], low[at][1], count - low[at][0], n - low[at][1]) for at in tested
    ]
    return {at for at, p in zip(tested, holm(chances), strict=True) if p < STANDS_OUT}


def by_counter(connection: Connection, ask: Ask) -> dict[int, Counts]:
    """What was said through each touchpoint in the months that meet an ask."""
    cell: Any = TOUCHPOINT.c
    span = ask.span
    asked = (
        select(cell.touchpoint_id, *(func.sum(cell[name]) for name in ("responses", *_MARKS)))
        .where(
            cell.unit_id.in_(ask.unit_ids),
            cell.month >= days.first_day(span.start, "month"),
            cell.month < span.end,
            cell.channel.in_(ask.channels),
        )
        .group_by(cell.touchpoint_id)
    )
    names = ("responses", *_MARKS)
    return {
        id_: Counts.of(**dict(zip(names, map(int, sums), strict=True)))
        for id_, *sums in connection.execute(asked)
    }


def reasons(connection: Connection, ask: Ask) -> dict[str, int]:
    """Why errands could not be finished: how many gave each reason."""
    row: Any = Entry.__table__.c
    asked = (
        select(row.unfinished, func.sum(row.sign))
        .where(*whose(ask, row), on(row.day, ask.span), row.unfinished.is_not(None))
        .where(row.channel.in_(ask.channels))
        .group_by(row.unfinished)
    )
    names = {number: name for name, number in UNFINISHED.items()}
    told: dict[str, int] = defaultdict(int)
    for number, count in connection.execute(asked):
        told[names[number]] += int(count)
    return {name: told[name] for name in UNFINISHED if told[name]}
