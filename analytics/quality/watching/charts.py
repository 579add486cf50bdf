"""A series as it is drawn: every period with its share, its limits and what stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from analytics.numbers import control
from analytics.numbers.estimates import Estimate, share
from analytics.quality.watching.freezing import at_usual_grain, since
from analytics.quality.watching.judging import Finding, Frozen, freeze, judge
from analytics.quality.watching.series import Counted
from surveys.days import Kind, Period


@dataclass(frozen=True, slots=True)
class Drawn:
    """One period.

    Attributes:
        limits: None where it is too small, or there is no baseline yet.
        findings: the rules that hold at it.
    """

    period: Period
    estimate: Estimate
    limits: control.Point | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Every period of a series, oldest first.

    Attributes:
        baseline: the one in force; its ``id`` is None where it is not kept yet.
        breaks: the first day of each new beginning after the first.
    """

    kind: Kind
    drawn: tuple[Drawn, ...]
    baseline: Frozen | None
    breaks: tuple[date, ...] = ()

    def within(self, span: Period) -> list[Drawn]:
        """The periods that meet some days."""
        return [
            one for one in self.drawn if one.period.start < span.end and one.period.end > span.start
        ]

    def found(self, span: Period) -> list[Drawn]:
        """Those of them that stand out, newest first."""
        return [one for one in reversed(self.within(span)) if one.findings]

    def limited(self, span: Period) -> bool:
        """Whether any of them has limits, so that silence means calm."""
        return any(one.limits for one in self.within(span))


def chart(
    months: Sequence[Counted], kept: Sequence[Frozen] = (), breaks: Sequence[date] = ()
) -> Chart:
    """Draw a series against its frozen baselines.

    Args:
        months: whole months, oldest first.
        kept: its baselines, oldest first; where a stretch has none, the one that would be taken.
        breaks: the days with which it begins anew.
    """
    newest = kept[-1] if kept else None
    # Of what kind the periods are is decided once, else neighbours could not be compared.
    whole = newest or freeze(since(months, breaks[-1] if breaks else None))
    points = at_usual_grain(months, whole)
    drawn: list[Drawn] = []
    baseline = None
    for part in _stretches(points, kept, breaks):
        some, baseline = part
        drawn += _judged(some, baseline)
    begun = tuple(day for day in breaks if points and points[0].period.start < day)
    kind = whole.bucket if whole else (points[0].period.kind or "month") if points else "month"
    return Chart(kind, tuple(drawn), baseline, begun)


def _stretches(
    points: Sequence[Counted], kept: Sequence[Frozen], breaks: Sequence[date]
) -> list[tuple[list[Counted], Frozen | None]]:
    """Runs of points with the baseline that each is held against."""

    def begins(point: Counted) -> date | None:
        # A period in which something began anew belongs to what was before.
        return max((day for day in breaks if day <= point.period.start), default=None)

    found = []
    for day, some in groupby(points, key=begins):
        part = list(some)
        end = next((one for one in breaks if day is None or one > day), date.max)
        here = [one for one in kept if (day is None or one.span.start >= day)]
        here = [one for one in here if one.span.start < end]
        taken = here or [one for one in [freeze(part)] if one]
        found += _by_baseline(part, taken)
    return found


def _by_baseline(
    part: list[Counted], taken: Sequence[Frozen]
) -> list[tuple[list[Counted], Frozen | None]]:
    if not taken:
        return [(part, None)]

    def whose(point: Counted) -> Frozen:
        """The newest one that was taken from no later than the point, else the first."""
        fitting = [one for one in taken if one.span.start <= point.period.start]
        return fitting[-1] if fitting else taken[0]

    return [(list(some), one) for one, some in groupby(part, key=whose)]


def _judged(points: Sequence[Counted], frozen: Frozen | None) -> list[Drawn]:
    told = [Estimate.of(share(one.count, one.n), "wilson95", 0.0, 1.0) for one in points]
    if frozen is None:
        return [Drawn(p.period, e, None, ()) for p, e in zip(points, told, strict=True)]
    judged = judge(points, frozen)
    return [
        Drawn(
            point.period,
            told[i],
            judged.limits[i],
            tuple(one for one in judged.findings if one.at == i),
        )
        for i, point in enumerate(points)
    ]
