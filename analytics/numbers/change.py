"""A change between two periods, said only as far as the two samples carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.numbers.estimates import TOO_FEW_UNDER, Estimate
from analytics.numbers.intervals import newcombe

Direction = Literal["up", "down", "unclear"]


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two shares, now less before, with its interval; n is the smaller sample."""

    value: float
    low: float
    high: float
    n: int
    verdict: str = "ok"

    @property
    def direction(self) -> Direction:
        """Which way it went; unclear where the interval holds zero."""
        if self.low > 0:
            return "up"
        return "down" if self.high < 0 else "unclear"

    @property
    def least(self) -> float:
        """How large the change is at least; 0 where it is unclear."""
        return max(0.0, self.low, -self.high)


def change(before: Estimate, now: Estimate) -> Change | None:
    """The change of a share; None where one of the two has too few responses to say.

    Source: Newcombe 1998, method 10.
    """
    if min(before.n, now.n) < TOO_FEW_UNDER or before.count is None or now.count is None:
        return None
    low, high = newcombe(before.count, before.n, now.count, now.n)
    return Change(now.count / now.n - before.count / before.n, low, high, min(before.n, now.n))
