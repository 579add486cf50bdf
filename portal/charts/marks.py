"""What a trend is given, and the marks that it is drawn with: x in percent, y in pixels."""

from dataclasses import dataclass

from portal.charts.scales import Scale, Told

Limits = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its name as the page says it, and what was measured."""

    label: str
    estimate: Told


@dataclass(frozen=True, slots=True)
class Event:
    """What happened before period ``at`` (0-based); one that ``breaks`` interrupts the line."""

    at: int
    name: str
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``kind`` is usual (the zone of usual variation), too_few or withheld."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A point that is shown; ``kind`` is ok, few (hollow) or signal (a diamond).

    A signal has its value beside it where it is ``told``: of neighbours only the farthest out, for
    two values in the width of one could not be read.
    """

    kind: str
    x: float
    y: float
    value: float
    told: bool = True


@dataclass(frozen=True, slots=True)
class Label:
    """A period's name under the plot; a ``minor`` one is left out where the page is narrow."""

    x: float
    text: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """A marked event: where, how high its name stands, and whether it stands before the line.

    The name of a ``crowded`` one is left out where the page is narrow; the table still has it.
    """

    x: float
    y: float
    name: str
    before: bool
    crowded: bool


@dataclass(frozen=True, slots=True)
class Level:
    """The last value of a line, told beside the plot; ``kind`` is centre or limit."""

    kind: str
    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table beneath the chart; ``signal`` names the rule that was broken."""

    label: str
    estimate: Told
    limits: Limits
    signal: str | None
    events: list[str]


@dataclass(frozen=True, slots=True)
class Trend:
    """All that the template draws, in the order of drawing, and the rows of its table."""

    height: int
    top: int
    bottom: int
    scale: Scale
    rules: list[Level]
    usual: list[Box]
    limits: list[Line]
    centre: list[Line]
    frames: list[Box]
    events: list[Flag]
    reaches: list[Line]
    run: list[Line]
    dots: list[Dot]
    labels: list[Label]
    levels: list[Level]
    rows: list[Row]
