"""One change raises one signal: what several series say about the same fall is told together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from analytics.numbers.alarms import REST, Alarm
from analytics.numbers.vigil import Days
from analytics.quality.watching.charts import Months
from surveys import days as calendar
from surveys.counts import Counts
from surveys.days import Period

TOGETHER: Final = timedelta(days=100)
"""What begins within a quarter of something else is told with it. Source: our own rule; a fall
shows in marks, factors and unfinished errands within few months, by chance in different ones."""


@dataclass(frozen=True, slots=True)
class Change:
    """An alarm of one series of a unit; several that belong together are told by the first."""

    series: str
    alarm: Alarm

    @property
    def span(self) -> Period:
        """The days it speaks of."""
        return self.alarm.period


@dataclass(frozen=True, slots=True)
class Told:
    """A signal that was raised before.

    Attributes:
        open: whether somebody still works on it.
        touchpoints: of silences and bursts: their ids, and the last day each was heard.
    """

    rule: str
    series: str | None
    span: Period
    open: bool
    touchpoints: frozenset[tuple[int, str]]


def joined(found: Sequence[Change]) -> list[list[Change]]:
    """Changes of one unit that showed at about the same time, the one that tells them first.

    Args:
        found: in the order of importance of their series.
    """
    groups: list[list[Change]] = []
    order = {id(one): nth for nth, one in enumerate(found)}
    for one in sorted(found, key=lambda one: (one.span.end, order[id(one)])):
        near = next((some for some in groups if together(some[0].span, one.span)), None)
        if near is None:
            groups.append([one])
        else:
            near.append(one)
    return [sorted(some, key=lambda one: order[id(one)]) for some in groups]


def together(one: Period, other: Period) -> bool:
    """Whether two changes showed at about the same time."""
    return abs(one.end - other.end) <= TOGETHER


def is_told(group: Sequence[Change], told: Iterable[Told]) -> bool:
    """Whether a signal that was raised before speaks of the same.

    A series that is still bad after its alarm has rested is told again, unless somebody is at it.
    """
    return any(_same(one, known) for known in told for one in group)


def _same(one: Change, known: Told) -> bool:
    if known.series != one.series:
        return together(known.span, one.span)
    overlap = known.span.start < one.span.end and one.span.start < known.span.end
    # A series rests after an alarm, so nearer ones are one alarm that late answers moved.
    moved = abs(one.span.end - known.span.end) < REST
    return overlap or moved or known.open


def by_month(days: Days, until: date) -> Months:
    """The whole months of a unit before a day, from the one of its first day on."""
    piles: dict[date, list[Counts]] = defaultdict(list)
    for day, counts in days:
        piles[calendar.first_day(day, "month")].append(counts)
    if not piles:
        return []
    end = calendar.first_day(until, "month")
    spans = calendar.buckets(min(piles), max(end, min(piles)), "month")
    return [(span, Counts.total(piles.get(span.start, ()))) for span in spans]
