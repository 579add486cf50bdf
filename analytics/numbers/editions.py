"""Editions: the cells of the published table as they stand, and how one is written anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from analytics.numbers.estimates import Estimate
from analytics.numbers.published import ALL_SERVICES, WITHHELD, Published, PublishedKind
from analytics.numbers.suppression import Place, Reason
from analytics.numbers.withholding import QUESTIONS
from surveys.days import Period

# Any number, as long as every publisher asks for the same one.
_PG_LOCK: Final = 7_041_809_2


Row = dict[str, Any]


class Cell(NamedTuple):
    """A unit's own responses of a month or quarter, or a city's whole tree; one group's or all."""

    unit_id: int
    kind: PublishedKind
    start: date
    tree: bool
    group: int = ALL_SERVICES

    @property
    def place(self) -> Place:
        """Where it stands among the cells of its quarter."""
        unit = None if self.tree else self.unit_id
        month = self.start.month if self.kind == "month" else None
        return Place(unit, month, self.group or None)


@dataclass(slots=True)
class Standing:
    """A cell as it was last published; ``told`` are the questions that were not withheld."""

    told: set[str] = field(default_factory=set)


def standing(connection: Connection, unit_ids: Iterable[int], span: Period) -> dict[Cell, Standing]:
    """The published cells of some units that begin within a span."""
    rows = connection.execute(
        select(Published.__table__).where(
            Published.unit_id.in_(unit_ids),
            Published.service_group_id == ALL_SERVICES,
            Published.indicator.in_(QUESTIONS),
            Published.start >= span.start,
            Published.start < span.end,
        )
    )
    published: dict[Cell, Standing] = {}
    for row in rows:
        cell = Cell(row.unit_id, row.kind, row.start, row.scope == "tree")
        known = published.setdefault(cell, Standing())
        if row.verdict != WITHHELD:
            known.told.add(row.indicator)
    return published


def row_of(cell: Cell, id: str, estimate: Estimate, reason: Reason | None) -> Row:
    """The columns that an indicator of a cell fills; figures None where there is a reason."""
    row = {
        "unit_id": cell.unit_id,
        "kind": cell.kind,
        "start": cell.start,
        "service_group_id": cell.group,
        "scope": "tree" if cell.tree else "own",
        "indicator": id,
        "reason": reason,
        **estimate.named(),
    }
    if reason is None:
        return row
    return row | dict.fromkeys(("value", "low", "high", "n", "count")) | {"verdict": WITHHELD}


def write(connection: Connection, cells: Iterable[Cell], rows: list[Row]) -> None:
    """Put these cells in the place of what they were."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _PG_LOCK})
    table = Published.__table__.c
    names = {"unit_id": "unit_id", "kind": "kind", "start": "start", "group": "service_group_id"}
    # An indicator that is no longer defined on a cell must go too.
    old = delete(Published).where(
        *(table[column] == bindparam(f"of_{name}") for name, column in names.items())
    )
    connection.execute(old, [{f"of_{name}": getattr(c, name) for name in names} for c in cells])
    connection.execute(insert(Published), rows)


def restamp(connection: Connection, unit_ids: Iterable[int], span: Period, edition: Row) -> None:
    """Date all that is withheld in a span anew.

    From an older date a reader would see that nothing came to a withheld cell, and so what came
    to those beside it.
    """
    connection.execute(
        update(Published)
        .where(
            Published.unit_id.in_(unit_ids),
            Published.start >= span.start,
            Published.start < span.end,
            Published.verdict == WITHHELD,
        )
        .values(**edition)
    )
