"""Lists of records: of a unit and those below it, and what is overdue, with whom to tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from analytics.quality.actions.records import NC, today
from analytics.quality.actions.states import OPEN
from analytics.quality.nonconformities import EffectCheck, Step
from surveys import days
from surveys.working_days import working_days_after, working_days_between
from translations import mark

Filter = Literal["open", "overdue", "waiting", "closed"]
Lacking = Literal["start", "action", "closing"]

FILTERS: Final[dict[str, str]] = {
    "open": mark("Open"),
    "overdue": mark("Overdue"),
    "waiting": mark("Waiting for their effect"),
    "closed": mark("Closed"),
}
START_WITHIN: Final = 5
CLOSE_WITHIN: Final = 10
"""Working days from opening to a plan, and from a verdict to closing. Rules of the house."""

LEVELS: Final = (1, 6, 11)
"""Working days late at which the owner, the leader, the unit above is told. Rule of the house."""

LACKS: Final[dict[str, str]] = {
    "start": mark("no action is planned"),
    "action": mark("the action is not done"),
    "closing": mark("the effect is known, nobody has closed it"),
}
CHECK = EffectCheck.__table__


class Listed(SimpleNamespace):
    """A row as ``overdue_of`` reads it, put together from a record that was read already."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A record that somebody waits for.

    Attributes:
        lacks: what is missing.
        due_on: when it should have been there.
        late: working days since then, 1 or more.
        level: who has to hear of it: 1 the owner, 2 the unit's leader, 3 the unit above.
    """

    number: str
    unit_id: int
    owner_name: str | None
    owner_position: str | None
    description: str
    lacks: Lacking
    due_on: date
    late: int

    @property
    def level(self) -> int:
        """How far it has escalated."""
        return sum(self.late >= days_late for days_late in LEVELS)


def list_overdue(connection: Connection, unit_ids: Collection[int] | None = None) -> list[Overdue]:
    """Everything that is overdue today, the latest first.

    Args:
        unit_ids: of these units only; None is the whole city.
    """
    found = [one for row in _open_rows(connection, unit_ids) for one in _late(row)]
    return sorted(found, key=lambda one: (-one.late, one.number))


def overdue_of(row: Any) -> Overdue | None:
    """What one row, of ``list_records``, is late with."""
    return next(_late(row), None)


def _late(row: Any) -> Iterator[Overdue]:
    lacks, due = _lacking(row)
    if due is None or due >= today():
        return
    late = max(1, working_days_between(due + timedelta(days=1), today() + timedelta(days=1)))
    owner = (row.owner_name, row.owner_position)
    yield Overdue(row.number, row.unit_id, *owner, row.description, lacks, due, late)


def _lacking(row: Any) -> tuple[Lacking, date | None]:
    begun = _day(row.since or row.opened_at)
    if row.state in ("new", "in_work", "reopened"):
        # After a reopening the old plan does not count.
        if row.due_on is None or row.due_on < begun:
            return "start", working_days_after(begun, START_WITHIN)
        return "action", row.due_on
    told = row.checked_at if row.acted_on else row.since
    if row.state == "closed" or (row.acted_on and row.verdict == "too_little"):
        return "closing", None
    return "closing", working_days_after(_day(told), CLOSE_WITHIN) if told else None


def _day(at: Any) -> date:
    return days.office_day(days.to_ms(at))


def _rows() -> Any:
    """Records with what is known of their newest check, and when they last changed state."""
    turn = ("opened", "reopened", "none", "moved")
    since = (
        select(func.max(Step.at))
        .where(Step.nonconformity_id == NC.c.id, Step.act.in_(turn))
        .correlate(NC)
        .scalar_subquery()
    )
    other = CHECK.alias()
    newest = select(func.max(other.c.number)).where(other.c.nonconformity_id == NC.c.id)
    told = and_(
        CHECK.c.nonconformity_id == NC.c.id,
        CHECK.c.number == newest.correlate(NC).scalar_subquery(),
    )
    columns = (CHECK.c.due_on.label("check_on"), CHECK.c.checked_at, CHECK.c.verdict)
    return select(NC, *columns, since.label("since")).join(CHECK, told, isouter=True)


def _open_rows(connection: Connection, unit_ids: Collection[int] | None) -> list[Any]:
    asked = _rows().where(NC.c.state.in_(OPEN))
    if unit_ids is not None:
        asked = asked.where(NC.c.unit_id.in_(unit_ids))
    return list(connection.execute(asked.order_by(NC.c.id)))


def list_records(
    connection: Connection, unit_ids: Collection[int], kept: Filter, limit: int, offset: int
) -> tuple[list[Any], int]:
    """Records of some units, those due first on top, and how many there are in all."""
    if kept == "overdue":
        told = [(one.late, row) for row in _open_rows(connection, unit_ids) for one in _late(row)]
        told.sort(key=lambda pair: (-pair[0], pair[1].number))
        return [row for _days, row in told[offset : offset + limit]], len(told)
    where = and_(NC.c.unit_id.in_(unit_ids), _kept(kept))
    total = connection.scalar(select(func.count()).select_from(NC).where(where)) or 0
    order = [NC.c.closed_at.desc()] if kept == "closed" else [NC.c.due_on.is_(None), NC.c.due_on]
    asked = _rows().where(where).order_by(*order, NC.c.id.desc())
    return list(connection.execute(asked.limit(limit).offset(offset))), total


def _kept(kept: Filter) -> ColumnElement[bool]:
    if kept == "waiting":
        return NC.c.state == "waiting"
    return NC.c.state == "closed" if kept == "closed" else or_(NC.c.state.in_(OPEN))


def count_open(connection: Connection, unit_ids: Collection[int]) -> dict[int, int]:
    """How many open records each unit has; units without any are missing."""
    asked = select(NC.c.unit_id, func.count()).where(NC.c.state.in_(OPEN))
    rows = connection.execute(asked.where(NC.c.unit_id.in_(unit_ids)).group_by(NC.c.unit_id))
    return {row[0]: row[1] for row in rows}
