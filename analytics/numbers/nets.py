"""Nets: one share less another of the same answers, such as satisfied less dissatisfied."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from analytics.numbers.intervals import Z95, Interval


class Net(NamedTuple):
    """The difference in -1..1, its standard error and its interval of 95 %."""

    value: float
    error: float
    interval: Interval


def net(up: int, down: int, n: int) -> Net:
    """Answers that speak for less those that speak against, of n > 0.

    Its error is about twice that of a share of as many answers, which is one reason why no
    figure of the portal is a net, nor the Net Promoter Score.

    Source: variance of a difference of multinomial shares, Agresti 2013, section 1.2.2.
    """
    if n <= 0 or up < 0 or down < 0 or up + down > n:
        raise ValueError(f"no net: {up} and {down} of {n}")
    value = (up - down) / n
    error = sqrt(((up + down) / n - value**2) / n)
    return Net(value, error, Interval(value - Z95 * error, value + Z95 * error).clipped(-1.0, 1.0))
