"""A few made-up cases, so that the desk and a follow-up page can be looked at."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from analytics.quality.cases import Case, CaseDeadline
from analytics.quality.casework import answers, steps
from analytics.quality.casework.finding import ANSWERED, find_case
from analytics.quality.casework.gate import Draft
from analytics.quality.casework.opening import Beginning, open_case
from analytics.quality.casework.phrases import find_phrase
from analytics.quality.casework.steps import Assessed
from surveys import additions, codes, days
from surveys.responses import Comment, Entry

LEADER = "lanh-dao-minh-hoa, Lãnh đạo"
OWNER = ("Bà Phạm Minh Hoa", "Phó Chủ tịch")
CALL = "Bộ phận tiếp nhận và trả kết quả, 0225 3000 000 (số minh họa)"
# What is done with each, the newest comment first.
_WAYS = ("new", "new", "late", "taken", "asked", "answered", "helped", "public")


def make(connection: Connection, unit_id: int, receipt_key: bytes) -> None:
    """Open a case for each of the newest low comments of a unit, and take them various ways.

    Args:
        receipt_key: 32 bytes, the key of the label "receipt".
    """
    for way, said in zip(_WAYS, _comments(connection, unit_id), strict=False):
        receipt = codes.receipt(receipt_key, said.key)
        begun = Beginning(
            *(said.key, said.unit_id, said.day, said.service_id, said.locale),
            receipt=additions.hash_of(receipt),
            simulated=True,
        )
        number = open_case(connection, begun)
        _go(connection, number, way)


def follow_up_code(connection: Connection, receipt_key: bytes) -> str | None:
    """The code that leads to a made-up answer; None where there is none."""
    answered = select(Case.key).where(Case.simulated, Case.state == ANSWERED).order_by(Case.id)
    key = connection.scalar(answered.limit(1))
    return None if key is None else codes.receipt(receipt_key, key)


def _comments(connection: Connection, unit_id: int) -> list[Row[Any]]:
    columns: tuple[Any, ...] = (Entry.key, Entry.unit_id, Entry.day, Entry.service_id, Entry.locale)
    asked: Select[Any] = (
        select(*columns)
        .join(Comment, Comment.response_id == Entry.id)
        .where(Entry.unit_id == unit_id, Entry.overall <= 3, Comment.text.is_not(None))
        .order_by(Entry.day.desc(), Entry.id)
        .limit(len(_WAYS))
    )
    return list(connection.execute(asked))


def _go(connection: Connection, number: str, way: str) -> None:
    case = find_case(connection, number)
    if way == "new":
        return
    if way == "late":
        last = days.office_day(days.now_ms()) - timedelta(days=1)
        late = update(CaseDeadline).where(CaseDeadline.case_id == case.id)
        connection.execute(late.values(due_on=last))
        return
    steps.assess(connection, case, Assessed("suggestion", "middle", False, *OWNER), LEADER, "")
    case = find_case(connection, number)
    if way == "asked":
        steps.ask(connection, case, LEADER, "Ông/bà đến vào buổi sáng hay buổi chiều?")
    if way in ("answered", "helped", "public"):
        _answer(connection, case, way)


def _answer(connection: Connection, case: Row[Any], way: str) -> None:
    found, done = find_phrase(connection, "papers" if way == "helped" else "queue", "vi")
    draft = Draft("vi", found, done, _today(), CALL, public=way == "public")
    kept = answers.save_draft(connection, case, draft, LEADER, 0)
    answers.send(connection, case, LEADER, kept.revision, 0, person=LEADER)
    if way == "helped":
        case = find_case(connection, case.number)
        answers.mark_answer(connection, case, answers.HELPED)


def _today() -> date:
    return days.office_day(days.now_ms())
