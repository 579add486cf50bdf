"""A figure as a band with a dot on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from portal.charts.scales import Scale, Told, share_scale, speaks

# The largest dot is 22 pixels across and the narrowest chart 240: a shorter band may lie under it.
_HIDDEN: Final = 9.5


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """One estimate on a scale, places in percent.

    Without ``dot`` there is only a frame: too few, none, or withheld. ``band`` is (start, width);
    an estimate without interval has a dot and no band. ``goal`` is the target's place.
    """

    estimate: Told
    scale: Scale
    dot: float | None = None
    band: tuple[float, float] | None = None
    target: float | None = None
    goal: float | None = None

    @property
    def tight(self) -> bool:
        """Whether the dot may hide the band, so that its ends need marks of their own."""
        return self.band is not None and self.band[1] < _HIDDEN


def scale_of(estimates: Iterable[Told], target: float | None = None) -> Scale:
    """One scale for all the shares of a table: bands that are compared share their scale."""
    spoken = [e for e in estimates if speaks(e)]
    return share_scale([*(e.value for e in spoken), *(e.low for e in spoken), target])


def interval_bar(estimate: Told, scale: Scale, target: float | None = None) -> IntervalBar:
    """Place one estimate on a scale.

    Args:
        estimate: in the units of the scale, shares as fractions of 1.
        scale: shared by all bars that are compared.
        target: in the same units; drawn for every verdict, so that rows stay comparable.
    """
    goal = None if target is None else scale.x(target)
    if estimate.value is None or not speaks(estimate):
        return IntervalBar(estimate, scale, target=target, goal=goal)
    band = None
    if estimate.low is not None and estimate.high is not None:
        start = scale.x(estimate.low)
        band = (start, round(scale.x(estimate.high) - start, 2))
    return IntervalBar(estimate, scale, scale.x(estimate.value), band, target, goal)
