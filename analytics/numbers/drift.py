"""Drift: charts with a memory, which see a slow decline that no single period shows.

Each takes the usual level as given; ``alarms`` says what an estimated level does to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import log, sqrt
from typing import Final, NamedTuple

from analytics.numbers.control import Point

WEIGHT: Final = 0.2
EWMA_SIGMAS: Final = 2.7
SLACK: Final = 0.5
DECISION: Final = 4.0


def ewma_chart(
    counted: Sequence[float],
    total: Sequence[float],
    usual: float,
    weight: float = WEIGHT,
    sigmas: float = EWMA_SIGMAS,
) -> list[Point]:
    """Exponentially weighted shares, with limits that know how much each period carries.

    Args:
        counted, total: as for ``control.p_chart``; every total > 0.
        usual: the level that the memory starts from, 0..1.
        weight: of the newest period, 0 < weight <= 1.

    Source: Montgomery, Statistical Quality Control, section 9.2; Roberts 1959.
    """
    points, level, carried = [], usual, 0.0
    for x, n in zip(counted, total, strict=True):
        level = weight * x / n + (1 - weight) * level
        # Of periods of one size this is the textbook's weight / (2 - weight) * (1 - ...) / n.
        carried = weight**2 / n + (1 - weight) ** 2 * carried
        reach = sigmas * sqrt(usual * (1 - usual) * carried)
        points.append(Point(level, usual, max(0.0, usual - reach), min(1.0, usual + reach)))
    return points


class Sums(NamedTuple):
    """What has piled up above and below the usual level, in standard errors."""

    above: float
    below: float


def cusum(
    counted: Sequence[float], total: Sequence[float], usual: float, slack: float = SLACK
) -> list[Sums]:
    """Tabular CUSUM of standardised shares; an alarm where a sum passes ``DECISION``.

    Args:
        counted, total: as for ``control.p_chart``; every total > 0.
        usual: 0 < usual < 1.
        slack: standard errors a period may be off without being remembered.

    Source: Montgomery, Statistical Quality Control, section 9.1.2; Page 1954.
    """
    sigma = sqrt(usual * (1 - usual))
    scores = [(x / n - usual) * sqrt(n) / sigma for x, n in zip(counted, total, strict=True)]
    sums, now = [], Sums(0.0, 0.0)
    for z in scores:
        now = Sums(max(0.0, now.above + z - slack), max(0.0, now.below - z - slack))
        sums.append(now)
    return sums


class Odds(NamedTuple):
    """What one answer adds to the logarithm of the odds that the level is the worse one."""

    counted: float
    other: float


def odds(usual: float, worse: float) -> Odds:
    """The steps of a Bernoulli CUSUM from a usual to a worse share, both in 0..1 and not equal.

    Source: Reynolds and Stoumbos 1999, A CUSUM chart for monitoring a proportion when inspecting
    continuously; Moustakides 1986 for its being the fastest.
    """
    return Odds(log(worse / usual), log((1 - worse) / (1 - usual)))


def bernoulli_cusum(answers: Iterable[bool], usual: float, worse: float) -> list[float]:
    """The sum after each answer, True where it counts against us; never under 0."""
    step = odds(usual, worse)
    steps = (step.counted if answer else step.other for answer in answers)
    return list(accumulate(steps, lambda now, more: max(0.0, now + more), initial=0.0))[1:]
