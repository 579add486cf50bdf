"""The field of a trend: one slot per period across, one scale down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from portal.charts.marks import Box, Dot, Event, Flag, Label, Level, Limits, Line, Point
from portal.charts.scales import Scale, speaks

# Names of events stand in two rows above the plot, names of periods in one below.
_HEAD, _FOOT, _ROW = 44, 30, 20
# Names closer than this in one row, in percent, would overlap on a phone.
_NEAR = 60.0
T = TypeVar("T")
_NARROW_LABELS, _WIDE_LABELS = 4, 12
# So many letters fit beneath a plot, with the gaps between names: on a phone, and elsewhere.
_NARROW_LETTERS, _WIDE_LETTERS = 30, 84


@dataclass(frozen=True, slots=True)
class Plot:
    """Which period is where, and which value how high."""

    points: Sequence[Point]
    scale: Scale
    height: int
    half: bool = False
    top: int = _HEAD

    @property
    def bottom(self) -> int:
        """The lower edge of the field in pixels."""
        return self.height - _FOOT

    def edge(self, slot: int) -> float:
        """Where a period begins."""
        return round(100 * slot / max(1, len(self.points)), 2)

    def middle(self, slot: int) -> float:
        """Where a period's point stands."""
        return round(100 * (slot + 0.5) / len(self.points), 2)

    def y(self, value: float) -> float:
        """How far down a value stands."""
        return round(self.bottom - (self.bottom - self.top) * self.scale.part(value), 1)

    def rules(self) -> list[Level]:
        """The thin lines of the scale."""
        return [Level("rule", self.y(t.value), t.value) for t in self.scale.ticks]

    def steps(self, values: Sequence[float | None]) -> list[Line]:
        """A line that may change its height from period to period; equal neighbours are one."""
        return [
            Line(self.edge(start), self.y(value), self.edge(end), self.y(value))
            for start, end, value in _spans(values)
            if value is not None
        ]

    def usual(self, limits: Sequence[Limits]) -> list[Box]:
        """The zone between the limits."""
        boxes = []
        for start, end, pair in _spans(limits):
            if pair:
                top, bottom = self.y(pair[1]), self.y(pair[0])
                width = round(self.edge(end) - self.edge(start), 2)
                boxes.append(Box("usual", self.edge(start), top, width, round(bottom - top, 1)))
        return boxes

    def frames(self) -> list[Box]:
        """Empty frames over the whole field: too few responses, or withheld. None is a gap."""
        return [
            Box(
                str(verdict),
                self.edge(start),
                self.top,
                round(self.edge(end) - self.edge(start), 2),
                self.bottom - self.top,
            )
            for start, end, verdict in _spans([p.estimate.verdict for p in self.points])
            if verdict in ("too_few", "withheld")
        ]

    def dots(self, signals: Sequence[str | None]) -> list[Dot | None]:
        """A dot per period that speaks, else None."""
        return [
            Dot("signal" if signal else p.estimate.verdict, self.middle(i), self.y(value), value)
            if (value := p.estimate.value) is not None and speaks(p.estimate)
            else None
            for i, (p, signal) in enumerate(zip(self.points, signals, strict=True))
        ]

    def run(self, dots: Sequence[Dot | None], breaks: set[int]) -> list[Line]:
        """The line from dot to dot; it stops at a period without a dot and at a break."""
        return [
            Line(left.x, left.y, right.x, right.y)
            for i, (left, right) in enumerate(pairwise(dots), start=1)
            if left and right and i not in breaks
        ]

    def reaches(self, limits: Sequence[Limits]) -> list[Line]:
        """Upright intervals where no limits tell what is usual."""
        return [
            Line(self.middle(i), self.y(e.high), self.middle(i), self.y(e.low))
            for i, (e, pair) in enumerate(
                zip((p.estimate for p in self.points), limits, strict=True)
            )
            if pair is None and speaks(e) and e.low is not None and e.high is not None
        ]

    def labels(self) -> list[Label]:
        """The periods' names, thinned to 12, and to 4 of these where the page is narrow.

        Names too long for so many are thinned further.
        """
        longest = max((len(point.label) for point in self.points), default=1)
        wide = max(1, min(_WIDE_LABELS, _WIDE_LETTERS // longest) // (1 + self.half))
        narrow = max(1, min(_NARROW_LABELS, _NARROW_LETTERS // longest))
        every = max(1, -(-len(self.points) // wide))
        shown = range(0, len(self.points), every)
        keep = max(1, -(-len(shown) // narrow))
        return [
            Label(self.middle(i), self.points[i].label, nth % keep != 0)
            for nth, i in enumerate(shown)
        ]

    def flags(self, events: Sequence[Event]) -> list[Flag]:
        """The events, oldest first, their names by turns in the upper and the lower row."""
        flags: list[Flag] = []
        for nth, event in enumerate(sorted(events, key=lambda e: e.at)):
            x, row = self.edge(event.at), 14 + _ROW * (nth % 2)
            crowded = any(x - flag.x < _NEAR for flag in flags if flag.y == row)
            flags.append(Flag(x, row, event.name, before=x > 50, crowded=crowded))
        return flags

    def levels(self, limits: Sequence[Limits], centre: Sequence[float | None]) -> list[Level]:
        """The last centre and limits, as names beside the plot that do not overlap."""
        told = [Level("centre", self.y(c), c) for c in centre[-1:] if c is not None]
        for pair in limits[-1:]:
            for value in reversed(pair or ()):
                y = self.y(value)
                free = all(abs(y - other.y) >= _ROW for other in told)
                if free and self.scale.binds(value):
                    told.append(Level("limit", y, value))
        return told


def _spans(values: Sequence[T]) -> Iterator[tuple[int, int, T]]:
    """Equal neighbours as (start, end, value), the end excluded."""
    start = 0
    for i in range(1, len(values) + 1):
        if i == len(values) or values[i] != values[start]:
            yield start, i, values[start]
            start = i
