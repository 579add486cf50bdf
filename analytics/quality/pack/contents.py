"""What a pack holds: plain data without a language, for every format and both languages alike.

Words are msgids, numbers are unrounded; whoever prints a pack says them in a language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from analytics.numbers.asks import Scope
from analytics.quality.pack.lineage import Command
from analytics.quality.pack.sayings import Figure, Name, Quoted, Said, Value, Written
from analytics.quality.watching.charts import Drawn
from surveys.days import Kind, Period


class Column(NamedTuple):
    """The head of a column, a msgid; one of numbers stands to the right."""

    words: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of whatever can be said; each row has a cell for each column."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def commands(self) -> Iterator[Command]:
        """Those of the figures among its cells."""
        for row in self.rows:
            yield from (cell.command for cell in row if isinstance(cell, Figure) and cell.command)


@dataclass(frozen=True, slots=True)
class Text:
    """Sentences, each a paragraph or, where ``listed``, a point of a list; ``title`` is a msgid."""

    kind: ClassVar[str] = "text"
    said: tuple[Said | Written | Quoted, ...]
    listed: bool = False
    title: str = ""

    @property
    def commands(self) -> Iterator[Command]:
        """None: a sentence repeats figures that stand in a table."""
        yield from ()


class Row(NamedTuple):
    """A figure of a table, and what it is the figure of."""

    label: Said | Name
    figure: Figure


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of figures.

    Attributes:
        first: heads the column of labels.
        banded: whether the intervals are drawn.
        adds: whether no response is in two of its rows.
    """

    kind: ClassVar[str] = "figures"
    caption: str
    first: str
    rows: tuple[Row, ...]
    banded: bool = False
    adds: bool = False

    @property
    def commands(self) -> Iterator[Command]:
        """Those of its rows."""
        yield from (row.figure.command for row in self.rows if row.figure.command)


class Fact(NamedTuple):
    """A number or a name that is no estimate.

    Attributes:
        found: the command that tells it, with the indicator and the member to look at.
    """

    label: str | Said
    value: Value
    found: tuple[Command, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of facts."""

    kind: ClassVar[str] = "facts"
    caption: str
    rows: tuple[Fact, ...]

    @property
    def commands(self) -> Iterator[Command]:
        """Those of its rows."""
        yield from (row.found[0] for row in self.rows if row.found)


class Stretch(NamedTuple):
    """One month or quarter: the share of satisfied, and how the others compare with what is usual.

    ``drawn`` is about the marks of 3 or lower.
    """

    figure: Figure
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Trend:
    """A series, oldest first, for a chart and the table beneath it.

    Attributes:
        bucket: month, or quarter where months are too small.
        baseline: the days that the newest limits come from; None where there are none.
    """

    kind: ClassVar[str] = "trend"
    bucket: Kind
    stretches: tuple[Stretch, ...]
    baseline: Period | None

    @property
    def commands(self) -> Iterator[Command]:
        """Those of its figures."""
        yield from (one.figure.command for one in self.stretches if one.figure.command)


Block = Text | Figures | Facts | Trend | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack; ``title`` is a msgid."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where in the chain the data end: the last block read, when it was sealed, its hash.

    Before the first block ``seal`` is 0, ``sealed_at`` None and ``root`` empty.
    """

    seal: int
    sealed_at: datetime | None
    root: str


@dataclass(frozen=True, slots=True)
class Header:
    """Whose review of what, from which data.

    Attributes:
        kind: the type of the unit, as the register says it.
        above: the unit above, None at the top.
        covered: the days of the period that were over when it was prepared.
        provisional: whether the figures will change: the period, or what was sealed of it, is not
            complete.
        version: of the portal that prepared it.
    """

    slug: str
    unit: Name
    kind: str
    above: Name | None
    scope: Scope
    period: Period
    covered: Period
    provisional: bool
    cut: Cut
    prepared_at: datetime
    version: str


@dataclass(frozen=True, slots=True)
class Pack:
    """The pack of one unit and period."""

    header: Header
    sections: tuple[Section, ...]

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command that its figures name, each once, as they come."""
        blocks = (block for section in self.sections for block in section.blocks)
        return tuple(dict.fromkeys(command for block in blocks for command in block.commands))
