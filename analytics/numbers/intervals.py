"""Intervals of 95 %: how far the truth may lie from a share or a mean.

Wald's interval is left out on purpose: at 5 of 5 it claims certainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist
from typing import Final, NamedTuple

from analytics.numbers.quantiles import beta_quantile, t_quantile

Z95: Final = NormalDist().inv_cdf(0.975)
_TAIL: Final = 0.025


class Interval(NamedTuple):
    """Both ends, included."""

    low: float
    high: float

    def clipped(self, low: float, high: float) -> Interval:
        """Cut to what the number can be."""
        return Interval(max(low, self.low), min(high, self.high))


def wilson(x: int, n: int, z: float = Z95) -> Interval:
    """Score interval of the share x of n, n > 0; ends at 0 and 1 are exact.

    Source: Wilson 1927; Brown, Cai and DasGupta 2001, section 3.1.
    """
    _check(x, n)
    p, spread = x / n, z * z / n
    centre = (p + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * sqrt(p * (1 - p) / n + spread / (4 * n))
    return Interval(
        0.0 if x == 0 else max(0.0, centre - reach), 1.0 if x == n else min(1.0, centre + reach)
    )


def jeffreys(x: int, n: int) -> Interval:
    """Equal-tailed Beta(1/2, 1/2) posterior interval of the share x of n, n > 0.

    Low is 0 at x = 0 and high is 1 at x = n, where the quantiles would exclude the estimate.
    Source: Brown, Cai and DasGupta 2001, section 3.1 with the boundary rule of section 4.1.
    """
    _check(x, n)
    a, b = x + 0.5, n - x + 0.5
    return Interval(
        0.0 if x == 0 else beta_quantile(_TAIL, a, b),
        1.0 if x == n else beta_quantile(1 - _TAIL, a, b),
    )


def clopper_pearson(x: int, n: int) -> Interval:
    """Interval of the share x of n, n > 0, that covers at least 95 % whatever the truth is.

    Source: Clopper and Pearson 1934.
    """
    _check(x, n)
    return Interval(
        0.0 if x == 0 else beta_quantile(_TAIL, x, n - x + 1),
        1.0 if x == n else beta_quantile(1 - _TAIL, x + 1, n - x),
    )


def agresti_coull(x: int, n: int, z: float = Z95) -> Interval:
    """Wald's interval after z squared pseudo-answers, half of them satisfied, clipped; n > 0.

    Source: Agresti and Coull 1998.
    """
    _check(x, n)
    size = n + z * z
    p = (x + z * z / 2) / size
    reach = z * sqrt(p * (1 - p) / size)
    return Interval(p - reach, p + reach).clipped(0.0, 1.0)


def newcombe(x1: int, n1: int, x2: int, n2: int) -> Interval:
    """Interval of the change x2/n2 - x1/n1 between independent groups, both not empty.

    Source: Newcombe 1998, Interval estimation for the difference, method 10.
    """
    p1, p2 = x1 / n1, x2 / n2
    (low1, high1), (low2, high2) = wilson(x1, n1), wilson(x2, n2)
    return Interval(
        p2 - p1 - sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2),
        p2 - p1 + sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2),
    )


def t_interval(mean: float, variance: float, n: int) -> Interval | None:
    """Interval of a mean; None where n < 2 or nothing varies, which says nothing of the truth.

    Args:
        mean, variance: of the sample; the variance with divisor n - 1.
        n: size of the sample.

    Source: Student 1908; ISO 2602:1980, section 4.
    """
    if n < 2 or variance <= 0:
        return None
    reach = t_quantile(1 - _TAIL, n - 1) * sqrt(variance / n)
    return Interval(mean - reach, mean + reach)


def ratio_variance(a: int, b: int, aa: int, ab: int, bb: int, m: int) -> float | None:
    """The variance of the ratio a/b of sums over m clusters, each cluster being one response.

    A person's answers resemble each other, so the response is drawn, not the answer. With
    r = a/b, the variance of r is m/(m-1) * sum of (a_i - r b_i) squared / b squared.

    Args:
        a, b: sums over the clusters of a_i and b_i; b > 0.
        aa, ab, bb: sums of a_i squared, a_i b_i and b_i squared.
        m: clusters with b_i > 0.

    Returns:
        None where m < 2 or the residuals are all zero.

    Source: Cochran 1977, Sampling Techniques, section 6.4, formula 6.13, in the form
    of cluster samples of section 9A.
    """
    # In integers: the residuals nearly cancel where answers agree, floats would not.
    squares = aa * b * b - 2 * a * b * ab + a * a * bb
    if m < 2 or b <= 0 or squares <= 0:
        return None
    return m / (m - 1) * squares / b**4


def ratio_interval(a: int, b: int, aa: int, ab: int, bb: int, m: int) -> Interval | None:
    """The interval r +- z sqrt(variance) of such a ratio; arguments as ``ratio_variance``.

    Returns:
        None where there is no variance; ends are not clipped.
    """
    variance = ratio_variance(a, b, aa, ab, bb, m)
    return None if variance is None else _around(a / b, variance)


def mean_of_shares_interval(
    shares: Sequence[tuple[int, int]], pooled: float | None
) -> Interval | None:
    """Interval of the mean of several shares that the same people gave.

    Their answers resemble each other, so the mean varies more than of separate samples; how much
    more is taken from the pooled answers, whose variance by person is known (the design effect).
    Where everybody answers everything this is exact; else it agrees with resampling the
    responses, see the tests.

    Args:
        shares: (counted, n) of each, n > 0.
        pooled: the variance by response of all answers together, from ``ratio_variance``.

    Returns:
        None where nothing varies; ends are not clipped.

    Source: Kish 1965, Survey Sampling, section 8.2.
    """
    each = [x * (n - x) / n**3 for x, n in shares]
    answers = sum(n for _x, n in shares)
    apart = sum(n * n * variance for (_x, n), variance in zip(shares, each, strict=True))
    if pooled is None or apart <= 0:
        return None
    effect = pooled * answers**2 / apart
    mean = sum(x / n for x, n in shares) / len(shares)
    return _around(mean, effect * sum(each) / len(shares) ** 2)


def _around(value: float, variance: float) -> Interval:
    reach = Z95 * sqrt(variance)
    return Interval(value - reach, value + reach)


def _check(x: int, n: int) -> None:
    if n <= 0 or not 0 <= x <= n:
        raise ValueError(f"no share: {x} of {n}")
