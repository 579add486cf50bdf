"""Comparison: a unit beside the others, as far as chance and the mix of services allow.

Three groups, above, within and below what chance explains. Never a rank.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from analytics.numbers.intervals import Z95, Interval
from analytics.numbers.tails import chi_square_quantile, two_sided
from analytics.numbers.together import benjamini, holm

Z998: Final = NormalDist().inv_cdf(0.999)
WINSORISED: Final = 0.1
"""So large a part of the units at either end is pulled in before the dispersion is found."""

LEAST_UNITS: Final = 10
"""Under so many units pulling in a tenth pulls in nobody, and limits are not widened."""

DECIDED: Final = 0.05

Id = TypeVar("Id", bound=Hashable)
Group = Literal["above", "within", "below"]
Told = tuple[int, int]
"""(counted, all)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One unit in the funnel.

    Attributes:
        share: counted of n; where the mix of services is allowed for, what it would be with
            the mix of all.
        z: its distance from the target in standard errors, dispersion allowed for.
        p: how often chance puts a unit so far off, two-sided.
        p_holm, p_fdr: the same, for all units tested together.
        near, far: the limits of 95 and 99.8 % for its n.
        group: by Holm's p, since a group has consequences.
    """

    share: float
    counted: int
    n: int
    z: float
    p: float
    p_holm: float
    p_fdr: float
    near: Interval
    far: Interval
    group: Group


@dataclass(frozen=True, slots=True)
class Funnel(Generic[Id]):
    """All units of a comparison.

    Attributes:
        target: the share of all units together.
        dispersion: the winsorised mean of z squared; 1 is chance.
        widened: whether it is more than chance explains, and the limits are widened by it.
    """

    target: float
    dispersion: float
    widened: bool
    units: dict[Id, Placed]


class Expected(NamedTuple):
    """What a unit would have if it were like all: the count, and the variance of the count."""

    counted: float
    variance: float


def funnel(units: Mapping[Id, Told], expected: Mapping[Id, Expected] | None = None) -> Funnel[Id]:
    """Where each unit stands against the share of all, with limits for its own n.

    Args:
        units: (counted, all) of each; those with nothing to count are left out.
        expected: of each unit, allowing for its mix of services; by n alone where not given.

    Source: Spiegelhalter 2005, Funnel plots for comparing institutional performance; and
    Spiegelhalter 2005, Handling over-dispersion of performance indicators.
    """
    told = {id: (x, n) for id, (x, n) in units.items() if n > 0}
    total = sum(n for _x, n in told.values())
    target = sum(x for x, _n in told.values()) / total if total else 0.0
    like_all = {
        id: expected[id] if expected else Expected(n * target, n * target * (1 - target))
        for id, (_x, n) in told.items()
    }
    scores = [_score(x, like_all[id]) for id, (x, _n) in told.items()]
    spread = dispersion(scores)
    widened = _beyond_chance(spread, len(scores))
    factor = sqrt(spread) if widened else 1.0
    zs = [z / factor for z in scores]
    ps = [two_sided(z) for z in zs]
    placed = {}
    for id, z, p, strict, lenient in zip(told, zs, ps, holm(ps), benjamini(ps), strict=True):
        x, n = told[id]
        share = min(1.0, max(0.0, target + (x - like_all[id].counted) / n))
        near, far = _limits(target, factor * sqrt(like_all[id].variance) / n)
        placed[id] = Placed(share, x, n, z, p, strict, lenient, near, far, _group(z, strict))
    return Funnel(target, spread, widened, placed)


def _beyond_chance(spread: float, units: int) -> bool:
    """Whether units differ more than chance explains; of a few one outlier would hide itself."""
    return units >= LEAST_UNITS and spread * units > chi_square_quantile(0.95, units)


def _score(x: int, expected: Expected) -> float:
    return (x - expected.counted) / sqrt(expected.variance) if expected.variance > 0 else 0.0


def _limits(target: float, error: float) -> tuple[Interval, Interval]:
    near, far = (Interval(target - k * error, target + k * error) for k in (Z95, Z998))
    return near.clipped(0.0, 1.0), far.clipped(0.0, 1.0)


def _group(z: float, p: float) -> Group:
    if p >= DECIDED:
        return "within"
    return "above" if z > 0 else "below"


def dispersion(scores: Sequence[float], part: float = WINSORISED) -> float:
    """How much units differ beyond chance: the mean square of winsorised z scores; 1 is chance.

    Source: Spiegelhalter 2005, Handling over-dispersion, formula 8.
    """
    if len(scores) < 2:
        return 1.0
    low, high = quantile(scores, part), quantile(scores, 1 - part)
    return sum(min(high, max(low, z)) ** 2 for z in scores) / len(scores)


def quantile(values: Sequence[float], p: float) -> float:
    """The p quantile with linear steps between ordered values (Hyndman and Fan's type 7)."""
    ordered = sorted(values)
    at = p * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


class Ranks(NamedTuple):
    """Between which places a unit may truly stand, 1 the highest share."""

    low: int
    high: int


def rank_intervals(units: Mapping[Id, Told]) -> dict[Id, Ranks]:
    """For each unit the places that its and the others' 95 % limits leave open.

    A unit is surely behind those whose difference from it is beyond chance, all pairs tested
    together at 5 % by Bonferroni.

    Source: Mohamad, van Zwet and Solari 2021, Simultaneous confidence intervals for ranks.
    """
    told = {id: (x, n) for id, (x, n) in units.items() if n > 0}
    pairs = max(1, len(told) * (len(told) - 1) // 2)
    z = NormalDist().inv_cdf(1 - DECIDED / 2 / pairs)
    ranks = {}
    for id, one in told.items():
        ahead = sum(_beyond(other, one, z) for other in told.values())
        behind = sum(_beyond(one, other, z) for other in told.values())
        ranks[id] = Ranks(1 + ahead, len(told) - behind)
    return ranks


def _beyond(high: Told, low: Told, z: float) -> bool:
    """Whether one share is above another by more than z standard errors, each smoothed."""
    (a, n), (b, m) = high, low
    p, q = (a + 1) / (n + 2), (b + 1) / (m + 2)
    return p - q > z * sqrt(p * (1 - p) / (n + 2) + q * (1 - q) / (m + 2))
