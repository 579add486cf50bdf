"""Control charts: is a change more than the noise of who happened to answer?

Limits come from the first twelve points and stay, so that a slow decline cannot widen
the very limits that should show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import Final, Literal, NamedTuple

BASELINE: Final = 12
RUN_LENGTH: Final = 8
SIGMAS: Final = 3.0
D2_OF_PAIRS: Final = 1.128
"""Mean range of two standard normal values (ISO 7870-2:2023, d2 for n = 2)."""

INDIVIDUALS_REACH: Final = 2.66
RANGE_REACH: Final = 3.267


@dataclass(frozen=True, slots=True)
class Point:
    """One period on a chart, with its own limits."""

    value: float
    centre: float
    low: float
    high: float


class Signal(NamedTuple):
    """A rule that holds at a point, counted from 0."""

    at: int
    rule: Literal["beyond", "run"]
    side: Literal["above", "below"]


class Individuals(NamedTuple):
    """An XmR chart: the values, and the moving ranges' mean and upper limit."""

    points: list[Point]
    range_mean: float
    range_high: float


def p_chart(counted: Sequence[int], total: Sequence[int], baseline: int = BASELINE) -> list[Point]:
    """Three-sigma limits for a share whose sample size varies, clipped to 0..1.

    Args:
        counted: responses counted, one number per period, oldest first.
        total: all responses, as many numbers; every one > 0.
        baseline: how many first periods set the centre line.

    Raises:
        ValueError: the lengths differ, or a period has no responses.

    Source: ISO 7870-2, p chart; Montgomery, Statistical Quality Control, section 7.2.
    """
    return _share_chart(counted, total, baseline, 1.0)


def laney_chart(
    counted: Sequence[int], total: Sequence[int], baseline: int = BASELINE
) -> list[Point]:
    """The p chart with limits widened by ``dispersion``: for large n, where ordinary limits
    shrink to nothing and flag the usual wander of months. Arguments as ``p_chart``.

    Source: Laney 2002, Improved control charts for attributes, Quality Engineering 14(4).
    """
    return _share_chart(counted, total, baseline, dispersion(counted, total, baseline))


def dispersion(counted: Sequence[int], total: Sequence[int], baseline: int = BASELINE) -> float:
    """How many times more the shares wander than chance alone: 1 is chance.

    The mean moving range of the standardised shares over 1.128; 1 where the baseline has
    fewer than two periods or no variance to standardise by.

    Source: Laney 2002.
    """
    centre = _centre(counted, total, baseline)
    sigma = sqrt(centre * (1 - centre))
    if sigma == 0 or min(len(total), baseline) < 2:
        return 1.0
    pairs = zip(counted[:baseline], total[:baseline], strict=True)
    scores = [(x / n - centre) * sqrt(n) / sigma for x, n in pairs]
    return _mean_range(scores) / D2_OF_PAIRS


def individuals_chart(values: Sequence[float], baseline: int = BASELINE) -> Individuals:
    """The XmR chart, for means and for figures without a sample size.

    Raises:
        ValueError: fewer than two values, which have no range.

    Source: ISO 7870-2, individuals and moving ranges; 2.66 = 3 / 1.128.
    """
    if len(values) < 2:
        raise ValueError("a moving range needs two values")
    centre, spread = fmean(values[:baseline]), _mean_range(values[:baseline])
    reach = INDIVIDUALS_REACH * spread
    points = [Point(value, centre, centre - reach, centre + reach) for value in values]
    return Individuals(points, spread, RANGE_REACH * spread)


def signals(points: Sequence[Point]) -> list[Signal]:
    """Where the chart says more than noise: beyond the limits, or the 8th and later point of
    a run on one side of the centre line. A point on the line ends a run.

    Source: ISO 7870-2, Nelson's tests 1 and 2, the second with 8 points as in Western Electric.
    """
    return sorted([*_beyond(points), *_runs(points)])


def _share_chart(
    counted: Sequence[int], total: Sequence[int], baseline: int, widened: float
) -> list[Point]:
    centre = _centre(counted, total, baseline)
    sigma = SIGMAS * widened * sqrt(centre * (1 - centre))
    return [
        Point(x / n, centre, max(0.0, centre - sigma / sqrt(n)), min(1.0, centre + sigma / sqrt(n)))
        for x, n in zip(counted, total, strict=True)
    ]


def _centre(counted: Sequence[int], total: Sequence[int], baseline: int) -> float:
    if len(counted) != len(total) or any(n <= 0 for n in total):
        raise ValueError("a share chart needs one non-empty sample per period")
    return sum(counted[:baseline]) / sum(total[:baseline]) if total else 0.0


def _mean_range(values: Sequence[float]) -> float:
    return fmean(abs(after - before) for before, after in pairwise(values))


def _beyond(points: Sequence[Point]) -> Iterator[Signal]:
    for index, point in enumerate(points):
        if point.value > point.high:
            yield Signal(index, "beyond", "above")
        elif point.value < point.low:
            yield Signal(index, "beyond", "below")


def _runs(points: Sequence[Point]) -> Iterator[Signal]:
    side, length = 0, 0
    for index, point in enumerate(points):
        now = (point.value > point.centre) - (point.value < point.centre)
        side, length = now, length + 1 if now == side else 1
        if side and length >= RUN_LENGTH:
            yield Signal(index, "run", "above" if side > 0 else "below")
