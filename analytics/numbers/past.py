"""The times to compare with, and a time in pieces: from months already read, else by one query."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, case, func, or_, select

from analytics.numbers import heaps
from analytics.numbers.asks import on
from analytics.numbers.bearings import View, ask_of
from surveys import days
from surveys.cells import DAY
from surveys.counts import Counts
from surveys.days import Period
from surveys.register import Register

SUMMED: Final = ("responses", *(f"o{mark}" for mark in range(1, 6)), "unfinished")
"""The counters of months and pieces: what their shares are made of."""

Months = Sequence[tuple[Period, Counts]]


@dataclass(frozen=True, slots=True)
class Past:
    """What was said in the time before, a year ago (None: cannot be told), and in each piece."""

    before: Counts
    year_ago: Counts | None
    cut: Months


def compare_with(connection: Connection, register: Register, view: View, months: Months) -> Past:
    """Read what a view is compared with; no query where whole months tell it.

    Args:
        months: of the view, from its first rating on.

    Raises:
        TooManyDays: one service by days or weeks, over more than ``ROW_DAYS`` days.
    """
    cut = _cut(connection, register, view) if view.by else []
    spans = [view.before, *([view.year_ago] if view.year_ago else [])]
    if all(_whole(span, months) for span in spans):
        told = [_sum(counts for period, counts in months if _in(period, span)) for span in spans]
    elif view.service is None and _apart(view):
        told = _from_cells(connection, register, view)
    else:
        asks = [ask_of(register, view, span) for span in spans]
        heard = heaps.read_each(connection, asks, counters=SUMMED)
        told = [_sum(heap.counts for heap in some) for some in heard]
    return Past(told[0], told[1] if view.year_ago else None, cut)


def _apart(view: View) -> bool:
    """Whether no day belongs to both times."""
    return view.year_ago is None or view.year_ago.end <= view.before.start


def _from_cells(connection: Connection, register: Register, view: View) -> list[Counts]:
    """Both times at once, where cells tell every day: two rows instead of hundreds."""
    ask, then = ask_of(register, view, view.before), view.year_ago or view.before
    cell: Any = DAY.c
    is_before = on(cell.day, view.before)
    which = case((is_before, 0), else_=1).label("which")
    asked = (
        select(which, *(func.sum(cell[name]) for name in SUMMED))
        .where(
            cell.unit_id.in_(ask.unit_ids),
            cell.scope.in_(ask.scopes),
            cell.channel.in_(ask.channels),
            cell.day < ask.until,
            or_(is_before, on(cell.day, then)),
        )
        .group_by(which)
    )
    told = {
        row[0]: Counts.of(**dict(zip(SUMMED, map(int, row[1:]), strict=True)))
        for row in connection.execute(asked)
    }
    return [told.get(which, Counts.zero()) for which in (0, 1)]


def _whole(span: Period, months: Months) -> bool:
    """Whether months that were read tell all of a span."""
    aligned = span.start.day == 1 and span.end.day == 1
    return aligned and bool(months) and span.end <= months[-1][0].end


def _in(period: Period, span: Period) -> bool:
    return span.start <= period.start < span.end


def _sum(some: Iterable[Counts]) -> Counts:
    return Counts.total(some)


def _cut(connection: Connection, register: Register, view: View) -> Months:
    """The time of a view in the pieces that were asked for, those that have begun."""
    today = days.office_day(days.now_ms())
    span = Period(view.period.start, min(view.period.end, today))
    if not view.by or span.days <= 0:
        return []
    ask = replace(ask_of(register, view, span), bucket=view.by)
    pieces = ask.periods
    starts = [piece.start for piece in pieces]
    piles: dict[date, list[Counts]] = defaultdict(list)
    for heap in heaps.read(connection, ask, counters=SUMMED):
        piles[starts[bisect_right(starts, heap.day) - 1]].append(heap.counts)
    return [(piece, _sum(piles[piece.start])) for piece in pieces]
