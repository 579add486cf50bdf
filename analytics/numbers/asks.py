"""What is asked of the counts: whose, which days, what of them; and from where they can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, and_, false, or_

from surveys import days
from surveys.cells import BELOW, OWN
from surveys.days import Kind, Period
from surveys.responses import HEADLINE

Scope = Literal["own", "tree"]
Source = Literal["cells", "rows", "taken back"]
Grain = Literal["day", "month", "whole"]

ROW_DAYS: Final = 400
"""So many days of ledger rows may be read for one answer; cells have no such limit."""

Column = ColumnElement[Any]


class TooManyDays(ValueError):
    """No cells answer this, and the rows of more than ``ROW_DAYS`` days will not be read."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be counted.

    Attributes:
        unit_ids: whose; several only for scope own, a tree is one unit's.
        until: days from here on are in the range, but not read.
        service_ids: only these; None is all, named or not.
        channel: only this one; None is all that count in the headline.
        verified: only those that came with a one-time slip.
        as_of: only entries sealed up to here; None is all there are now.
        sealed_at: when that seal was made.
        waiting: whether what is not sealed yet counts too.
        paths: for a tree, the units and frozen paths of all responses that count in it.
        members: which units the register has in scope, and when.
    """

    unit_ids: tuple[int, ...]
    scope: Scope
    start: date
    end: date
    bucket: Kind | None
    until: date = date.max
    service_ids: tuple[int, ...] | None = None
    channel: int | None = None
    verified: bool = False
    as_of: int | None = None
    sealed_at: datetime | None = None
    waiting: bool = False
    paths: tuple[tuple[int, int], ...] = ()
    members: tuple[tuple[Period, tuple[int, ...]], ...] = ()

    @property
    def periods(self) -> list[Period]:
        """The buckets, oldest first; the whole range where none are asked for."""
        if self.bucket is None:
            return [Period(self.start, self.end)]
        return list(days.buckets(self.start, self.end, self.bucket))

    @property
    def grain(self) -> Grain:
        """How finely counts must be read to be put into the buckets."""
        if self.bucket is None:
            return "whole"
        return "day" if self.bucket in ("day", "week") else "month"

    @property
    def span(self) -> Period:
        """The days to read."""
        return Period(self.start, max(self.start, min(self.end, self.until)))

    @property
    def channels(self) -> tuple[int, ...]:
        """The channels that count."""
        return HEADLINE if self.channel is None else (self.channel,)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of cells that add up to the one asked for."""
        return (OWN,) if self.scope == "own" else (OWN, BELOW)

    @property
    def by_rows(self) -> bool:
        """Whether only rows can tell it, whatever the days."""
        return self.as_of is not None or self.verified

    def owner(self, unit_id: int) -> int:
        """For whom a unit's counts are asked."""
        return unit_id if self.scope == "own" else self.unit_ids[0]

    def inside(self, unit: Column, day: Column) -> Column:
        """Whether a row's unit was in scope on its day, by the register, and the day is asked."""
        within = [
            and_(unit.in_(units), day >= when.start, day < when.end) for when, units in self.members
        ]
        return and_(on(day, self.span), or_(false(), *within))

    def pieces(self, by_service: bool = False) -> list[tuple[Source, Period]]:
        """The days to read, each run of them with the source that can tell it.

        Days that are "taken back" lie outside the range, but within what cells told. Of a tree the
        cells of its days stand in for nearly all "rows"; see ``heaps.read``.

        Args:
            by_service: whether counts must come apart by service, as they do when one is asked for.

        Raises:
            TooManyDays: too many of them can be told by rows only.
        """
        found = self._pieces(by_service or self.service_ids is not None)
        if sum(span.days for source, span in found if source == "rows") > ROW_DAYS:
            raise TooManyDays(self.span.days)
        return [(source, span) for source, span in found if span.days > 0]

    def _pieces(self, by_service: bool) -> list[tuple[Source, Period]]:
        span = self.span
        if self.by_rows:
            return [("rows", span)]
        if not by_service:
            return [("cells", span)]
        first, last = _whole_months(span)
        # Behind the last whole day there is today and nothing else: rather than to read weeks of
        # rows, the running month is told by its cells, without today.
        runs = span.end == self.until and last < span.end
        told = days.next_start(last, "month") if runs else last
        if self.grain == "day" or first >= told:
            return [("rows", span)]
        return [
            ("rows", Period(span.start, first)),
            ("cells", Period(first, told)),
            ("taken back", Period(span.end, told)) if runs else ("rows", Period(last, span.end)),
        ]


def on(day: Column, span: Period) -> Column:
    """Whether a day lies in a span."""
    return and_(day >= span.start, day < span.end)


def _whole_months(span: Period) -> tuple[date, date]:
    begins = days.first_day(span.start, "month")
    first = begins if begins == span.start else days.next_start(begins, "month")
    return first, days.first_day(span.end, "month")
