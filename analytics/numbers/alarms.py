"""Alarms: the whole rule set for signals, two rules on each of at most three series of a unit.

Month: a closed month worse than chance can explain, given how little the baseline itself may
know. Drift: answer by answer, the odds that the level has become worse pile up. Both look for
worse only; improvement is drawn and compared, nobody has to be alarmed by it. After an alarm a
series rests for three months: if it is still bad then, that is worth being told again.

The constants were set by ``load_tests.alarms``, which plays offices in which nothing happens,
and offices in which something does, through these very functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import log
from typing import Any, Final, Literal

from analytics.numbers.drift import odds
from analytics.numbers.estimates import TOO_FEW_UNDER
from analytics.numbers.quantiles import beta_quantile
from analytics.numbers.tails import exceeding
from analytics.numbers.usual import Tally, Usual
from surveys.days import Period, first_day, next_start

CHANCE: Final = 0.00135
"""A month this seldom is an alarm: the one-sided chance of three sigma."""

CAUTION: Final = 0.75
"""The level that drift is measured from: with this probability the true one is not above it.
Source: guaranteed performance by adjusted limits, Gandy and Kvaløy 2013."""

WORSE: Final = 1.5
"""The odds ratio of the worse level that drift looks for: 12 % unsatisfied become 17 %."""

ANSWERS_EACH: Final = 10
LEAST_DECISION: Final = 3.5
REST: Final = timedelta(days=91)

Rule = Literal["month", "drift"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule that holds.

    Attributes:
        period: the month; of drift the days from which on it piled up, to the one that decided.
        counted, n: in that period.
        chance: how often chance does this to a month; None for drift.
    """

    rule: Rule
    period: Period
    counted: int
    n: int
    usual: Usual
    chance: float | None = None

    @property
    def share(self) -> float:
        """What was seen; ``usual.share`` is what was to be expected."""
        return self.counted / self.n

    def evidence(self) -> dict[str, Any]:
        """All that the rule saw, for JSON; together with the rule it can be worked out again."""
        level = self.usual
        return {
            "rule": self.rule,
            "from": self.period.start.isoformat(),
            "to": self.period.end.isoformat(),
            "counted": self.counted,
            "n": self.n,
            "chance": self.chance,
            "decision": decision(level) if self.rule == "drift" else CHANCE,
            "usual": {
                "from": level.period.start.isoformat(),
                "to": level.period.end.isoformat(),
                "points": level.points,
                "counted": level.counted,
                "n": level.n,
                "wander": level.wander,
            },
        }


def alarms(days: Sequence[Tally], usual: Usual, until: date) -> list[Alarm]:
    """Every alarm after the baseline, oldest first; the same days give the same alarms.

    Args:
        days: of one series, oldest first; days without answers may be missing.
        until: days from here on are not over yet; only whole months before it are closed.
    """
    found: list[Alarm] = []
    rests_until = date.min
    watched = [one for one in days if usual.period.end <= one.day < until]
    drift = _Drift(usual)
    for start, some in groupby(watched, key=lambda one: first_day(one.day, "month")):
        month = list(some)
        for one in month:
            if one.day >= rests_until and (alarm := drift.hear(one)):
                found.append(alarm)
                rests_until = one.day + REST
        closed = Period(start, next_start(start, "month"), "month")
        last = closed.end - timedelta(days=1)
        if closed.end <= until and last >= rests_until and (alarm := _month(month, closed, usual)):
            found.append(alarm)
            rests_until, drift = last + REST, _Drift(usual)
    return found


def _month(month: Sequence[Tally], period: Period, usual: Usual) -> Alarm | None:
    counted, n = sum(one.counted for one in month), sum(one.n for one in month)
    chance = chance_of(counted, n, usual)
    if n < TOO_FEW_UNDER or chance >= CHANCE:
        return None
    return Alarm("month", period, counted, n, usual, chance)


def chance_of(counted: int, n: int, usual: Usual) -> float:
    """How often chance alone gives so many of n, were nothing changed since the baseline.

    Where months wander by themselves, answers are worth fewer: both sides are divided by the
    dispersion before they are compared.
    """
    worth = usual.wander**2
    x, m, before, of = (round(v / worth) for v in (counted, n, usual.counted, usual.n))
    return exceeding(min(x, m), m, min(before, of), of) if m else 1.0


def limit(n: int, usual: Usual) -> float | None:
    """The smallest share of n answers that is an alarm for a month; None where none is."""
    if n < TOO_FEW_UNDER or chance_of(n, n, usual) >= CHANCE:
        return None
    low, high = 0, n
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance_of(middle, n, usual) < CHANCE else (middle, high)
    return high / n


def decision(usual: Usual) -> float:
    """How far the odds must pile up: the more answers a year brings, the further.

    Source: Lorden 1971, a CUSUM of likelihood ratios errs at most once in exp(h) answers; the
    constants by simulation.
    """
    return max(LEAST_DECISION, log(usual.n / usual.wander**2 / ANSWERS_EACH))


class _Drift:
    """The Bernoulli CUSUM of one series, told of whole days."""

    def __init__(self, usual: Usual) -> None:
        worth = usual.wander**2
        cautious = beta_quantile(
            CAUTION, usual.counted / worth + 0.5, (usual.n - usual.counted) / worth + 0.5
        )
        ratio = WORSE * cautious / (1 - cautious)
        step = odds(cautious, ratio / (1 + ratio))
        self._steps = (step.counted / worth, step.other / worth)
        self._usual, self._decision = usual, decision(usual)
        self._level, self._pile = 0.0, list[Tally]()

    def hear(self, day: Tally) -> Alarm | None:
        """Add a day; the alarm if it decides, after which all begins anew."""
        counted, other = self._steps
        self._level += day.counted * counted + (day.n - day.counted) * other
        self._pile.append(day)
        if self._level <= 0:
            self._level, self._pile = 0.0, []
        if self._level <= self._decision:
            return None
        pile = self._pile
        self._level, self._pile = 0.0, []
        days = Period(pile[0].day, pile[-1].day + timedelta(days=1))
        counts = (sum(one.counted for one in pile), sum(one.n for one in pile))
        return Alarm("drift", days, *counts, self._usual)
