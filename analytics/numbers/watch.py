"""Watching a unit month by month: what is usual for it, and which months stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median
from typing import Final, Literal

from analytics.numbers import control
from analytics.numbers.estimates import Estimate, share
from surveys.counts import Counts
from surveys.days import Kind, Period, first_day

EXPECTED: Final = 5
"""A period is charted where so many unsatisfied marks are expected of it (n times the centre);
under that a share is too coarse for limits of three sigma. Source: domain rule of the p chart;
Montgomery, Statistical Quality Control, section 7.2.2."""

VISIBLE: Final = 1.5
"""From this dispersion on the months wander more than chance explains, and the limits are Laney's;
twelve months of pure chance reach it about once in forty."""

Months = Sequence[tuple[Period, Counts]]
Method = Literal["p", "laney"]


@dataclass(frozen=True, slots=True)
class Watched:
    """One period.

    Attributes:
        estimate: the share of marks that are 3 or lower.
        point: with its centre and limits; None where it is too small, or there is no baseline yet.
        signals: the rules that hold at this point.
    """

    period: Period
    estimate: Estimate
    point: control.Point | None = None
    signals: tuple[control.Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """Every period, oldest first.

    Attributes:
        kind: months, or quarters where months are mostly too small.
        method: how the limits were found; None while fewer than twelve periods can be charted.
        baseline: the days of the twelve periods that the limits come from.
    """

    kind: Kind
    watched: tuple[Watched, ...]
    method: Method | None = None
    baseline: Period | None = None

    def signals(self, span: Period) -> list[Watched]:
        """The periods that meet a span of days and stand out, newest first."""
        return [one for one in reversed(self._within(span)) if one.signals]

    def charts(self, span: Period) -> bool:
        """Whether any period that meets a span of days has limits, so that silence means calm."""
        return any(one.point for one in self._within(span))

    def _within(self, span: Period) -> list[Watched]:
        return [
            one
            for one in self.watched
            if one.period.start < span.end and one.period.end > span.start
        ]


def unsatisfied(counts: Counts) -> Estimate:
    """The share of marks that are 3 or lower: near the ceiling it moves before the rest does."""
    marks = counts.marks
    return Estimate.of(share(sum(marks[:3]), sum(marks)), "wilson95", 0.0, 1.0)


def watch(months: Months, limits: bool = True) -> Watch:
    """Draw limits from the first twelve periods that are large enough, and find what stands out.

    Args:
        months: whole months, oldest first.
        limits: whether the first months are the unit's first, so that a baseline can be taken.
    """
    kind, periods = _joined(months)
    told = [unsatisfied(counts) for _period, counts in periods]
    charted = _charted(told) if limits else []
    plain = [Watched(period, one) for (period, _), one in zip(periods, told, strict=True)]
    if len(charted) < control.BASELINE:
        return Watch(kind, tuple(plain))
    counted, total = ([_count(told[i])[part] for i in charted] for part in (0, 1))
    wide = control.dispersion(counted, total) >= VISIBLE
    points = (control.laney_chart if wide else control.p_chart)(counted, total)
    found = control.signals(points)
    for nth, i in enumerate(charted):
        here = tuple(signal for signal in found if signal.at == nth)
        plain[i] = Watched(plain[i].period, told[i], points[nth], here)
    last = plain[charted[control.BASELINE - 1]].period
    baseline = Period(plain[charted[0]].period.start, last.end)
    return Watch(kind, tuple(plain), "laney" if wide else "p", baseline)


def _joined(months: Months) -> tuple[Kind, Months]:
    """The months, or whole quarters where the usual month is too small to be charted."""
    told = [unsatisfied(counts) for _period, counts in months]
    centre = _centre(told)
    if not told or median(one.n for one in told) * centre >= EXPECTED:
        return "month", months
    quarters = []
    for start, some in groupby(months, key=lambda month: first_day(month[0].start, "quarter")):
        parts = list(some)
        last = parts[-1][0].end
        if first_day(last, "quarter") == last:
            span = Period(max(start, parts[0][0].start), last, "quarter")
            quarters.append((span, Counts.total(counts for _period, counts in parts)))
    return "quarter", quarters


def _charted(told: Sequence[Estimate]) -> list[int]:
    centre = _centre(told)
    return [i for i, one in enumerate(told) if one.n and one.n * centre >= EXPECTED]


def _centre(told: Sequence[Estimate]) -> float:
    """The centre that the first twelve periods with marks would give."""
    first = [_count(one) for one in told if one.n][: control.BASELINE]
    return sum(count for count, _n in first) / (sum(n for _count, n in first) or 1)


def _count(estimate: Estimate) -> tuple[int, int]:
    return estimate.count or 0, estimate.n


def whole_months(start: date, end: date) -> Period | None:
    """The whole months before ``end``, from the month of ``start`` on; None where there is none."""
    first, last = first_day(start, "month"), first_day(end, "month")
    return Period(first, last) if first < last else None
