"""The trend of an overview: months against what is usual, or the chosen time in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analytics.numbers.estimates import Estimate, share
from analytics.numbers.past import Months
from analytics.numbers.standing import Standing, View
from analytics.numbers.vigil import UNSATISFIED
from analytics.quality.watching.around import Beside
from analytics.quality.watching.charts import BEYOND, Chart, Drawn, chart
from analytics.quality.watching.marked import Marked, breaks_of
from portal.charts import Event, Point, Trend, trend
from portal.periods import short_name
from portal.staff.signals.drawing import flags
from portal.staff.signals.wording import rule_words
from surveys.counts import Counts
from surveys.days import Period
from translations import day, in_hundred

SHOWN_PERIODS: Final = 24


def watched(standing: Standing, view: View, beside: Beside, unit_id: int) -> Chart:
    """Hold the months of a view against what is usual: as frozen, where it is the unit's own."""
    own = view.plain and view.scope == "own"
    kept = beside.baselines.get(UNSATISFIED, []) if own else []
    mapped = {one.effective_on for one in beside.predecessors if one.unit_id in view.ancestry}
    return chart(
        standing.months,
        UNSATISFIED,
        [one.usual for one in kept],
        sorted({*breaks_of(beside.events, unit_id, view.period.end), *mapped}),
        beside.drifts if own else (),
    )


def months_trend(told: Chart, beside: Beside, view: View) -> Trend | None:
    """The last two years of months, or six of quarters; None where there is none."""
    shown = told.drawn[-SHOWN_PERIODS:]
    if not shown:
        return None
    periods = [one.period for one in shown]
    return drawn_trend(shown, [*flags(beside.events, periods), *_begun(beside, view, periods)])


def drawn_trend(shown: Sequence[Drawn], events: Sequence[Event] = ()) -> Trend:
    """Periods with the limit of what is usual; a review draws them as the leader's page does."""
    return trend(
        [Point(short_name(one.period), one.estimate) for one in shown],
        limits=[(0.0, one.high) if one.high is not None else None for one in shown],
        centre=[one.centre for one in shown],
        events=events,
        verdicts=[rule_words(one.rules) for one in shown],
    )


def _begun(beside: Beside, view: View, periods: Sequence[Period]) -> list[Event]:
    """Where the months of predecessors end."""
    mapped = {one.effective_on for one in beside.predecessors if one.unit_id in view.ancestry}
    return [
        Event(at, day(when), breaks=True)
        for when in sorted(mapped)
        for at, period in enumerate(periods)
        if period.start <= when < period.end
    ]


def pieces_trend(cut: Months, events: Sequence[Marked]) -> Trend | None:
    """The chosen time in the pieces that were asked for, without limits."""
    if not cut:
        return None
    periods = [period for period, _counts in cut]
    return trend(
        [Point(short_name(period), unsatisfied(counts)) for period, counts in cut],
        events=flags(events, periods),
    )


def unsatisfied(counts: Counts) -> Estimate:
    """The share of marks that are 3 or lower."""
    marks = counts.marks
    return Estimate.of(share(sum(marks[:3]), sum(marks)), "wilson95", 0.0, 1.0)


def outside(told: Chart, view: View, beside: Beside) -> list[Drawn]:
    """The periods of a time beyond their limits of which no signal speaks, newest first."""
    spoken_of = [one.span for one in beside.signals]
    return [
        one
        for one in told.found(view.period)
        if BEYOND in one.rules and not any(_meet(one.period, span) for span in spoken_of)
    ]


def _meet(one: Period, other: Period) -> bool:
    return one.start < other.end and other.start < one.end


def listed(some: Sequence[Drawn]) -> str:
    """The shares of some periods: 40 (1/2025), 38 (12/2024)."""
    return ", ".join(
        f"{in_hundred(one.estimate.value or 0)} ({short_name(one.period)})" for one in some
    )
