"""A figure over time, with the limits of its usual variation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from math import ceil, floor
from typing import TypeVar

from portal.charts.marks import Dot, Event, Limits, Point, Row, Trend
from portal.charts.plots import Plot
from portal.charts.scales import Scale, speaks

T = TypeVar("T")


def trend(
    points: Sequence[Point],
    limits: Sequence[Limits] = (),
    centre: Sequence[float | None] = (),
    events: Sequence[Event] = (),
    verdicts: Sequence[str | None] = (),
    *,
    scale: Scale | None = None,
    height: int = 260,
    half: bool = False,
) -> Trend:
    """Place a series of shares (or of what ``scale`` measures), one slot per period.

    Args:
        points: every period of the range, oldest first, also the empty ones.
        limits: lower and upper limit per period, None where there are none yet.
        centre: centre line per period; it steps where the baseline was set anew.
        events: marked events.
        verdicts: per period the rule that was broken, in words, or None; such a point is a signal.
        scale: of the values; by default the tenths around all that is drawn.
        height: of the whole drawing in pixels.
        half: it stands beside another one, so that fewer periods are named.

    Limits, centre and verdicts are either empty or as long as ``points``.

    Raises:
        ValueError: their lengths differ.
    """
    usual = _per_period(limits, points)
    middle = _per_period(centre, points)
    signals = _per_period(verdicts, points)
    plot = Plot(points, scale or _scale_around(points, usual), height, half)
    return _laid_out(plot, usual, middle, events, signals)


def _laid_out(
    plot: Plot,
    usual: Sequence[Limits],
    middle: Sequence[float | None],
    events: Sequence[Event],
    signals: Sequence[str | None],
) -> Trend:
    dots = _farthest_told(plot.dots(signals), middle)
    edges = [
        plot.steps([pair[end] if pair and plot.scale.binds(pair[end]) else None for pair in usual])
        for end in (0, 1)
    ]
    return Trend(
        height=plot.height,
        top=plot.top,
        bottom=plot.bottom,
        scale=plot.scale,
        rules=plot.rules(),
        usual=plot.usual(usual),
        limits=[line for edge in edges for line in edge],
        centre=plot.steps(middle),
        frames=plot.frames(),
        events=plot.flags(events),
        reaches=plot.reaches(usual),
        run=plot.run(dots, {event.at for event in events if event.breaks}),
        dots=[dot for dot in dots if dot],
        labels=plot.labels(),
        levels=plot.levels(usual, middle),
        rows=[
            Row(p.label, p.estimate, pair, signal, [e.name for e in events if e.at == i])
            for i, (p, pair, signal) in enumerate(zip(plot.points, usual, signals, strict=True))
        ],
    )


def _farthest_told(dots: Sequence[Dot | None], middle: Sequence[float | None]) -> list[Dot | None]:
    """The same dots; of signals that are neighbours only the one farthest out tells its value."""
    told = list(dots)
    for signal, run in groupby(range(len(dots)), lambda i: _is_signal(dots[i])):
        if signal:
            places = list(run)
            far = max(places, key=lambda i: _distance(dots[i], middle[i]))
            for i in places:
                dot = dots[i]
                told[i] = replace(dot, told=i == far) if dot else None
    return told


def _is_signal(dot: Dot | None) -> bool:
    return dot is not None and dot.kind == "signal"


def _distance(dot: Dot | None, centre: float | None) -> float:
    return abs(dot.value - (centre or 0.0)) if dot else 0.0


def _per_period(given: Sequence[T | None], points: Sequence[Point]) -> Sequence[T | None]:
    if given and len(given) != len(points):
        raise ValueError(f"{len(given)} values for {len(points)} periods")
    return given or [None] * len(points)


def _scale_around(points: Sequence[Point], limits: Sequence[Limits]) -> Scale:
    """Tenths (fifths where many) around all values, or zero to one half when there is none."""
    drawn = list(_drawn(points, limits))
    low = floor(min(drawn, default=0.0) * 10) / 10
    high = min(1.0, max(low + 0.3, ceil(max(drawn, default=0.5) * 10) / 10))
    low = max(0.0, min(low, high - 0.3))
    return Scale(low, high, 0.1) if high - low <= 0.55 else Scale(floor(low * 5) / 5, 1.0, 0.2)


def _drawn(points: Sequence[Point], limits: Sequence[Limits]) -> Iterator[float]:
    for point, pair in zip(points, limits, strict=True):
        yield from pair or ()
        if speaks(point.estimate):
            ends = () if pair else (point.estimate.low, point.estimate.high)
            yield from (v for v in (point.estimate.value, *ends) if v is not None)
