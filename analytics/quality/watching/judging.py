"""What is usual for a series, and the points at which it is no longer: one function for the rules.

A baseline is frozen after twelve points, so that a slow decline cannot move the very limits that
should show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Literal, NamedTuple

from analytics.numbers import control
from analytics.numbers.watch import EXPECTED, VISIBLE, Method
from analytics.quality.watching.series import BASELINE, Counted, joined, kind_for
from surveys.days import Kind, Period

Side = Literal["above", "below"]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A baseline as it was taken.

    Attributes:
        span: the days it was taken from.
        dispersion: how many times more the shares wander than chance; 1 for a p chart.
        id, why: of its record; None while it is not kept yet.
    """

    span: Period
    bucket: Kind
    points: int
    centre: float
    dispersion: float
    n: int
    id: int | None = None
    why: str | None = None
    on: date | None = None

    @property
    def method(self) -> Method:
        """How the limits are found."""
        return "laney" if self.dispersion > 1 else "p"


class Finding(NamedTuple):
    """A rule that holds at a point.

    Attributes:
        at: the point, counted from 0.
        since: the first point of what the rule looked at.
    """

    at: int
    since: int
    rule: str
    side: Side


class Judged(NamedTuple):
    """The limits of each point, None where it is too small, and what stands out."""

    limits: list[control.Point | None]
    findings: list[Finding]


def chartable(point: Counted, centre: float) -> bool:
    """Whether so many are expected that limits of three sigma mean something."""
    return point.n > 0 and point.n * centre >= EXPECTED


def freeze(months: Sequence[Counted]) -> Frozen | None:
    """The baseline that the first twelve points give; None while there are fewer.

    Args:
        months: whole months, oldest first.
    """
    bucket = kind_for(months)
    return freeze_as(joined(months, bucket), bucket)


def freeze_as(points: Sequence[Counted], bucket: Kind) -> Frozen | None:
    """The same from points that are joined already."""
    told = [point for point in points if point.n][:BASELINE]
    centre = sum(one.count for one in told) / (sum(one.n for one in told) or 1)
    first = [point for point in points if chartable(point, centre)][:BASELINE]
    if len(first) < BASELINE:
        return None
    count, n = [one.count for one in first], [one.n for one in first]
    wander = control.dispersion(count, n)
    return Frozen(
        span=Period(first[0].period.start, first[-1].period.end),
        bucket=bucket,
        points=len(first),
        centre=sum(count) / sum(n),
        dispersion=wander if wander >= VISIBLE else 1.0,
        n=sum(n),
    )


def judge(points: Sequence[Counted], frozen: Frozen) -> Judged:
    """Hold points against a frozen baseline.

    Args:
        points: of one series, oldest first.
    """
    drawn = [i for i, point in enumerate(points) if chartable(point, frozen.centre)]
    limits: list[control.Point | None] = [None] * len(points)
    for i in drawn:
        limits[i] = _limits(points[i], frozen)
    charted = [limit for limit in limits if limit]
    found = [
        Finding(drawn[one.at], drawn[_since(one)], one.rule, one.side)
        for one in control.signals(charted)
    ]
    return Judged(limits, found)


def _since(signal: control.Signal) -> int:
    return signal.at - control.RUN_LENGTH + 1 if signal.rule == "run" else signal.at


def _limits(point: Counted, frozen: Frozen) -> control.Point:
    """Source: ISO 7870-2, p chart; Laney 2002 where ``dispersion`` is over 1."""
    spread = frozen.dispersion * sqrt(frozen.centre * (1 - frozen.centre) / point.n)
    reach = control.SIGMAS * spread
    low, high = max(0.0, frozen.centre - reach), min(1.0, frozen.centre + reach)
    return control.Point(point.share, frozen.centre, low, high)
