"""What every format prints of a pack: words in one language, and the places of its charts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal import charts
from portal.charts import IntervalBar, Scale


@dataclass(frozen=True, slots=True)
class DrawnText:
    """Sentences."""

    kind: ClassVar[str] = "text"
    title: str
    said: list[str]
    listed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table of figures; ``found`` is its command's number, ``bar`` its band."""

    label: str
    n: str
    value: str
    interval: str
    remark: str
    bar: IntervalBar | None
    found: int | None


@dataclass(frozen=True, slots=True)
class DrawnFigures:
    """A table of figures; where its intervals are drawn, all on one ``scale``."""

    kind: ClassVar[str] = "figures"
    caption: str
    first: str
    lines: list[Line]
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class DrawnFacts:
    """A table of facts: (label, value, command's number or None)."""

    kind: ClassVar[str] = "facts"
    caption: str
    rows: list[tuple[str, str, int | None]]

    @property
    def referred(self) -> bool:
        """Whether any row has a command."""
        return any(found for _label, _value, found in self.rows)


@dataclass(frozen=True, slots=True)
class Month:
    """A row beneath the chart."""

    line: Line
    unsatisfied: str
    limits: str


@dataclass(frozen=True, slots=True)
class DrawnTrend:
    """The chart and its table.

    Attributes:
        says: what the chart shows, in one sentence.
        told: what stands below the chart, after its number.
        caption, first: of the table, and of its first column.
    """

    kind: ClassVar[str] = "trend"
    says: str
    told: str
    caption: str
    first: str
    chart: charts.Trend
    months: list[Month]


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table of words; a column is its head and whether it holds numbers."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: list[tuple[str, bool]]
    rows: list[list[str]]


Drawn = DrawnText | DrawnFigures | DrawnFacts | DrawnTrend | DrawnTable


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section: its number and title, and its blocks."""

    id: str
    title: str
    blocks: list[Drawn]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole pack, ready to be printed.

    Attributes:
        above: the superior authority, or "".
        unit: who issues it.
        number_of: its number and sign, with room for the number.
        place: where it is signed, on ``date``.
        period: "Q4 of 2024".
        provisional: the days told of a period that is not complete, or None.
        about: (label, value) at the head.
        commands: (number, parts), a command in the pieces that a line may break between.
        root: the hash of the last block that was read, or "".
    """

    above: str
    unit: str
    number_of: str
    place: str
    date: date
    period: str
    provisional: str | None
    about: list[tuple[str, str]]
    chapters: list[Chapter]
    commands: list[tuple[int, list[str]]]
    root: str
