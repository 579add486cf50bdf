"""Drivers: which factors go together with the overall mark. An association, never a cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean
from typing import Final, Literal

from analytics.numbers.eigen import Matrix, eigen
from analytics.numbers.intervals import Interval

ENOUGH: Final = 100
"""Rows with every factor answered, below which nothing is said (domain rule)."""

RESAMPLES: Final = 200
_SEED: Final = 18091

Row = tuple[int, ...]
"""The marks of one response: the factors, then the overall mark last."""

Tally = Mapping[Row, int]
"""How often each row occurred; resampling and sums need no more."""

Quarter = Literal["concentrate", "keep_up", "low_priority", "possible_overkill"]


@dataclass(frozen=True, slots=True)
class Driver:
    """One factor.

    Attributes:
        spearman: rank correlation with the overall mark; None where one of them never varies.
        weight: its part of what the factors together explain, 0..1; all add up to 1.
        interval: of the weight, 95 %, by resampling responses.
        performance: the share of its marks that are 4 or 5.
        quarter: where it stands on the importance-performance map.
    """

    spearman: float | None
    weight: float
    interval: Interval
    performance: float
    quarter: Quarter


@dataclass(frozen=True, slots=True)
class Drivers:
    """All factors in their order; ``explained`` is R squared, ``n`` the rows it rests on."""

    n: int
    explained: float
    factors: tuple[Driver, ...]


def drivers(rows: Tally, resamples: int = RESAMPLES) -> Drivers | None:
    """How the factors go together with the overall mark.

    Returns:
        None under ``ENOUGH`` rows, or where a mark never varies or one factor is another.

    Source: Johnson 2000, A heuristic method for estimating the relative weight of predictor
    variables; Efron and Tibshirani 1993, section 13.3, for the percentile interval.
    """
    n = sum(rows.values())
    weights = relative_weights(rows) if n >= ENOUGH else None
    if weights is None:
        return None
    explained = sum(weights)
    parts = [weight / explained for weight in weights]
    drawn = [found for found in _resampled(rows, n, resamples) if found]
    good = [performance(rows, factor) for factor in range(len(parts))]
    return Drivers(
        n,
        explained,
        tuple(
            Driver(
                spearman(rows, factor),
                part,
                _percentiles([one[factor] for one in drawn]),
                good[factor],
                quarter(part, fmean(parts), good[factor], fmean(good)),
            )
            for factor, part in enumerate(parts)
        ),
    )


def _resampled(rows: Tally, n: int, times: int) -> list[list[float] | None]:
    # The same rows give the same interval, today and when an auditor asks.
    dice, kinds = Random(_SEED), sorted(rows)  # noqa: S311  nothing is kept secret by it
    counts = [rows[kind] for kind in kinds]
    return [_parts(Counter(dice.choices(kinds, counts, k=n))) for _ in range(times)]


def _parts(rows: Tally) -> list[float] | None:
    weights = relative_weights(rows)
    return weights and [weight / sum(weights) for weight in weights]


def _percentiles(values: Sequence[float]) -> Interval:
    ordered = sorted(values)
    cut = int(len(ordered) * 0.025)
    return Interval(ordered[cut], ordered[len(ordered) - 1 - cut])


def relative_weights(rows: Tally) -> list[float] | None:
    """Johnson's weights of the factors, which add up to R squared.

    The factors are turned into the nearest set that does not overlap, the overall mark is
    explained by that, and its parts are led back to the factors.

    Returns:
        None where a mark never varies, the factors determine one another, or nothing is explained.
    """
    table = correlations(rows)
    if table is None:
        return None
    *among, outcome = table
    between = [line[:-1] for line in among]
    values, vectors = eigen(between)
    if min(values) < 1e-9:
        return None
    near = _root(values, vectors, sqrt)
    back = _root(values, vectors, lambda value: 1 / sqrt(value))
    size = range(len(between))
    paths = [sum(back[i][j] * outcome[j] for j in size) for i in size]
    weights = [sum(near[i][j] ** 2 * paths[j] ** 2 for j in size) for i in size]
    return weights if sum(weights) > 1e-9 else None


def _root(values: Sequence[float], vectors: Matrix, of: Callable[[float], float]) -> Matrix:
    size = range(len(values))
    return [
        [sum(vectors[i][k] * of(values[k]) * vectors[j][k] for k in size) for j in size]
        for i in size
    ]


def correlations(rows: Tally) -> Matrix | None:
    """Pearson's correlation of every column with every other; None where one never varies."""
    n, width = sum(rows.values()), len(next(iter(rows), ()))
    sums, products = [0] * width, [[0] * width for _ in range(width)]
    for row, times in rows.items():
        for i, mark in enumerate(row):
            sums[i] += times * mark
            for j in range(i, width):
                products[i][j] += times * mark * row[j]
    spread = [n * products[i][i] - sums[i] ** 2 for i in range(width)]
    if not width or min(spread) <= 0:
        return None
    table = [[1.0] * width for _ in range(width)]
    for i in range(width):
        for j in range(i + 1, width):
            shared = n * products[i][j] - sums[i] * sums[j]
            table[i][j] = table[j][i] = shared / sqrt(spread[i] * spread[j])
    return table


def spearman(rows: Tally, factor: int) -> float | None:
    """Correlation of ranks between a factor and the overall mark, ties sharing their rank.

    Source: Kendall and Gibbons 1990, Rank Correlation Methods, chapter 3.
    """
    ranks = [_twice_ranks(rows, column) for column in (factor, -1)]
    ranked: Counter[Row] = Counter()
    for row, times in rows.items():
        ranked[(ranks[0][row[factor]], ranks[1][row[-1]])] += times
    table = correlations(ranked)
    return table[0][1] if table else None


def _twice_ranks(rows: Tally, column: int) -> dict[int, int]:
    """Twice the mean rank of each mark, so that it stays whole."""
    times = _column(rows, column)
    below, ranks = 0, {}
    for mark in sorted(times):
        ranks[mark] = 2 * below + times[mark] + 1
        below += times[mark]
    return ranks


def performance(rows: Tally, factor: int) -> float:
    """The share of a factor's marks that are 4 or 5."""
    good = sum(times for row, times in rows.items() if row[factor] >= 4)
    return good / sum(rows.values())


def quarter(weight: float, mean_weight: float, good: float, mean_good: float) -> Quarter:
    """Where a factor stands: its weight and its performance against the means of all factors.

    Source: Martilla and James 1977, Importance-performance analysis.
    """
    if weight >= mean_weight:
        return "concentrate" if good < mean_good else "keep_up"
    return "low_priority" if good < mean_good else "possible_overkill"


def cronbach(rows: Tally) -> float | None:
    """Whether the factors measure one thing: alpha of all columns but the last.

    Returns:
        None with fewer than two factors, or where their sum never varies.

    Source: Cronbach 1951.
    """
    width = len(next(iter(rows), ())) - 1
    if width < 2:
        return None
    items = sum(_variance(_column(rows, one)) for one in range(width))
    whole = _variance(_sums(rows))
    return width / (width - 1) * (1 - items / whole) if whole else None


def _column(rows: Tally, column: int) -> Counter[int]:
    times: Counter[int] = Counter()
    for row, often in rows.items():
        times[row[column]] += often
    return times


def _sums(rows: Tally) -> Counter[int]:
    times: Counter[int] = Counter()
    for row, often in rows.items():
        times[sum(row[:-1])] += often
    return times


def _variance(times: Mapping[int, int]) -> float:
    n, total = sum(times.values()), sum(value * often for value, often in times.items())
    squares = sum(value * value * often for value, often in times.items())
    return (n * squares - total * total) / (n * (n - 1)) if n > 1 else 0.0
