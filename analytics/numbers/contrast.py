"""Contrasts of shares: a difference, or a difference of differences, with its interval."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from statistics import NormalDist
from typing import Final, NamedTuple

from analytics.numbers.intervals import Z95, Interval, wilson

POWER: Final = 0.8
"""A true effect of the planned size is shown in four of five cases. Source: Cohen 1988."""

_ENDLESS: Final = 1_000_000


class Term(NamedTuple):
    """The share x of n with its weight in the contrast; n > 0."""

    weight: float
    x: int
    n: int


class Contrast(NamedTuple):
    """The weighted sum of shares, and its interval of 95 %."""

    value: float
    low: float
    high: float


def contrast(terms: Iterable[Term]) -> Contrast:
    """A weighted sum of independent shares, its interval recovered from theirs (MOVER).

    For two terms of weight 1 and -1 this is Newcombe's method 10; for four, +1 after, -1 before,
    and the opposite elsewhere, it is the difference of differences.

    Source: Zou and Donner 2008, Construction of confidence limits about effect measures; Zou, Huang
    and Zhang 2009, A note on confidence interval estimation for a linear function of binomial
    proportions; with the interval of Wilson 1927 for each share.
    """
    value = below = above = 0.0
    for weight, x, n in terms:
        share, ends = x / n, wilson(x, n)
        value += weight * share
        lower, upper = _reaches(share, ends) if weight > 0 else _reaches(share, ends)[::-1]
        below += (weight * lower) ** 2
        above += (weight * upper) ** 2
    return Contrast(value, value - sqrt(below), value + sqrt(above))


def _reaches(share: float, ends: Interval) -> tuple[float, float]:
    return share - ends.low, ends.high - share


def needed(effect: float, after: float, others: Iterable[Term], power: float = POWER) -> int | None:
    """How many responses after an action show an effect of this size, if it is there.

    Args:
        effect: the planned difference, or difference of differences; more than 0.
        after: the share that is aimed at, in the direction of the effect.
        others: the terms that the contrast has beside it, with the n that they have or will have.

    Returns:
        None where the others are so few that no number would do.

    Source: the smallest n whose interval, widened from the 95 % quantile by that of the power,
    leaves zero out; as for two shares in Fleiss, Levin and Paik 2003, section 4.2, with the
    interval that will be used instead of Wald's.
    """
    wider = 1 + NormalDist().inv_cdf(power) / Z95
    beside = list(others)

    def shows(n: int) -> bool:
        found = contrast([Term(1, round(after * n), n), *beside])
        return effect > wider * (found.value - found.low)

    if not shows(_ENDLESS):
        return None
    few, many = 0, _ENDLESS
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if shows(middle) else (middle, many)
    return many
