"""The times to compare with, and a time in pieces: from months already read, else by one query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, case, func, or_, select

from analytics.numbers import heaps
from analytics.numbers.asks import TooManyDays, on
from analytics.numbers.bearings import View, ask_of
from analytics.numbers.heaps import Heap
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
        TooManyDays: a channel that no cells tell apart, over more than ``ROW_DAYS`` days.
    """
    spans = [view.before, *([view.year_ago] if view.year_ago else [])]
    if view.by is None and all(_whole(span, months) for span in spans):
        told = [_sum(counts for period, counts in months if _in(period, span)) for span in spans]
        return Past(told[0], told[1] if view.year_ago else None, [])
    pieces = _pieces(view)
    apart = view.year_ago is None or view.year_ago.end <= view.before.start
    if view.by is None and view.plain and apart:
        return _from_cells(connection, register, view)
    try:
        heard = _by_day(connection, register, view, [*spans, *pieces])
    except TooManyDays:
        heard = heaps.read(connection, ask_of(register, view, view.before), counters=SUMMED)
        return Past(_sum(heap.counts for heap in heard), None, [])
    return Past(
        _sum(heap.counts for heap in heard if _holds(view.before, heap)),
        _sum(heap.counts for heap in heard if _holds(view.year_ago, heap))
        if view.year_ago
        else None,
        [(one, _sum(heap.counts for heap in heard if _holds(one, heap))) for one in pieces],
    )


def _from_cells(connection: Connection, register: Register, view: View) -> Past:
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
            cell.channel_class.in_(ask.classes),
            cell.day < ask.until,
            or_(is_before, on(cell.day, then)),
        )
        .group_by(which)
    )
    told = {
        row[0]: Counts.of(**dict(zip(SUMMED, map(int, row[1:]), strict=True)))
        for row in connection.execute(asked)
    }
    none = Counts.zero()
    return Past(told.get(0, none), told.get(1, none) if view.year_ago else None, [])


def _whole(span: Period, months: Months) -> bool:
    """Whether months that were read tell all of a span."""
    aligned = span.start.day == 1 and span.end.day == 1
    return aligned and bool(months) and span.end <= months[-1][0].end


def _in(period: Period, span: Period) -> bool:
    return span.start <= period.start < span.end


def _holds(span: Period | None, heap: Heap) -> bool:
    return span is not None and span.start <= heap.day < span.end


def _sum(some: Iterable[Counts]) -> Counts:
    return Counts.total(some)


def _pieces(view: View) -> list[Period]:
    if view.by is None:
        return []
    today = days.office_day(days.now_ms())
    return list(days.buckets(view.period.start, min(view.period.end, today), view.by))


def _by_day(
    connection: Connection, register: Register, view: View, spans: Sequence[Period]
) -> list[Heap]:
    whole = Period(min(one.start for one in spans), max(one.end for one in spans))
    ask = replace(ask_of(register, view, whole), bucket="day")
    return heaps.read(connection, ask, counters=SUMMED)
