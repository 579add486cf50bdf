"""Writing an answer: the gate, two at once, a second pair of eyes, files."""

from collections.abc import Generator

import pytest
from casework import FORM, WHOLE, Cases, answer, make_case, row, send, state
from desk import read
from office import Browser, token_on
from sqlalchemy import Engine, select

from analytics.quality.attachments import Attachment
from analytics.quality.casework import receipts
from surveys.database import reading, writing

pytestmark = pytest.mark.fast


@pytest.fixture
def desk(engine: Engine) -> Generator[Cases]:
    desk = Cases(engine)
    yield desk
    desk.close()


@pytest.fixture
def number(desk: Cases, engine: Engine) -> str:
    """A case of the ward."""
    return make_case(engine, desk.touchpoint())


def test_the_gate_keeps_the_draft_and_says_what_is_missing(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    half = FORM | {"done_on": "", "found": "Đã gọi 0912 345 678 để xin lỗi."}
    held = send(leader, number, "answer", **half, revision="0", heard="0", send="1")
    page = read(leader, f"/staff/cases/{number}/answer")

    assert (held, state(engine, number)) == (422, "in_work")
    assert "Đã gọi 0912" in page
    assert send(leader, number, "answer", **FORM, revision="1", heard="0", send="1") == 303
    assert state(engine, number) == "answered"


def test_of_two_who_answer_at_once_the_second_is_told_and_loses_no_word(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    other = desk.browser(desk.hire("mai"))
    token = {"_csrf_token": token_on(other.get(f"/staff/cases/{number}"))}
    send(leader, number, "answer", **FORM, revision="0", heard="0")
    mine = FORM | {"found": "Lời của người thứ hai, viết cùng lúc.", "revision": "0", "heard": "0"}
    reply = other.post(f"/staff/cases/{number}/answer", data=token | mine | {"send": "1"})

    assert reply.status_code == 422
    assert "Lời của người thứ hai" in reply.text
    assert WHOLE.found in reply.text
    assert state(engine, number) == "in_work"


def test_an_answer_waits_when_the_citizen_has_written_more(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    send(leader, number, "answer", **FORM, revision="0", heard="0")
    with writing(engine) as connection:
        receipts.add(connection, row(connection, number), "Còn một điều nữa")
    assert send(leader, number, "answer", **FORM, revision="1", heard="0", send="1") == 422
    assert state(engine, number) == "in_work"


def test_a_refusal_is_sent_by_somebody_else(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    refusal = FORM | {"refusal": "1"}
    assert send(leader, number, "answer", **refusal, revision="0", heard="0", send="1") == 422
    second = desk.browser(desk.hire("mai"))
    assert send(second, number, "answer", **refusal, revision="1", heard="0", send="1") == 303
    assert state(engine, number) == "answered"


def test_what_was_answered_is_answered_once(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    answer(engine, number)
    assert send(leader, number, "answer", **FORM, revision="0", heard="0", send="1") == 409
    assert send(leader, number, "close", closing="Không có gì để trả lời.") == 409


FILES = [
    (("x.html", b"<script>", "application/pdf"), 422),
    (("x.pdf", b"", "application/pdf"), 422),
    (("x.pdf", b"%PDF-" + b"x" * 2_097_152, "application/pdf"), 422),
    (("x.pdf", b"%PDF-" + b"x" * 3_000_000, "application/pdf"), 413),
    *[(("biên bản.pdf", b"%PDF-1.7 ...", "application/pdf"), 303)] * 3,
    (("biên bản.pdf", b"%PDF-1.7 ...", "application/pdf"), 422),
]


def test_files_are_few_small_and_known(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    send(leader, number, "answer", **FORM, revision="0", heard="0")
    page = f"/staff/cases/{number}"
    token = {"_csrf_token": token_on(leader.get(page))}
    for file, status in FILES:
        reply = leader.post(f"{page}/files", data=token, files={"file": file})
        assert reply.status_code == status

    with reading(engine) as connection:
        kept = connection.scalars(select(Attachment.id)).all()
    assert len(kept) == 3
    given = leader.get(f"{page}/files/{kept[0]}")
    assert given.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in given.headers["content-security-policy"]
    leader.post(f"{page}/files", data=token | {"drop": str(kept[0])})
    assert leader.get(f"{page}/files/{kept[0]}").status_code == 404
