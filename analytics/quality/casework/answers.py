"""Answers: drafted, looked at by a second person where nothing could be done, sent, marked."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update

from analytics.quality.cases import CaseAnswer, CaseMessage
from analytics.quality.casework import clocks, gate
from analytics.quality.casework.finding import ANSWERED, CLOSED, IN_WORK, REOPENED
from analytics.quality.casework.gate import Draft
from analytics.quality.casework.keeping import keep_until_forgotten
from analytics.quality.casework.opening import CITIZEN
from analytics.quality.casework.steps import NotNow, change, end, note, require_open
from surveys import days

HELPED, PARTLY, NOT = 5, 3, 1
MARKS: Final = (HELPED, PARTLY, NOT)


class ChangedMeanwhile(ValueError):
    """Somebody else changed the draft, or the citizen wrote more, after this page was opened."""


class NotReady(ValueError):
    """The gate holds the answer back; carries the reasons by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


class NeedsSecond(ValueError):
    """A refusal leaves only after somebody else has read it."""


class NotHere(ValueError):
    """A formal complaint is handed over; it is not answered without a name."""


def answers(connection: Connection, case_id: int) -> list[Row[Any]]:
    """All answers of a case, oldest first; the last one may be a draft."""
    rows = select(CaseAnswer.__table__).where(CaseAnswer.case_id == case_id)
    return list(connection.execute(rows.order_by(CaseAnswer.number)))


def draft_of(rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """The draft among a case's answers, if there is one."""
    return rows[-1] if rows and rows[-1].sent_at is None else None


def save_draft(
    connection: Connection, case: Row[Any], draft: Draft, by: str, revision: int
) -> Row[Any]:
    """Keep a draft, complete or not.

    Args:
        case: held by this transaction.
        revision: of the draft as its writer saw it; 0 where there was none.

    Raises:
        ChangedMeanwhile: another one was saved in between; nothing is kept.
        NotHere: it is a formal complaint.
        NotNow: nobody works on the case any more.
    """
    require_open(case)
    if case.type == "complaint" and not draft.refusal:
        raise NotHere
    before = draft_of(answers(connection, case.id))
    if (before.revision if before else 0) != revision:
        raise ChangedMeanwhile
    values = asdict(draft) | {"drafted_at": days.now(), "drafted_by": by}
    # Whoever approved it approved other words.
    values |= {"revision": revision + 1, "approved_at": None, "approved_by": None}
    if before:
        connection.execute(update(CaseAnswer).where(CaseAnswer.id == before.id).values(values))
    else:
        number = select(func.count()).where(CaseAnswer.case_id == case.id)
        place = {"case_id": case.id, "number": (connection.scalar(number) or 0) + 1}
        connection.execute(insert(CaseAnswer).values(values | place))
    if case.state in ("new", REOPENED):
        change(connection, case, state=IN_WORK)
    return answers(connection, case.id)[-1]


def send(
    connection: Connection, case: Row[Any], by: str, revision: int, heard: int, person: str
) -> None:
    """Let the draft leave: it stands at the receipt from now on.

    Args:
        case: held by this transaction.
        by: who sends it; ``person`` is the same as ``same_person`` compares them.
        revision: of the draft that was read.
        heard: the id of the citizen's last message that was read, 0 where there was none.

    Raises:
        ChangedMeanwhile: the draft is another one by now, or the citizen wrote more.
        NotReady: the gate holds it back.
        NeedsSecond: it refuses, and its own writer sends it.
        NotNow: nobody works on the case any more.
    """
    require_open(case)
    row = draft_of(answers(connection, case.id))
    if row is None or row.revision != revision or last_heard(connection, case.id) > heard:
        raise ChangedMeanwhile
    problems = gate.missing(draft_in(row))
    if problems:
        raise NotReady(problems)
    if row.refusal and same_person(row.drafted_by, person):
        raise NeedsSecond
    now = days.now()
    sent = {"sent_at": now} | ({"approved_at": now, "approved_by": by} if row.refusal else {})
    connection.execute(update(CaseAnswer).where(CaseAnswer.id == row.id).values(sent))
    _settle(connection, case, by, now, public=row.public and not row.refusal)


def _settle(
    connection: Connection, case: Row[Any], by: str, now: datetime, *, public: bool
) -> None:
    done = [clocks.TRANSFER, clocks.ASK, clocks.ANSWER, clocks.COMPLEX]
    clocks.meet(connection, case.id, done, now)
    round_, today = 2 if case.reopened_at else 1, days.office_day(days.now_ms())
    clocks.wind_publishing(connection, case.id, case.type, round_, today)
    if public:
        clocks.meet(connection, case.id, [clocks.PUBLISH], now)
    change(connection, case, state=ANSWERED)
    note(connection, case.id, ANSWERED, by)


def publish(connection: Connection, case: Row[Any], by: str, *, public: bool) -> None:
    """Put the newest answer on the unit's public page, or take it off.

    Raises:
        NotNow: no answer of this case may stand there: none was sent, or it refuses.
    """
    sent = [row for row in answers(connection, case.id) if row.sent_at]
    if not sent or sent[-1].refusal or sent[-1].public == public:
        raise NotNow(case.state)
    shown = update(CaseAnswer).where(CaseAnswer.id == sent[-1].id).values(public=public)
    connection.execute(shown)
    if public:
        clocks.meet(connection, case.id, [clocks.PUBLISH], days.now())
    note(connection, case.id, "published" if public else "unpublished", by)


def draft_in(row: Row[Any]) -> Draft:
    """The words of an answer's row."""
    return Draft(**{name: getattr(row, name) for name in Draft.__slots__})


def last_heard(connection: Connection, case_id: int) -> int:
    """The id of the last message of the citizen, 0 where there is none."""
    newest = select(func.max(CaseMessage.id)).where(
        CaseMessage.case_id == case_id, CaseMessage.by.is_(None)
    )
    return connection.scalar(newest) or 0


def same_person(written: str, person: str) -> bool:
    """Whether "Name, position" was written down of this name, in whatever position then."""
    return written == person or written.startswith(f"{person}, ")


def mark_answer(connection: Connection, case: Row[Any], mark: int) -> bool:
    """Keep the citizen's mark of the newest answer; the case is closed when it helped.

    Returns:
        False where there is no answer to mark.
    """
    sent = [row for row in answers(connection, case.id) if row.sent_at]
    if case.state != ANSWERED or not sent:
        return False
    marked = {"mark": mark, "marked_at": days.now()}
    connection.execute(update(CaseAnswer).where(CaseAnswer.id == sent[-1].id).values(marked))
    if mark == HELPED:
        end(connection, case, CLOSED, CITIZEN, None)
        note(connection, case.id, CLOSED, CITIZEN)
    elif case.reopened_at:
        # A second time the next instance is offered; here it is over, and found for 90 days more.
        keep_until_forgotten(connection, case.id, case.key)
    return True
