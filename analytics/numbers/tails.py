"""Tails: how seldom chance alone does what was seen, from first principles."""

from __future__ import annotations

from functools import lru_cache
from math import erfc, exp, isfinite, lgamma, log, sqrt
from typing import Final

_SETTLED: Final = 1e-13
_MOST_TERMS: Final = 10_000
_SAME: Final = 1 + 1e-7


def two_sided(z: float) -> float:
    """How often a standard normal value lies as far from 0 as z."""
    return erfc(abs(z) / sqrt(2))


def gamma_cdf(x: float, shape: float) -> float:
    """The regularised lower incomplete gamma function, x >= 0, shape > 0.

    Source: DLMF 8.11.4 below the mean, 8.9.2 (continued fraction) above it.
    """
    if x <= 0:
        return 0.0
    front = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        for n in range(1, _MOST_TERMS):
            term *= x / (shape + n)
            total += term
            if term < _SETTLED * total:
                break
        return front * total
    return 1 - front * _fraction(x, shape)


def _fraction(x: float, shape: float) -> float:
    """Lentz's evaluation; its parts stay away from 0 for x > shape."""
    b = x + 1 - shape
    c, d = 1e300, 1 / b
    result = d
    for n in range(1, _MOST_TERMS):
        a = n * (shape - n)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        result *= c * d
        if abs(c * d - 1) < _SETTLED:
            break
    return result


@lru_cache(maxsize=1024)
def chi_square_quantile(p: float, df: int) -> float:
    """The x below which chi-square with ``df`` degrees of freedom falls with probability p.

    Newton's steps inside a shrinking bracket, 0 < p < 1.
    """
    shape, low, high, x = df / 2, 0.0, float("inf"), df / 2
    for _ in range(200):
        error = gamma_cdf(x, shape) - p
        low, high = (x, high) if error < 0 else (low, x)
        density = exp((shape - 1) * log(x) - x - lgamma(shape))
        after = x - error / density if density > 0 else low
        if not (low < after < high and isfinite(after)):
            after = (low + high) / 2 if isfinite(high) else 2 * x
        if abs(after - x) <= _SETTLED * x:
            break
        x = after
    return 2 * x


def hypergeometric(x: int, drawn: int, marked: int, all_: int) -> float:
    """The probability of x marked ones among ``drawn`` of ``all_``, of which some are marked."""
    if not max(0, drawn + marked - all_) <= x <= min(drawn, marked):
        return 0.0
    return exp(_choose(marked, x) + _choose(all_ - marked, drawn - x) - _choose(all_, drawn))


def exceeding(x: int, n: int, usual: int, of: int) -> float:
    """How often chance gives x or more of n, where ``usual`` of ``of`` were seen before.

    Both are samples of one unknown share; given their sum, the new one is hypergeometric
    whatever that share is. So an uncertain past is allowed for exactly.

    Source: Fisher 1935; Nelson 1982, Applied Life Data Analysis, section 6.3, on predictions.
    """
    first, last = x, min(n, x + usual)
    if first <= max(0, x + usual - of):
        return 1.0
    term = hypergeometric(first, n, x + usual, n + of)
    total, marked, all_ = 0.0, x + usual, n + of
    for k in range(first, last + 1):
        total += term
        term *= (marked - k) * (n - k) / ((k + 1) * (all_ - marked - n + k + 1))
        if term < total * 1e-16:
            break
    return min(1.0, total)


def fisher(x1: int, n1: int, x2: int, n2: int) -> float:
    """Two-sided exact test that two groups share one rate: all tables no likelier than this.

    Source: Fisher 1935; Agresti 2013, Categorical Data Analysis, section 3.5.
    """
    marked, all_ = x1 + x2, n1 + n2
    here = hypergeometric(x1, n1, marked, all_) * _SAME
    tables = range(max(0, n1 + marked - all_), min(n1, marked) + 1)
    each = (hypergeometric(k, n1, marked, all_) for k in tables)
    return min(1.0, sum(p for p in each if p <= here))


def pooled_z(x1: int, n1: int, x2: int, n2: int) -> float:
    """The change x2/n2 - x1/n1 in standard errors of one pooled rate; 0 where nothing varies.

    Source: Fleiss, Levin and Paik 2003, Statistical Methods for Rates, section 3.1.
    """
    pooled = (x1 + x2) / (n1 + n2)
    error = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return (x2 / n2 - x1 / n1) / error if error else 0.0


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
