"""Finer than a page begins with: weekdays and hours, counters, why errands were not finished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, func, select

from analytics.numbers.asks import Ask, on
from analytics.numbers.conditions import rows_asked, whose
from analytics.numbers.tails import exceeding
from analytics.numbers.together import holm
from surveys import days
from surveys.cells import HOUR, TOUCHPOINT
from surveys.counts import EXCLUSION, RESPONSE, Counts
from surveys.days import Period
from surveys.responses import UNFINISHED, Entry

STANDS_OUT: Final = 0.05
LEAST: Final = 10
_COUNTED: Final = ("responses", *(f"o{mark}" for mark in range(1, 6)))
# No clock on earth changes within 15 minutes.
_STEP_MS: Final = 900_000

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
        select(*keys, *(func.sum(cell[name]) for name in _COUNTED))
        .where(
            cell.unit_id.in_(ask.unit_ids),
            cell.scope.in_(ask.scopes),
            cell.quarter >= start,
            cell.quarter < end,
            cell.channel.in_(ask.channels),
        )
        .group_by(*keys)
    )
    told = {(weekday, hour): _counts(sums) for weekday, hour, *sums in connection.execute(asked)}
    row: Any = Entry.__table__.c
    for moment, counts in _not_over(connection, ask, row.given_ms // _STEP_MS, end):
        wall = days.office_time(moment * _STEP_MS)
        at = wall.weekday(), wall.hour
        told[at] = told.get(at, Counts.zero()) + counts.scaled(-1)
    return {at: counts for at, counts in told.items() if counts}, Period(start, end)


def _counts(sums: Iterable[Any]) -> Counts:
    return Counts.of(**dict(zip(_COUNTED, map(int, sums), strict=True)))


def _not_over(
    connection: Connection, ask: Ask, key: Any, end: date
) -> Iterator[tuple[int, Counts]]:
    """What cells hold of days that are not over, by a key: whoever reads whole past days takes it
    back, or would see each mark come in.
    """
    if ask.until >= end:
        return
    row: Any = Entry.__table__.c
    running = on(row.day, Period(ask.until, end)), row.kind.in_((RESPONSE, EXCLUSION))
    asked = (
        select(key, row.overall, func.sum(row.sign))
        .where(*running, *rows_asked(ask, row))
        .group_by(key, row.overall)
    )
    for at, mark, times in connection.execute(asked):
        marked = {f"o{mark}": int(times)} if mark else {}
        yield int(at), Counts.of(responses=int(times), **marked)


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
    end = days.next_start(days.first_day(span.end - timedelta(days=1), "month"), "month")
    asked = (
        select(cell.touchpoint_id, *(func.sum(cell[name]) for name in _COUNTED))
        .where(
            cell.unit_id.in_(ask.unit_ids),
            cell.month >= days.first_day(span.start, "month"),
            cell.month < span.end,
            cell.channel.in_(ask.channels),
        )
        .group_by(cell.touchpoint_id)
    )
    told = {id_: _counts(sums) for id_, *sums in connection.execute(asked)}
    row: Any = Entry.__table__.c
    for id_, counts in _not_over(connection, ask, row.touchpoint_id, end):
        told[id_] = told.get(id_, Counts.zero()) + counts.scaled(-1)
    return {id_: counts for id_, counts in told.items() if counts}


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
