"""What is watched of a unit, at most three series, each counting what is not as it should be.

More series would raise more alarms by chance; everything else is drawn, not signalled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from statistics import median
from typing import Final

from sqlalchemy import Connection, func, select

from analytics.numbers import heaps
from analytics.numbers.estimates import TOO_FEW_UNDER
from analytics.numbers.readers import ask_for
from analytics.numbers.watch import EXPECTED, whole_months
from surveys import days
from surveys.cells import DAY, OWN
from surveys.counts import FACTORS, Counts
from surveys.days import Kind, Period
from surveys.register import Register

UNSATISFIED: Final = "unsatisfied"
UNFINISHED: Final = "could_not_finish"
FACTOR: Final = "factor."

BASELINE: Final = 12
"""So many points say what is usual. Source: domain rule; ISO 7870-2 asks for 20 subgroups, which a
ward has after two years only; the rules allow for what fewer points leave open."""

_MARKS = tuple(f"{asked}{mark}" for asked in ("o", *FACTORS) for mark in range(1, 6))
COUNTERS: Final = ("responses", *_MARKS, "unfinished")

Months = Sequence[tuple[Period, Counts]]
Measure = Callable[[Counts], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A period of a series: so many of n."""

    period: Period
    count: int
    n: int

    @property
    def share(self) -> float:
        """The share counted; 0 where nothing was said."""
        return self.count / self.n if self.n else 0.0


def measure_of(indicator: str) -> Measure:
    """How a series is counted: (what is bad, of all).

    Raises:
        KeyError: nothing of this name is watched.
    """
    if indicator == UNSATISFIED:
        return lambda counts: (sum(counts.marks[:3]), sum(counts.marks))
    if indicator == UNFINISHED:
        return lambda counts: (counts["unfinished"], counts["responses"])
    factor = indicator.removeprefix(FACTOR)
    if factor == indicator or factor not in FACTORS:
        raise KeyError(indicator)
    return lambda counts: _low_marks(counts.factor(factor))


def _low_marks(marks: tuple[int, ...]) -> tuple[int, int]:
    return sum(marks[:3]), sum(marks)


def weakest(counts: Counts) -> str | None:
    """The factor with the largest share of marks of 3 or lower; None where none has enough."""
    shares = {
        name: low / n
        for name in FACTORS
        for low, n in [_low_marks(counts.factor(name))]
        if n >= TOO_FEW_UNDER
    }
    return f"{FACTOR}{max(shares, key=lambda name: shares[name])}" if shares else None


def counted(months: Months, indicator: str) -> list[Counted]:
    """The points of one series."""
    measure = measure_of(indicator)
    return [Counted(period, *measure(counts)) for period, counts in months]


def kind_for(points: Sequence[Counted]) -> Kind:
    """Months, or quarters where the usual month is too small to be charted."""
    if not points or median(point.n for point in points) * centre_of(points) >= EXPECTED:
        return "month"
    return "quarter"


def centre_of(points: Iterable[Counted]) -> float:
    """The share over the first twelve points with an answer."""
    first = [point for point in points if point.n][:BASELINE]
    return sum(point.count for point in first) / (sum(point.n for point in first) or 1)


def joined(points: Sequence[Counted], kind: Kind) -> list[Counted]:
    """The same by whole quarters, where they are asked for; a quarter that still runs is none."""
    if kind != "quarter":
        return list(points)
    quarters = []
    for start, some in groupby(points, key=lambda one: days.first_day(one.period.start, "quarter")):
        parts = list(some)
        span = days.period_of(start, "quarter")
        if parts[-1].period.end == span.end:
            begins = max(start, parts[0].period.start)
            count, n = sum(one.count for one in parts), sum(one.n for one in parts)
            quarters.append(Counted(Period(begins, span.end, "quarter"), count, n))
    return quarters


def read_months(
    connection: Connection, register: Register, unit_ids: Sequence[int], until: date
) -> dict[int, Months]:
    """The whole months of each unit's own responses before a day, from its first one on.

    One query for the first day and one for all units. Units that were never rated are left out.
    """
    cells = DAY.c.unit_id.in_(unit_ids), DAY.c.scope == OWN
    first = connection.scalar(select(func.min(DAY.c.day)).where(*cells))
    span = whole_months(first, until) if first else None
    if span is None:
        return {}
    ask = replace(ask_for(register, tuple(unit_ids), "own", span.start, span.end, "month"))
    piles: dict[int, dict[date, list[Counts]]] = defaultdict(lambda: defaultdict(list))
    for heap in heaps.read(connection, ask, counters=COUNTERS):
        piles[heap.unit_id][days.first_day(heap.day, "month")].append(heap.counts)
    return {unit_id: _from_the_first(ask.periods, pile) for unit_id, pile in piles.items()}


def _from_the_first(periods: Sequence[Period], pile: Mapping[date, Sequence[Counts]]) -> Months:
    rated = min(start for start, some in pile.items() if some)
    return [
        (period, Counts.total(pile.get(period.start, ())))
        for period in periods
        if period.start >= rated
    ]
