"""Targets: met, missed, or not yet to be decided by the answers there are."""

from __future__ import annotations

from typing import Literal

from analytics.numbers.intervals import wilson

Decision = Literal["met", "missed", "undecided"]


def decide(counted: int, n: int, target: float) -> Decision:
    """Whether the share counted of n is at least the target, with 95 % confidence.

    Source: ISO 10576-1:2003, conformity with a limit where the estimate is uncertain; the
    interval is Wilson's.
    """
    if n == 0:
        return "undecided"
    low, high = wilson(counted, n)
    if low >= target:
        return "met"
    return "missed" if high < target else "undecided"
