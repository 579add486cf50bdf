"""What a rule saw, frozen: it never changes, whatever is counted later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from analytics.numbers.asks import ROW_DAYS
from analytics.numbers.estimates import Estimate, share
from analytics.quality.pack.lineage import Command
from analytics.quality.watching.changes import Episode
from analytics.quality.watching.charts import Chart, Drawn
from analytics.quality.watching.judging import Frozen
from analytics.quality.watching.quiet import LOOKED_BACK, Silent
from analytics.quality.watching.series import Counted
from analytics.quality.watching.sudden import Burst, Perfect
from surveys import days
from surveys.days import Kind, Period

Evidence = dict[str, Any]

SHOWN: Final = 24
"""Points that are frozen with a signal: two years of months."""


def commands(unit: str, span: Period, seal: int, bucket: Kind | None) -> list[str]:
    """The commands that tell the same again; of a long time one for each calendar year."""
    spans = [span]
    if span.days > ROW_DAYS:
        spans = list(days.buckets(span.start, span.end, "year"))
    return [str(Command(unit, "own", one.start, one.end, seal, bucket)) for one in spans]


def of_change(group: Sequence[Episode], chart: Chart, unit: str, seal: int) -> Evidence:
    """The points up to the one that showed it, their limits, the baseline, where else it shows."""
    told = group[0]
    until = [one for one in chart.drawn if one.period.end <= told.span.end][-SHOWN:]
    span = Period(until[0].period.start, until[-1].period.end)
    return {
        "version": 1,
        "indicator": told.indicator,
        "bucket": chart.kind,
        "rule": told.finding.rule,
        "since": told.since.isoformat(),
        "points": [_point(one) for one in until],
        "baseline": _baseline(told.baseline),
        "also": [{"indicator": one.indicator, "rule": one.finding.rule} for one in group[1:]],
        "seal": seal,
        "commands": commands(unit, span, seal, chart.kind),
    }


def _point(one: Drawn) -> Evidence:
    limits = one.limits
    return {
        "from": one.period.start.isoformat(),
        "to": one.period.end.isoformat(),
        "count": one.estimate.count,
        "n": one.estimate.n,
        "low": limits.low if limits else None,
        "centre": limits.centre if limits else None,
        "high": limits.high if limits else None,
        "rules": sorted({finding.rule for finding in one.findings if finding.side == "above"}),
    }


def _baseline(frozen: Frozen) -> Evidence:
    return {
        "id": frozen.id,
        "from": frozen.span.start.isoformat(),
        "to": frozen.span.end.isoformat(),
        "points": frozen.points,
        "n": frozen.n,
        "centre": frozen.centre,
        "dispersion": frozen.dispersion,
        "method": frozen.method,
    }


def of_silence(silent: Iterable[Silent], unit: str, span: Period, seal: int) -> Evidence:
    """Which collectors, since when, and how often they were heard before."""
    return {
        "version": 1,
        "touchpoints": [
            {
                "id": one.place.id,
                "code": one.place.code,
                "last": one.last.isoformat(),
                "a_week": round(one.a_week, 2),
            }
            for one in silent
        ],
        "looked_back": LOOKED_BACK,
        "seal": seal,
        "commands": [f"portal touchpoints --unit {unit}", *commands(unit, span, seal, "day")],
    }


def of_perfection(found: Perfect, months: Sequence[Counted], unit: str, seal: int) -> Evidence:
    """The months before the perfect one, and it."""
    shown = list(months)[-SHOWN:]
    span = Period(shown[0].period.start, shown[-1].period.end)
    return {
        "version": 1,
        "indicator": "unsatisfied",
        "bucket": "month",
        "points": [_counted(one) for one in shown],
        "before": found.before,
        "chance": found.chance,
        "seal": seal,
        "commands": commands(unit, span, seal, "month"),
    }


def _counted(one: Counted) -> Evidence:
    span = {"from": one.period.start.isoformat(), "to": one.period.end.isoformat()}
    return {**span, "count": one.count, "n": one.n, "low": None, "centre": None, "high": None}


def of_burst(found: Burst, unit: str, code: str, seal: int) -> Evidence:
    """How many came too fast, and the command that shows the rows."""
    span = f"--from {found.start} --to {found.end}"
    return {
        "version": 1,
        "touchpoints": [{"id": found.touchpoint_id, "code": code}],
        "flagged": found.flagged,
        "seal": seal,
        "commands": [f"portal export responses --unit {unit} {span}"],
    }


def estimate_of(point: Evidence) -> Estimate:
    """A frozen point as it was told then."""
    return Estimate.of(share(point["count"], point["n"]), "wilson95", 0.0, 1.0)
