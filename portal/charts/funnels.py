"""A funnel: units by how many ratings they have and their share, with limits that follow n."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10, sqrt
from typing import Final, Protocol

from portal.charts.scales import Scale

_HEIGHT, _TOP, _BOTTOM, _STEPS = 300, 16, 256, 40
_Z: Final = (1.959964, 3.090232)


class Placed(Protocol):
    """What a funnel needs to know of a unit."""

    @property
    def share(self) -> float:
        """The share, allowing for what it is compared by."""

    @property
    def n(self) -> int:
        """Ratings it rests on."""

    @property
    def group(self) -> str:
        """above, within or below."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit; ``name`` is "" where it is not told."""

    x: float
    y: float
    group: str
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """All that is drawn; ``lines``: two pairs of limits as points "x y", 95 and 99.8 %."""

    height: int
    bottom: int
    target: float
    target_y: float
    scale: Scale
    rules: list[tuple[float, float]]
    ticks: list[tuple[float, int]]
    limits: list[tuple[str, list[tuple[float, float, float, float]]]]
    marks: list[Mark]


def funnel_chart(
    target: float,
    widened: float,
    units: Mapping[int, Placed],
    names: Mapping[int, str],
    own: int | None = None,
) -> Funnel | None:
    """Place the units; None where there are fewer than two.

    Args:
        target: the share of all together.
        widened: by what the limits are wider than chance, 1 where they are not.
        names: of the units that are named.
        own: the unit that is looked at.
    """
    if len(units) < 2:
        return None
    ns = [unit.n for unit in units.values()]
    least, most = min(ns), max(ns)
    low = floor(10 * min([target, *(unit.share for unit in units.values())])) / 10
    field = _Field(least, most, Scale(max(0.0, min(low, 0.6)), 1.0, 0.1))
    return Funnel(
        _HEIGHT,
        _BOTTOM,
        target,
        field.y(target),
        field.scale,
        [(field.y(tick.value), tick.value) for tick in field.scale.ticks],
        [(field.x(n), n) for n in _sizes(least, most)],
        [
            (kind, field.limits(target, z * widened * sqrt(target * (1 - target))))
            for kind, z in zip(("near", "far"), _Z, strict=True)
        ],
        [
            Mark(field.x(u.n), field.y(u.share), u.group, names.get(id_, ""), id_ == own)
            for id_, u in sorted(units.items(), key=lambda one: one[0] == own)
        ],
    )


@dataclass(frozen=True, slots=True)
class _Field:
    """Where a number of ratings lies across, by its root, and a share down."""

    least: int
    most: int
    scale: Scale

    def x(self, n: float) -> float:
        reach = sqrt(self.most) - sqrt(self.least) or 1.0
        return round(4 + 92 * (sqrt(n) - sqrt(self.least)) / reach, 2)

    def y(self, value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * self.scale.part(value), 1)

    def limits(self, target: float, reach: float) -> list[tuple[float, float, float, float]]:
        """Short lines along both sides of the target, closing in as n grows."""
        root, to = sqrt(self.least), sqrt(self.most)
        sizes = [(root + (to - root) * i / _STEPS) ** 2 for i in range(_STEPS + 1)]
        return [
            (self.x(a), self.y(target + way / sqrt(a)), self.x(b), self.y(target + way / sqrt(b)))
            for way in (-reach, reach)
            for a, b in pairwise(sizes)
        ]


def _sizes(least: int, most: int) -> Sequence[int]:
    """A few round numbers of ratings to be named beneath."""
    step = 10 ** floor(log10(max(10, most)))
    for parts in ((1, 2, 5, 10, 20, 50), tuple(range(1, 100))):
        named = [step * part // 10 for part in parts if least <= step * part // 10 <= most]
        if len(named) > 1:
            return named[:: max(1, len(named) // 5)]
    return [least, most]
