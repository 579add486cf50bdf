"""The chart of a signal, from its frozen points alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from analytics.quality.watching.evidence import estimate_of
from analytics.quality.watching.handling import Raised
from analytics.quality.watching.marked import Marked
from portal.charts import Event, Point, Trend, trend
from portal.periods import short_name
from portal.staff.signals.wording import rule_words
from surveys.days import Period
from translations import spoken


def trend_of(signal: Raised, events: Sequence[Marked] = ()) -> Trend | None:
    """The points as they were; None where the signal is of no series."""
    seen = signal.evidence.get("points")
    if not seen:
        return None
    periods = [_period(point, signal.evidence["bucket"]) for point in seen]
    return trend(
        [Point(short_name(p), estimate_of(one)) for p, one in zip(periods, seen, strict=True)],
        limits=[(0.0, one["high"]) if one["high"] is not None else None for one in seen],
        centre=[one["centre"] for one in seen],
        events=flags(events, periods),
        verdicts=[rule_words(one["rules"]) for one in seen],
    )


def _period(point: dict[str, Any], bucket: Any) -> Period:
    return Period(date.fromisoformat(point["from"]), date.fromisoformat(point["to"]), bucket)


def flags(events: Sequence[Marked], periods: Sequence[Period]) -> list[Event]:
    """The events that begin within the periods, each before the one it begins in."""
    return [
        Event(at, event.name(spoken()), event.breaks)
        for event in events
        for at, period in enumerate(periods)
        if period.start <= event.starts_on < period.end
    ]
