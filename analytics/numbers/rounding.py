"""Percent as people read it: rounded once, from the exact share, and never to a lie.

9,996 of 10,000 is not 100 %: four people were unhappy. It is said as more than 99.9 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

import translations


@dataclass(frozen=True, slots=True)
class Percent:
    """A rounded share of 1, and whether the truth lies strictly beyond it."""

    share: Decimal
    digits: int
    beyond: Literal["", ">", "<"] = ""

    def __str__(self) -> str:
        """In the language now spoken: 87,5% or 87.5%, >99.9%."""
        return self.beyond + translations.share(self.share, self.digits)


def percent(count: int, n: int, digits: int = 1) -> Percent:
    """The share count of n, n > 0, to so many digits of a percent; halves go up."""
    return rounded(Fraction(count, n), digits)


def rounded(share: Fraction | float, digits: int = 1) -> Percent:
    """A share in percent; only nothing is 0 % and only all is 100 %.

    Args:
        share: 0 or more; a float is taken as it prints, so that 0.285 is 285 thousandths.
    """
    exact = share if isinstance(share, Fraction) else Fraction(repr(share))
    scale = 10 ** (digits + 2)
    steps = floor(exact * scale + Fraction(1, 2))
    if steps == 0 and exact > 0:
        return _percent(1, digits, "<")
    if steps == scale and exact < 1:
        return _percent(scale - 1, digits, ">")
    return _percent(steps, digits, "")


def _percent(steps: int, digits: int, beyond: Literal["", ">", "<"]) -> Percent:
    return Percent(Decimal(steps).scaleb(-digits - 2), digits, beyond)
