"""A series as it is drawn: every month with its share, what is usual, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from statistics import median
from typing import Final

from analytics.numbers import alarms
from analytics.numbers.estimates import TOO_FEW_UNDER, Estimate, share
from analytics.numbers.usual import Tally, Usual, usual
from analytics.numbers.vigil import tallies
from surveys import days
from surveys.counts import Counts
from surveys.days import Kind, Period

Months = Sequence[tuple[Period, Counts]]

BEYOND: Final = "month"
DRIFT: Final = "drift"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One month, or quarter.

    Attributes:
        centre: the usual share; None while it is not known.
        high: the smallest share that would be an alarm; None where none is.
        rules: those that hold at it.
    """

    period: Period
    estimate: Estimate
    centre: float | None = None
    high: float | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Every period of a series, oldest first.

    Attributes:
        kind: months, or quarters where most months are too small to be told.
        usual: what the last period is held against.
    """

    kind: Kind
    drawn: tuple[Drawn, ...] = ()
    usual: Usual | None = None

    def within(self, span: Period) -> list[Drawn]:
        """The periods that meet some days."""
        return [
            one for one in self.drawn if one.period.start < span.end and one.period.end > span.start
        ]

    def found(self, span: Period) -> list[Drawn]:
        """Those of them that stand out, newest first."""
        return [one for one in reversed(self.within(span)) if one.rules]

    def limited(self, span: Period) -> bool:
        """Whether any of them has a limit, so that silence means calm."""
        return any(one.high is not None for one in self.within(span))


def chart(
    months: Months,
    series: str,
    kept: Sequence[Usual] = (),
    breaks: Sequence[date] = (),
    drifts: Iterable[Period] = (),
) -> Chart:
    """Draw a series against what is usual.

    Args:
        months: whole months from the first of the series on, oldest first.
        kept: the frozen baselines, oldest first; a stretch without one is held against the level
            that would be frozen.
        breaks: the days with which it begins anew.
        drifts: the days of the drifts that were raised.
    """
    kind = _kind([tally_of(period, counts, series) for period, counts in months])
    level = None
    drawn: list[Drawn] = []
    for begins, some in stretches(months, breaks):
        stretch = [(period, tally_of(period, counts, series)) for period, counts in some]
        levels = levels_of(begins, [tally for _period, tally in stretch], kept, breaks)
        for period, tally in _joined(stretch, kind):
            level = level_at(period.start, levels)
            drawn.append(_drawn(period, tally, level))
    return Chart(kind, tuple(_with_drifts(drawn, list(drifts))), level)


def stretches(
    months: Months, breaks: Sequence[date]
) -> Iterator[tuple[date, list[tuple[Period, Counts]]]]:
    """The months between two days with which a series begins anew, each with its first day."""
    for begins, some in groupby(months, key=lambda one: _begun(one[0].start, breaks)):
        yield begins, list(some)


def tally_of(period: Period, counts: Counts, series: str) -> Tally:
    """What counts against the unit in a month, also of one without answers."""
    return next(iter(tallies([(period.start, counts)], series)), Tally(period.start, 0, 0))


def _kind(told: Sequence[Tally]) -> Kind:
    heard = [one.n for one in told if one.n]
    return "month" if not heard or median(heard) >= TOO_FEW_UNDER else "quarter"


def _begun(day: date, breaks: Sequence[date]) -> date:
    return max((one for one in breaks if one <= day), default=date.min)


def levels_of(
    begins: date, stretch: Sequence[Tally], kept: Sequence[Usual], breaks: Sequence[date]
) -> list[Usual]:
    """The levels that a stretch is held against: those frozen in it, else what would be frozen."""
    ends = min((day for day in breaks if day > begins), default=date.max)
    here = [one for one in kept if begins <= one.period.start < ends]
    if here or not stretch:
        return here
    after = days.next_start(days.first_day(stretch[-1].day, "month"), "month")
    fresh = usual(stretch, after)
    return [fresh] if fresh else []


def level_at(day: date, levels: Sequence[Usual]) -> Usual | None:
    """The newest level that was taken from no later than a day, else the first."""
    fitting = [one for one in levels if one.period.start <= day]
    return fitting[-1] if fitting else next(iter(levels), None)


def _joined(stretch: list[tuple[Period, Tally]], kind: Kind) -> list[tuple[Period, Tally]]:
    """The months, or whole quarters of them; a quarter that still runs is none."""
    if kind == "month":
        return stretch
    quarters = []
    for start, some in groupby(stretch, key=lambda one: days.first_day(one[0].start, "quarter")):
        parts = list(some)
        end = days.next_start(start, "quarter")
        if parts[-1][0].end == end:
            span = Period(max(start, parts[0][0].start), end, "quarter")
            told = [tally for _month, tally in parts]
            counted, n = sum(one.counted for one in told), sum(one.n for one in told)
            quarters.append((span, Tally(span.start, counted, n)))
    return quarters


def _drawn(period: Period, tally: Tally, level: Usual | None) -> Drawn:
    estimate = Estimate.of(share(tally.counted, tally.n), "wilson95", 0.0, 1.0)
    if level is None:
        return Drawn(period, estimate)
    high = _limit(tally.n, level)
    taken = period.start < level.period.end
    beyond = (
        not taken and high is not None and estimate.value is not None and estimate.value >= high
    )
    return Drawn(period, estimate, level.share, high, (BEYOND,) if beyond else ())


# The same months are drawn again and again, and a limit takes a millisecond.
_limit = lru_cache(maxsize=16_384)(alarms.limit)


def _with_drifts(drawn: Iterable[Drawn], drifts: Sequence[Period]) -> list[Drawn]:
    """The same; a drift stands at the period in which it was decided."""
    decided = [span.end for span in drifts]
    return [
        Drawn(one.period, one.estimate, one.centre, one.high, (*one.rules, DRIFT))
        if any(one.period.start < day <= one.period.end for day in decided)
        else one
        for one in drawn
    ]
