"""Where a value lies on a scale, and which estimates are drawn at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor
from typing import Protocol


class Told(Protocol):
    """What a chart needs to know of an estimate, staff's or the published one."""

    @property
    def value(self) -> float | None:
        """Unrounded; None where nothing can be said."""

    @property
    def low(self) -> float | None:
        """Lower end of the interval; None where there is none."""

    @property
    def high(self) -> float | None:
        """Upper end of the interval."""

    @property
    def n(self) -> int | None:
        """Responses it rests on; None where that is withheld too."""

    @property
    def verdict(self) -> str:
        """none, too_few, few, ok or withheld; only few and ok are drawn with a value."""


def speaks(estimate: Told) -> bool:
    """Whether there are enough responses to draw the value itself."""
    return estimate.value is not None and estimate.verdict in ("few", "ok")


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark of a scale; a ``minor`` one is left out where the page is narrow."""

    value: float
    minor: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """The values from ``low`` to ``high``, marked every ``step``.

    ``share``: fractions of 1; other values are written with so many ``decimals``.
    """

    low: float
    high: float
    step: float
    share: bool = True
    decimals: int = 1

    def part(self, value: float) -> float:
        """How far along the scale a value lies, 0 to 1; values beyond an end lie on it."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def x(self, value: float) -> float:
        """Percent across, with 3 percent left free at both ends for dots and figures."""
        return round(3 + 94 * self.part(value), 2)

    def binds(self, limit: float) -> bool:
        """Whether a limit there limits anything: it does not at the end of what is possible."""
        least, most = (0.0, 1.0) if self.share else (1.0, 5.0)
        return least < limit < most

    @property
    def ticks(self) -> list[Tick]:
        """The marks; of many, every second one counted from the upper end is minor."""
        last = round((self.high - self.low) / self.step)
        return [
            Tick(round(self.low + i * self.step, 6), last > 3 and (last - i) % 2 == 1)
            for i in range(last + 1)
        ]


MARKS = Scale(1.0, 5.0, 1.0, share=False)


def share_scale(values: Iterable[float | None]) -> Scale:
    """A scale of shares up to 1, in tenths (fifths where wide), that begins below every value.

    Dots and bands may start above zero; bars may not, and do not use this.
    """
    least = min((v for v in values if v is not None), default=0.5)
    low = max(0.0, min(floor(least * 10) / 10, 0.6))
    return Scale(low, 1.0, 0.1) if low >= 0.5 else Scale(floor(low * 5) / 5, 1.0, 0.2)
