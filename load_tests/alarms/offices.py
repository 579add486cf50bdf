"""Offices made up by chance: so many answers a day, and so many of them bad."""

from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from math import comb, exp, log
from random import Random

from surveys.counts import FACTORS, Counts

FIRST = date(2022, 1, 1)
UNSATISFIED, UNFINISHED, FACTOR, ANSWERS_FACTOR = 0.12, 0.04, 0.15, 0.4
"""Shares in an office as usual: satisfaction 88 %; every factor alike, answered by 4 of 10."""

WANDER = 0.15
"""Spread of the log-odds between months that wander by themselves: 12 % are 10 to 14 %."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office of so many answers a month, open on weekdays.

    Attributes:
        falls: the day from which the unsatisfied are ``fallen``; None for never.
        wanders: whether months differ by more than chance.
    """

    monthly: float
    falls: date | None = None
    fallen: float = UNSATISFIED
    wanders: bool = False

    def days(self, dice: Random, months: int, factors: bool = True) -> list[tuple[date, Counts]]:
        """What is said in it, day by day."""
        weekdays = [day for day in _days(months) if day.weekday() < 5]
        daily = self.monthly * months / len(weekdays)
        told, off = [], _Off(dice, self.wanders)
        for day in weekdays:
            n = poisson(dice, daily)
            if n:
                told.append((day, self._said(dice, day, n, off, factors)))
        return told

    def _said(self, dice: Random, day: date, n: int, off: "_Off", factors: bool) -> Counts:
        level = self.fallen if self.falls and day >= self.falls else UNSATISFIED
        bad = binomial(dice, n, off.level(day, "all", level))
        said = {"responses": n, "o3": bad, "o5": n - bad}
        if factors:
            said["unfinished"] = binomial(dice, n, off.level(day, "unfinished", UNFINISHED))
            for name in FACTORS:
                answers = binomial(dice, n, ANSWERS_FACTOR)
                low = binomial(dice, answers, off.level(day, name, FACTOR))
                said |= {f"{name}3": low, f"{name}5": answers - low}
        return Counts.of(**said)


class _Off:
    """By how much each month is off its usual level."""

    def __init__(self, dice: Random, wanders: bool) -> None:
        self._shift: Callable[[], float] = lambda: dice.gauss(0, WANDER) if wanders else 0.0
        self._known: dict[tuple[int, int, str], float] = {}

    def level(self, day: date, series: str, usual: float) -> float:
        month = (day.year, day.month, series)
        if month not in self._known:
            self._known[month] = self._shift()
        shift = self._known[month]
        return 1 / (1 + exp(-log(usual / (1 - usual)) - shift)) if shift else usual


def _days(months: int) -> Iterator[date]:
    end = date(FIRST.year + months // 12, months % 12 + 1, 1)
    return (FIRST + timedelta(days=n) for n in range((end - FIRST).days))


def poisson(dice: Random, mean: float) -> int:
    return bisect(_poisson(round(mean, 6)), dice.random())


@cache
def _poisson(mean: float) -> list[float]:
    terms = [exp(-mean)]
    while len(terms) < mean + 12 * mean**0.5 + 20:
        terms.append(terms[-1] * mean / len(terms))
    return list(accumulate(terms))[:-1]


def binomial(dice: Random, n: int, p: float) -> int:
    return bisect(_binomial(n, round(p, 3)), dice.random()) if n else 0


@cache
def _binomial(n: int, p: float) -> list[float]:
    return list(accumulate(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n)))
