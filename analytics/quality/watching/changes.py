"""One change raises one signal: what several rules and series say about the same fall is joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from analytics.quality.watching.charts import Chart, Drawn
from analytics.quality.watching.judging import Finding, Frozen
from surveys.days import Period

TOGETHER: Final = timedelta(days=100)
"""What begins within a quarter of something else is told with it. Source: our own rule; a fall
shows in marks, factors and unfinished errands within few months, by chance in different ones."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of a series in which it is worse than usual without a calm point between.

    Attributes:
        indicator: the series.
        first: the point at which a rule held first.
        finding: that rule.
        since: the day on which what it saw began.
        last: the day behind the last point at which one held.
        baseline: what it was held against.
    """

    indicator: str
    first: Drawn
    finding: Finding
    since: date
    last: date
    baseline: Frozen

    @property
    def span(self) -> Period:
        """From where it began to the end of the point that showed it: these days never move."""
        return Period(self.since, self.first.period.end)


def episodes(indicator: str, chart: Chart) -> list[Episode]:
    """The stretches above the usual after the baseline, oldest first."""
    found: list[Episode] = []
    baseline, goes_on = chart.baseline, False
    if baseline is None:
        return found
    for one in chart.drawn:
        if one.period.start < baseline.span.end:
            # The baseline was taken from it.
            continue
        worse = [finding for finding in one.findings if finding.side == "above"]
        if worse and goes_on:
            found[-1] = replace(found[-1], last=one.period.end)
        elif worse:
            since = _since(chart, one, worse[0])
            found.append(Episode(indicator, one, worse[0], since, one.period.end, baseline))
        # A point that is too small says nothing, neither that it goes on nor that it ended.
        goes_on = bool(worse) or (goes_on and one.limits is None)
    return found


def _since(chart: Chart, one: Drawn, finding: Finding) -> date:
    at = chart.drawn.index(one)
    return chart.drawn[max(0, at - (finding.at - finding.since))].period.start


def joined(found: Sequence[Episode]) -> list[list[Episode]]:
    """Episodes of one unit that began about the same time, the one that tells them first.

    Args:
        found: in the order of importance of their series.
    """
    order = {id(one): nth for nth, one in enumerate(found)}
    groups: list[list[Episode]] = []
    for one in sorted(found, key=lambda one: (one.span.end, order[id(one)])):
        near = next((group for group in groups if together(group[0].span, one.span)), None)
        if near is None:
            groups.append([one])
        else:
            near.append(one)
    return [sorted(group, key=lambda one: order[id(one)]) for group in groups]


def together(one: Period, other: Period) -> bool:
    """Whether two spans were shown at about the same time, or overlap."""
    if one.start < other.end and other.start < one.end:
        return True
    return abs(one.end - other.end) <= TOGETHER


def is_told(group: Sequence[Episode], told: Iterable[tuple[str | None, Period]]) -> bool:
    """Whether a signal that was raised before speaks of the same change.

    Args:
        told: the indicator and the days of each.
    """
    for indicator, known in told:
        for one in group:
            whole = Period(one.since, one.last)
            overlap = known.start < whole.end and whole.start < known.end
            if overlap or (indicator != one.indicator and together(known, one.span)):
                return True
    return False
