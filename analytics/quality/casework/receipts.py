"""What a citizen does with a receipt: add a detail, mark the answer, ask once more."""

from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select

from analytics.quality.cases import CaseMessage
from analytics.quality.casework import answers, clocks
from analytics.quality.casework.finding import ANSWERED, ASKED, CLOSED, IN_WORK, OPEN, REOPENED
from analytics.quality.casework.keeping import keep_on
from analytics.quality.casework.opening import CITIZEN
from analytics.quality.casework.steps import change, end, note
from surveys import days
from surveys.masking import clean
from surveys.typed import is_blank

# Nobody needs more to say what happened, and a page of them would hide the first.
MOST_MESSAGES: Final = 10


def may_add(case: Row[Any], written: int) -> bool:
    """Whether the citizen may add a detail now.

    Args:
        written: how many messages there are already.
    """
    return case.state in OPEN and written < MOST_MESSAGES


def add(connection: Connection, case: Row[Any], text: str) -> bool:
    """Keep a detail, masked; False where nothing is said or no more is taken."""
    if is_blank(text) or not may_add(case, written(connection, case.id)):
        return False
    said = clean(text)
    message = {"case_id": case.id, "at": days.now(), "by": None, "text": said}
    connection.execute(insert(CaseMessage).values(message))
    if case.state == ASKED:
        change(connection, case, state=IN_WORK)
    return True


def written(connection: Connection, case_id: int) -> int:
    """How many messages the citizen wrote."""
    mine = (CaseMessage.case_id == case_id, CaseMessage.by.is_(None))
    return connection.scalar(select(func.count()).select_from(CaseMessage).where(*mine)) or 0


def may_reopen(case: Row[Any], marked: int | None) -> bool:
    """Whether the citizen may ask once more: after an answer that did not help, and once."""
    helped = marked is None or marked == answers.HELPED
    return case.state == ANSWERED and case.reopened_at is None and not helped


def reopen(connection: Connection, case: Row[Any], why: str) -> bool:
    """Open a case once more, with new clocks; False where it cannot be, or nothing is said.

    Args:
        why: what is still missing, as typed; masked here.
    """
    sent = [row for row in answers.answers(connection, case.id) if row.sent_at]
    if is_blank(why) or not sent or not may_reopen(case, sent[-1].mark):
        return False
    message = {"case_id": case.id, "at": days.now(), "by": None, "text": clean(why)}
    connection.execute(insert(CaseMessage).values(message))
    change(connection, case, state=REOPENED, reopened_at=days.now(), closed_at=None)
    keep_on(connection, case.id, case.key)
    today = days.office_day(days.now_ms())
    clocks.wind(connection, case.id, case.type, 2, today, complex_=case.complex)
    note(connection, case.id, REOPENED, CITIZEN)
    return True


def withdraw(connection: Connection, case: Row[Any]) -> bool:
    """Close a case whose writer needs no answer any more; False where it is over already."""
    if case.state not in OPEN:
        return False
    end(connection, case, CLOSED, CITIZEN, None)
    note(connection, case.id, CLOSED, CITIZEN)
    return True
