"""Standardising: what a unit's share would be if all units had the same mix of services.

Certified copies please and land cases do not. A unit can be better in every service and worse
overall, only because it has more land cases.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import sqrt
from typing import Final, NamedTuple, TypeVar

from analytics.numbers.comparison import Expected, Told
from analytics.numbers.estimates import TOO_FEW_UNDER
from analytics.numbers.intervals import Z95, Interval

PSEUDO: Final = 30
"""Answers at the share of all that steady a service seldom rated."""

Service = TypeVar("Service", bound=Hashable)
Id = TypeVar("Id", bound=Hashable)
Mix = Mapping[Service, Told]
"""(counted, all) by service."""


class Standardised(NamedTuple):
    """A share with its interval, None where nothing varies."""

    share: float
    interval: Interval | None


def direct(mix: Mix[Service], common: Mapping[Service, float]) -> Standardised | None:
    """The unit's own share in each service, weighed by the mix that all units have in common.

    Args:
        mix: of one unit.
        common: weight of each service, on any scale; those of weight 0 do not count.

    Returns:
        None where the unit has under ten answers in a service that counts: then only the
        indirect way is left.

    Source: Fleiss, Levin and Paik 2003, Statistical Methods for Rates, section 19.2.
    """
    weights = {service: weight for service, weight in common.items() if weight > 0}
    if not weights or any(mix.get(one, (0, 0))[1] < TOO_FEW_UNDER for one in weights):
        return None
    total, share, variance = sum(weights.values()), 0.0, 0.0
    for service, weight in weights.items():
        x, n = mix[service]
        p = x / n
        share += weight / total * p
        variance += (weight / total) ** 2 * p * (1 - p) / (n - 1)
    reach = Z95 * sqrt(variance)
    ends = Interval(share - reach, share + reach).clipped(0.0, 1.0)
    return Standardised(share, ends if variance else None)


def rates(units: Mapping[Id, Mix[Service]]) -> dict[Service, float]:
    """The share of all units together in each service."""
    sums: dict[Service, Told] = {}
    for mix in units.values():
        for service, (x, n) in mix.items():
            a, b = sums.get(service, (0, 0))
            sums[service] = (a + x, b + n)
    return {service: x / n for service, (x, n) in sums.items() if n}


def expected(mix: Mix[Service], usual: Mapping[Service, float]) -> Expected:
    """What a unit would count were each of its services as with all: the indirect way.

    Source: Fleiss, Levin and Paik 2003, section 19.3.
    """
    each = [(n, usual[service]) for service, (_x, n) in mix.items() if n]
    return Expected(sum(n * p for n, p in each), sum(n * p * (1 - p) for n, p in each))


def shrunk(counted: int, n: int, target: float, weight: int = PSEUDO) -> float:
    """A share pulled to that of all by so many pseudo-answers; for colouring maps only.

    Source: Efron and Morris 1975; a fixed weight rather than an estimated one.
    """
    return (counted + weight * target) / (n + weight)
