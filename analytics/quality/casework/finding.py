"""Finding cases: by number, by receipt, and as a desk lists them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from analytics.quality.cases import Case, CaseAnswer, CaseClock, CaseDeadline, CaseStep
from analytics.quality.casework.clocks import ANSWER, COMPLEX
from surveys import days
from surveys.additions import UnknownReceipt, hash_of
from surveys.working_days import working_days_after

NEW, IN_WORK, ASKED, HANDED_OVER = "new", "in_work", "asked", "handed_over"
ANSWERED, REOPENED, CLOSED = "answered", "reopened", "closed"
OPEN: Final = (NEW, IN_WORK, ASKED, REOPENED)
OVER: Final = (CLOSED, HANDED_OVER)

View = Literal["work", "new", "soon", "overdue", "waiting", "closed"]
VIEWS: Final[tuple[View, ...]] = ("work", "new", "soon", "overdue", "waiting", "closed")
# "Soon" is this many working days ahead, today not counted.
SOON: Final = 2


class UnknownCase(LookupError):
    """No case has this number, or it is not for this reader."""


def find_case(connection: Connection, number: str, *, hold: bool = False) -> Row[Any]:
    """The row of a case.

    Args:
        hold: keep others from changing it until the transaction ends.

    Raises:
        UnknownCase: none has this number.
    """
    asked = select(Case.__table__).where(Case.number == number)
    row = connection.execute(asked.with_for_update() if hold else asked).one_or_none()
    if row is None:
        raise UnknownCase(number)
    return row


def find_by_receipt(connection: Connection, receipt: str, *, hold: bool = False) -> Row[Any]:
    """The case of a receipt in its official form.

    Raises:
        UnknownReceipt: there is none, or it was closed too long ago; nobody can tell which.
    """
    today = days.office_day(days.now_ms())
    asked = select(Case.__table__).where(
        Case.receipt == hash_of(receipt),
        or_(Case.forget_receipt_on.is_(None), Case.forget_receipt_on >= today),
    )
    row = connection.execute(asked.with_for_update() if hold else asked).first()
    if row is None:
        raise UnknownReceipt(receipt)
    return row


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list; ``due_on`` is the last day of the answer, None where none is due."""

    number: str
    type: str
    state: str
    severity: str
    unit_id: int
    service_id: int | None
    opened_at: datetime
    owner_name: str | None
    due_on: date | None
    mark: int | None


_due = (
    select(func.min(CaseDeadline.due_on))
    .where(
        CaseDeadline.case_id == Case.id,
        CaseDeadline.met_at.is_(None),
        CaseDeadline.clock_id.in_(
            select(CaseClock.id).where(CaseClock.step.in_((ANSWER, COMPLEX)))
        ),
    )
    .correlate(Case)
    .scalar_subquery()
)
_mark = (
    select(CaseAnswer.mark)
    .where(CaseAnswer.case_id == Case.id, CaseAnswer.sent_at.is_not(None))
    .order_by(CaseAnswer.number.desc())
    .limit(1)
    .correlate(Case)
    .scalar_subquery()
)

_RECKONED = {"due_on": _due, "mark": _mark}
_COLUMNS = [
    _RECKONED[one.name] if one.name in _RECKONED else getattr(Case, one.name)
    for one in fields(Listed)
]


def _which(view: View, today: date) -> ColumnElement[bool]:
    soon = working_days_after(today, SOON)
    views: dict[View, ColumnElement[bool]] = {
        "new": Case.state.in_((NEW, REOPENED)),
        "soon": and_(Case.state.in_(OPEN), _due.between(today, soon)),
        "overdue": and_(Case.state.in_(OPEN), _due < today),
        "work": Case.state.in_(OPEN),
        "waiting": Case.state.in_((ASKED, ANSWERED)),
        "closed": Case.state.in_(OVER),
    }
    return views[view]


def list_cases(
    connection: Connection, unit_ids: Sequence[int], view: View, limit: int = 100, offset: int = 0
) -> list[Listed]:
    """The cases of units in a view: what is due first stands first, what was closed last too."""
    today = days.office_day(days.now_ms())
    order = [Case.closed_at.desc()] if view == "closed" else [_due.is_(None), _due, Case.id]
    rows = connection.execute(
        select(*_COLUMNS)
        .where(Case.unit_id.in_(unit_ids), _which(view, today))
        .order_by(*order)
        .limit(limit)
        .offset(offset)
    )
    return [Listed(*row) for row in rows]


def count_cases(connection: Connection, unit_ids: Collection[int]) -> dict[View, int]:
    """How many cases each view has."""
    today = days.office_day(days.now_ms())
    counts = [func.count().filter(_which(view, today)).label(view) for view in VIEWS]
    row = connection.execute(select(*counts).where(Case.unit_id.in_(unit_ids))).one()
    return {view: getattr(row, view) or 0 for view in VIEWS}


class HandedOn(NamedTuple):
    """A case that a unit gave away: its number, the day, and who took it."""

    number: str
    at: datetime
    to_unit_id: int


def list_handed_on(
    connection: Connection, unit_ids: Sequence[int], limit: int = 50
) -> list[HandedOn]:
    """What these units gave to others, newest first; they can no longer open it."""
    rows = connection.execute(
        select(Case.number, CaseStep.at, CaseStep.to_unit_id)
        .join(Case, Case.id == CaseStep.case_id)
        .where(
            CaseStep.act == HANDED_OVER,
            CaseStep.from_unit_id.in_(unit_ids),
            CaseStep.to_unit_id.not_in(unit_ids),
        )
        .order_by(CaseStep.id.desc())
        .limit(limit)
    )
    return [HandedOn(row.number, row.at, row.to_unit_id or 0) for row in rows]
