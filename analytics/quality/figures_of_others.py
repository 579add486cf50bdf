"""Figures of others: entered with their source, read back for boxes of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import Connection, delete, insert, select

from analytics.numbers.scoring import SCORINGS, Scoring766, scoring_on
from analytics.quality.entered import wrong_link
from analytics.quality.official import OfficialFigure, Scoring
from surveys import days
from surveys.days import Period

Index = Literal["sipas", "766"]
INDEXES: Final[tuple[Index, ...]] = ("sipas", "766")
TOTAL: Final = "total"


class BadFigure(ValueError):
    """A figure that cannot be; carries the field and what is wrong with it, by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(problems)
        self.problems = problems


class AlreadyThere(ValueError):
    """Another value of this figure is entered already; carries it."""


@dataclass(frozen=True, slots=True)
class Official:
    """A figure as an authority published it.

    Attributes:
        index: "sipas" or "766".
        item: "total", or the factor or group of that index.
        out_of: what it can be at most: 100 for percent, 18 for the points of a group.
    """

    index: str
    item: str
    period: Period
    value: float
    out_of: float
    source: str
    link: str | None = None
    published_on: date | None = None

    def columns(self) -> dict[str, Any]:
        """As it is kept."""
        same = ("index", "item", "value", "out_of", "link", "published_on")
        told = {name: getattr(self, name) for name in same}
        span = {"start": self.period.start, "end": self.period.end}
        return {**told, **span, "source": self.source.strip()}

    def problems(self) -> dict[str, str]:
        """What is wrong with it, by field; nothing where it can be entered."""
        today = days.office_day(days.now_ms())
        checks = {
            "index": (self.index in INDEXES, "sipas or 766"),
            "item": (0 < len(self.item.strip()) <= 40, "total, or a factor or group in 40 letters"),
            "end": (self.period.start < self.period.end, "after the first day"),
            "start": (self.period.start <= today, "not in the future"),
            "out_of": (self.out_of > 0, "more than 0"),
            "value": (0 <= self.value <= self.out_of, "from 0 to what it can be at most"),
            "source": (0 < len(self.source.strip()) <= 300, "who published it where, in 300"),
            "link": (
                _is_link(self.link),
                "a web address without personal data",
            ),
            "published_on": ((self.published_on or today) <= today, "not in the future"),
        }
        return {name: wanted for name, (holds, wanted) in checks.items() if not holds}


def _is_link(link: str | None) -> bool:
    return link is None or (link.startswith(("http://", "https://")) and wrong_link(link) is None)


def enter(
    connection: Connection, unit_id: int, figure: Official, by: str, *, replace: bool = False
) -> bool:
    """Keep a figure; False where the same is there already.

    Args:
        by: name and position.
        replace: put it in the place of another value of the same figure.

    Raises:
        BadFigure: it cannot be.
        AlreadyThere: there is another value, and it is not to be replaced.
    """
    if problems := figure.problems():
        raise BadFigure(problems)
    table: Any = OfficialFigure.__table__.c
    same = (
        table.unit_id == unit_id,
        table.index == figure.index,
        table.item == figure.item,
        table.start == figure.period.start,
        table.end == figure.period.end,
    )
    known = connection.execute(select(OfficialFigure.__table__).where(*same)).first()
    if known is not None and _read(known) == figure:
        return False
    if known is not None and not replace:
        raise AlreadyThere(known.value)
    connection.execute(delete(OfficialFigure).where(*same))
    stamp = {"unit_id": unit_id, "entered_at": days.now(), "entered_by": by}
    connection.execute(insert(OfficialFigure).values(**figure.columns(), **stamp))
    return True


def read(connection: Connection, unit_id: int, index: Index | None = None) -> list[Official]:
    """The figures of a unit, the newest period first, its total before its parts."""
    table: Any = OfficialFigure.__table__.c
    asked = select(OfficialFigure.__table__).where(table.unit_id == unit_id)
    if index:
        asked = asked.where(table.index == index)
    found = [_read(row) for row in connection.execute(asked)]
    return sorted(
        found,
        key=lambda one: (-one.period.end.toordinal(), one.index, one.item != TOTAL, one.item),
    )


def _read(row: Any) -> Official:
    period = Period(row.start, row.end)
    told = (row.value, row.out_of, row.source, row.link, row.published_on)
    return Official(row.index, row.item, period, *told)


def table_on(connection: Connection, day: date) -> Scoring766 | None:
    """The points of Decision 766 in force on a day: as they were entered, else as shipped."""
    rows = connection.execute(select(Scoring.__table__).where(Scoring.index == "766"))
    entered = [
        Scoring766(since=row.valid_from, basis=row.basis, **row.points)
        for row in rows
        if row.valid_to is None or day < row.valid_to
    ]
    tables = sorted([*SCORINGS, *entered], key=lambda one: one.since)
    return scoring_on(day, tables)


def enter_table(connection: Connection, table: Scoring766) -> None:
    """Put a table of points into force; one of the same first day is replaced.

    Raises:
        BadFigure: points or the rate are not positive, or nothing says where it was read.
    """
    points = {name: getattr(table, name) for name in ("on_time", "answers", "dossiers", "enough")}
    problems = {name: "more than 0" for name, value in points.items() if value <= 0}
    if not 0 < table.enough <= 1:
        problems["enough"] = "a share of 1"
    if not table.basis.strip():
        problems["basis"] = "where it was read"
    if problems:
        raise BadFigure(problems)
    same = (Scoring.index == "766", Scoring.valid_from == table.since)
    connection.execute(delete(Scoring).where(*same))
    row = {"index": "766", "valid_from": table.since, "valid_to": None}
    connection.execute(insert(Scoring).values(**row, basis=table.basis.strip(), points=points))
