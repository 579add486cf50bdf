"""What moves slowly: the mean mark and the share not satisfied, on charts with a memory.

They are drawn and never signalled: with a level that is itself an estimate they err too often.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from analytics.numbers.control import BASELINE, Point, individuals_chart
from analytics.numbers.drift import Sums, cusum, ewma_chart
from analytics.numbers.estimates import Estimate
from analytics.numbers.indicators import mean_mark
from analytics.numbers.usual import Tally, Usual
from analytics.numbers.vigil import UNSATISFIED
from analytics.quality.watching.charts import Months, level_at, levels_of, stretches, tally_of
from surveys.counts import Counts
from surveys.days import Period


@dataclass(frozen=True, slots=True)
class Slow:
    """One month.

    Attributes:
        n: the marks it rests on.
        mean: of them.
        usual: the mean with its centre and limits of an XmR chart; None while there are none, and
            of a month with under ten marks.
        level: the share of marks of 3 or lower, smoothed (EWMA), with its limits; None while
            nothing is usual yet, and of a month without marks.
        piled: what has piled up over and under the usual share (tabular CUSUM); None as above.
    """

    period: Period
    n: int
    mean: Estimate
    usual: Point | None = None
    level: Point | None = None
    piled: Sums | None = None


def slowly(
    months: Months, kept: Sequence[Usual] = (), breaks: Sequence[date] = ()
) -> tuple[Slow, ...]:
    """Follow the whole months of a unit, from its first on.

    Args:
        kept: the frozen baselines of the share not satisfied, oldest first; a stretch without one
            is held against the level that would be frozen.
        breaks: the days with which everything begins anew.
    """
    return tuple(
        one
        for begins, stretch in stretches(months, breaks)
        for one in _followed(begins, stretch, kept, breaks)
    )


def _followed(
    begins: date,
    stretch: Sequence[tuple[Period, Counts]],
    kept: Sequence[Usual],
    breaks: Sequence[date],
) -> Iterator[Slow]:
    tallies = [tally_of(period, counts, UNSATISFIED) for period, counts in stretch]
    means = [mean_mark(counts) for _period, counts in stretch]
    drifting = _drifting(tallies, levels_of(begins, tallies, kept, breaks))
    rows = zip(stretch, tallies, means, _individuals(means), strict=True)
    for (period, _counts), tally, mean, usual in rows:
        yield Slow(period, tally.n, mean, usual, *drifting.get(tally.day, (None, None)))


def _individuals(means: Sequence[Estimate]) -> list[Point | None]:
    """The limits that the first twelve months with a mean set for it; none before there are."""
    spoken = [one.value if one.verdict in ("few", "ok") else None for one in means]
    values = [value for value in spoken if value is not None]
    if len(values) < BASELINE:
        return [None] * len(means)
    points = iter(individuals_chart(values).points)
    return [None if value is None else _possible(next(points)) for value in spoken]


def _possible(point: Point) -> Point:
    """The same with limits that a mean of marks can have."""
    return Point(point.value, point.centre, max(1.0, point.low), min(5.0, point.high))


def _drifting(tallies: Sequence[Tally], levels: Sequence[Usual]) -> dict[date, tuple[Point, Sums]]:
    """By first day of the month; what is remembered begins anew with each level."""
    told: dict[date, tuple[Point, Sums]] = {}
    heard = [one for one in tallies if one.n]
    for level, some in groupby(heard, key=lambda one: level_at(one.day, levels)):
        # Where everybody or nobody is content nothing can be reckoned in standard errors.
        if level is None or not 0 < level.share < 1:
            continue
        months = list(some)
        # Where months wander by themselves, answers are worth fewer; see ``alarms``.
        worth = level.wander**2
        counted, total = [one.counted / worth for one in months], [one.n / worth for one in months]
        points = ewma_chart(counted, total, level.share)
        sums = cusum(counted, total, level.share)
        told |= {one.day: (p, s) for one, p, s in zip(months, points, sums, strict=True)}
    return told
