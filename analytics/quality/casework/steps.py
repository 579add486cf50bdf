"""What staff do with a case: take it up, hand it on, ask the citizen, close it; each on paper."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from analytics.quality.cases import Case, CaseMessage, CaseStep
from analytics.quality.casework import clocks
from analytics.quality.casework.finding import ASKED, CLOSED, HANDED_OVER, IN_WORK, OPEN
from analytics.quality.casework.keeping import keep_until_forgotten
from surveys import days

SEVERITIES: Final = ("low", "middle", "high")


class NotNow(ValueError):
    """The case is in no state in which this can be done; carries the state."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What triage decides. Source: ISO 10002:2018, 7.4, initial assessment of complaints."""

    type: str
    severity: str
    complex: bool
    owner_name: str
    owner_position: str


def require_open(case: Row[Any]) -> None:
    """Do nothing while somebody works on the case.

    Raises:
        NotNow: it was answered, handed over or closed.
    """
    if case.state not in OPEN:
        raise NotNow(case.state)


def assess(connection: Connection, case: Row[Any], found: Assessed, by: str, why: str) -> None:
    """Decide what a case is, how grave, and who answers for it; its clocks follow the type.

    Raises:
        NotNow: nobody works on it any more.
    """
    require_open(case)
    values = {name: getattr(found, name) for name in Assessed.__slots__}
    change(connection, case, state=ASKED if case.state == ASKED else IN_WORK, **values)
    if (found.type, found.complex) != (case.type, case.complex):
        begun = days.office_day(days.to_ms(case.reopened_at or case.opened_at))
        # A formal complaint runs from the day on which somebody took it for one.
        if found.type == "complaint":
            begun = days.office_day(days.now_ms())
        round_ = 2 if case.reopened_at else 1
        clocks.wind(connection, case.id, found.type, round_, begun, complex_=found.complex)
    clocks.meet(connection, case.id, [clocks.TRANSFER], days.now())
    owner = f"{found.owner_name}, {found.owner_position}".strip(", ")
    note(connection, case.id, "triaged", by, why=" ".join(filter(None, [owner, why])))


def hand_over(
    connection: Connection, case: Row[Any], by: str, why: str, *, unit_id: int | None, body: str
) -> None:
    """Give a case to another unit of ours, which begins anew, or to a body that is not ours.

    The clocks go on: whose fault the delay is does not matter to the citizen.

    Args:
        unit_id: the unit that takes it; None where ``body`` does.

    Raises:
        NotNow: nobody works on it any more.
    """
    require_open(case)
    clocks.meet(connection, case.id, [clocks.TRANSFER], days.now())
    to = {"to_unit_id": unit_id, "to_body": body or None}
    note(connection, case.id, HANDED_OVER, by, why, from_unit_id=case.unit_id, **to)
    if unit_id is not None:
        change(connection, case, unit_id=unit_id, state="new", owner_name=None, owner_position=None)
        return
    end(connection, case, HANDED_OVER, by, why)


def ask(connection: Connection, case: Row[Any], by: str, question: str) -> None:
    """Ask the citizen for a detail; it stands at the receipt.

    Raises:
        NotNow: nobody works on it any more.
    """
    require_open(case)
    said = {"case_id": case.id, "at": days.now(), "by": by, "text": question}
    connection.execute(insert(CaseMessage).values(said))
    clocks.meet(connection, case.id, [clocks.TRANSFER, clocks.ASK], days.now())
    change(connection, case, state=ASKED)
    note(connection, case.id, ASKED, by)


def close(connection: Connection, case: Row[Any], by: str, why: str) -> None:
    """Close a case without an answer; the reason stands at the receipt.

    Raises:
        NotNow: it is closed already.
    """
    require_open(case)
    end(connection, case, CLOSED, by, why)
    note(connection, case.id, CLOSED, by, why)


def end(connection: Connection, case: Row[Any], state: str, by: str, why: str | None) -> None:
    """Set a case to its last state, and the days on which it is forgotten."""
    change(connection, case, state=state, closed_at=days.now(), closed_by=by, closed_why=why)
    keep_until_forgotten(connection, case.id, case.key)


def change(connection: Connection, case: Row[Any], **values: Any) -> None:
    """Write columns of a case."""
    connection.execute(update(Case).where(Case.id == case.id).values(**values))


def note(
    connection: Connection, case_id: int, act: str, by: str, why: str | None = None, **units: Any
) -> None:
    """Put a line on the paper trail."""
    line = {"case_id": case_id, "at": days.now(), "by": by, "act": act, "why": why or None}
    connection.execute(insert(CaseStep).values(**line, **units))


def trail(connection: Connection, case_id: int) -> list[Row[Any]]:
    """The paper trail, oldest first."""
    rows = select(CaseStep.__table__).where(CaseStep.case_id == case_id).order_by(CaseStep.id)
    return list(connection.execute(rows))


def messages(connection: Connection, case_id: int) -> list[Row[Any]]:
    """What was written to and fro, oldest first."""
    rows = select(CaseMessage.__table__).where(CaseMessage.case_id == case_id)
    return list(connection.execute(rows.order_by(CaseMessage.id)))
