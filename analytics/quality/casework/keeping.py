"""How long a case is found by its receipt and its contact kept: 90 days after it was closed."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from analytics.quality.cases import Case, CaseAnswer, CaseMessage, CaseStep
from analytics.quality.casework.finding import ANSWERED, CLOSED, OPEN
from analytics.text.erasing import erase_comment
from analytics.text.responses import words_of
from surveys import days
from surveys.contacts import KEPT_DAYS, Contact
from surveys.places import Succession
from surveys.responses import Pending

# An answer that nobody marks or doubts for so many days closes its case. Source: our own rule.
QUIET_DAYS: Final = 15


def last_day() -> date:
    """The last day on which a case that is closed now is found by its receipt."""
    return days.office_day(days.now_ms()) + timedelta(days=KEPT_DAYS)


def keep_until_forgotten(connection: Connection, case_id: int, key: str) -> None:
    """Set the day after which the receipt opens nothing and the contact is deleted."""
    receipt = update(Case).where(Case.id == case_id).values(forget_receipt_on=last_day())
    contact = update(Contact).where(Contact.key == key).values(delete_on=last_day())
    connection.execute(receipt)
    connection.execute(contact)


def keep_on(connection: Connection, case_id: int, key: str) -> None:
    """Keep both for as long as the case is worked on."""
    connection.execute(update(Case).where(Case.id == case_id).values(forget_receipt_on=None))
    connection.execute(update(Contact).where(Contact.key == key).values(delete_on=None))


def close_quiet_ones(connection: Connection) -> int:
    """Close the cases whose answer nobody doubted; how many."""
    since = days.now() - timedelta(days=QUIET_DAYS)
    answered = select(CaseAnswer.case_id).where(CaseAnswer.sent_at.is_not(None))
    recent = answered.where(CaseAnswer.sent_at > since)
    quiet = connection.execute(
        select(Case.id, Case.key).where(Case.state == ANSWERED, Case.id.not_in(recent))
    ).all()
    for case in quiet:
        ended = {"state": CLOSED, "closed_at": days.now(), "closed_by": ""}
        connection.execute(update(Case).where(Case.id == case.id).values(ended))
        keep_until_forgotten(connection, case.id, case.key)
        _note(connection, case.id, CLOSED)
    return len(quiet)


def forget_receipts(connection: Connection) -> int:
    """Blank the receipts of cases whose last day is over; how many."""
    today = days.office_day(days.now_ms())
    over = update(Case).where(Case.forget_receipt_on < today)
    return int(connection.execute(over.values(receipt=None, forget_receipt_on=None)).rowcount)


def follow_succession(connection: Connection) -> int:
    """Hand the open cases of units that are no more to their successors; how many.

    A unit that was divided leaves them to the successor of most of it, or else to the first.
    """
    heirs: dict[int, int] = {}
    followed = select(Succession.from_id, Succession.to_id, Succession.share).where(
        Succession.performed_at.is_not(None)
    )
    for from_id, to_id, share in connection.execute(followed.order_by(Succession.id)):
        if share == "whole" or (share == "part" and from_id not in heirs):
            heirs[from_id] = to_id
    ended = select(Case.id, Case.unit_id).where(
        Case.unit_id.in_(heirs), Case.state.in_((*OPEN, ANSWERED))
    )
    moved: list[Row[Any]] = list(connection.execute(ended)) if heirs else []
    for case in moved:
        to = heirs[case.unit_id]
        connection.execute(update(Case).where(Case.id == case.id).values(unit_id=to))
        _note(connection, case.id, "handed_over", from_unit_id=case.unit_id, to_unit_id=to)
    return len(moved)


def erase(connection: Connection, case: Row[Any]) -> None:
    """Empty all that the citizen wrote, sealed or not, and delete the contact; the mark stays."""
    for word in words_of(connection, case.said_unit_id, case.said_on, case.key, own=True):
        erase_comment(connection, word.id)
    connection.execute(update(Pending).where(Pending.key == case.key).values(comment=None))
    written = (CaseMessage.case_id == case.id, CaseMessage.by.is_(None))
    connection.execute(update(CaseMessage).where(*written).values(text=None))
    connection.execute(delete(Contact).where(Contact.key == case.key))


def _note(connection: Connection, case_id: int, act: str, **units: int) -> None:
    line = {"case_id": case_id, "at": days.now(), "by": "", "act": act}
    connection.execute(insert(CaseStep).values(**line, **units))
