"""What a rule saw, frozen: it never changes, whatever is counted later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from analytics.numbers.asks import ROW_DAYS
from analytics.numbers.estimates import Estimate, share
from analytics.numbers.vigil import UNSATISFIED
from analytics.quality.pack.lineage import Command
from analytics.quality.watching.changes import Change
from analytics.quality.watching.charts import DRIFT, Drawn, Months, chart
from analytics.quality.watching.kept import Kept
from analytics.quality.watching.quiet import LOOKED_BACK, Silent
from analytics.quality.watching.sudden import Burst, Month, Perfect
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


def of_change(
    group: Sequence[Change], months: Months, kept: Kept, unit: str, seal: int
) -> Evidence:
    """The months up to the alarm, what the rule saw, the baseline, and where else it shows."""
    told, alarm = group[0], group[0].alarm
    drifts = [alarm.period] if alarm.rule == DRIFT else []
    drawn = chart(months, told.series, [alarm.usual], (), drifts)
    last = days.first_day(alarm.period.end - timedelta(days=1), drawn.kind)
    until = [one for one in drawn.drawn if one.period.start <= last][-SHOWN:]
    span = Period(until[0].period.start, max(until[-1].period.end, alarm.period.end))
    again = commands(unit, span, seal, "month")
    if drifts:
        again += commands(unit, alarm.period, seal, "day")
    return {
        "version": 1,
        "indicator": told.series,
        "bucket": drawn.kind,
        "alarm": alarm.evidence(),
        "points": [_point(one) for one in until],
        "baseline": _baseline(kept),
        "also": [{"indicator": one.series, "alarm": one.alarm.evidence()} for one in group[1:]],
        "seal": seal,
        "commands": again,
    }


def _point(one: Drawn) -> Evidence:
    return {
        "from": one.period.start.isoformat(),
        "to": one.period.end.isoformat(),
        "count": one.estimate.count or 0,
        "n": one.estimate.n,
        "centre": one.centre,
        "high": one.high,
        "rules": list(one.rules),
    }


def _baseline(kept: Kept) -> Evidence:
    usual = kept.usual
    return {
        "id": kept.id,
        "from": usual.period.start.isoformat(),
        "to": usual.period.end.isoformat(),
        "points": usual.points,
        "counted": usual.counted,
        "n": usual.n,
        "centre": usual.share,
        "wander": usual.wander,
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


def of_perfection(found: Perfect, months: Sequence[Month], unit: str, seal: int) -> Evidence:
    """The months before the perfect one, and it."""
    shown = list(months)[-SHOWN:]
    span = Period(shown[0][0].start, shown[-1][0].end)
    return {
        "version": 1,
        "indicator": UNSATISFIED,
        "bucket": "month",
        "points": [_counted(*one, last=one is shown[-1]) for one in shown],
        "before": found.before,
        "chance": found.chance,
        "seal": seal,
        "commands": commands(unit, span, seal, "month"),
    }


def _counted(month: Period, count: int, n: int, *, last: bool) -> Evidence:
    span = {"from": month.start.isoformat(), "to": month.end.isoformat()}
    rules = ["perfect"] if last else []
    return {**span, "count": count, "n": n, "centre": None, "high": None, "rules": rules}


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
