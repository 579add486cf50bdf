"""The desk of cases: who sees which, taking up, asking, handing on, closing, contacts, files."""

from collections.abc import Generator

import pytest
from casework import SAID_ON, WHOLE, answer, make_case, row, state
from desk import Desk, read
from office import CITY, OTHER, WARD, Browser, token_on
from sqlalchemy import Engine, insert, select

from analytics.quality.attachments import Attachment
from analytics.quality.cases import Case, CaseDeadline, CaseStep
from analytics.quality.casework import receipts
from portal.staff.cases.pages import case_pages
from portal.staff.log import StaffLog, verify_log
from surveys import contacts
from surveys.contacts import MoneyReport
from surveys.database import reading, writing
from surveys.responses import Comment
from surveys.sealing import corrections

pytestmark = pytest.mark.fast

BOX = bytes(range(32))
FORM = {
    "found": WHOLE.found,
    "done": WHOLE.done,
    "done_on": "2026-11-02",
    "whom_to_call": WHOLE.whom_to_call,
    "language": "vi",
}
TAKEN = {"severity": "high", "owner_name": "Bà Lan", "owner_position": "Phó Chủ tịch"}


class Cases(Desk):
    def pages(self) -> list[object]:
        return [*super().pages(), *case_pages]


@pytest.fixture
def desk(engine: Engine) -> Generator[Cases]:
    desk = Cases(engine)
    yield desk
    desk.close()


@pytest.fixture
def number(desk: Cases, engine: Engine) -> str:
    """A case of the ward."""
    return make_case(engine, desk.touchpoint())


def send(browser: Browser, number: str, act: str, **fields: str) -> int:
    """Send a form of a case's page; the status."""
    page = f"/staff/cases/{number}"
    token = {"_csrf_token": token_on(browser.get(page))}
    status: int = browser.post(f"{page}/{act}", data=token | fields).status_code
    return status


def acts(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(select(StaffLog.act).order_by(StaffLog.id)))


def test_the_desk_lists_what_is_due_and_the_case_tells_all_but_the_mark(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    listed = read(leader, f"/staff/units/{WARD}/cases?view=new")
    page = read(leader, f"/staff/cases/{number}")

    assert number in listed
    assert "Chờ lâu quá" in page
    assert "5 working days. Our own promise" in page
    assert "Dissatisfied" not in page
    assert "case viewed" in acts(engine)


@pytest.mark.parametrize(
    ("role", "unit", "seen"),
    [("leader", OTHER, 404), ("counter", WARD, 403), ("admin", CITY, 403), ("auditor", CITY, 200)],
)
def test_a_case_is_for_those_who_hold_it(
    desk: Cases, engine: Engine, number: str, role: str, unit: str, seen: int
) -> None:
    browser = desk.browser(desk.hire("mai", role, unit))
    assert browser.get(f"/staff/cases/{number}").status_code == seen


def test_an_auditor_changes_nothing(desk: Cases, engine: Engine, number: str) -> None:
    browser = desk.browser(desk.hire("mai", "auditor", CITY))
    assert send(browser, number, "close", closing="Không có gì để trả lời.") == 403
    assert browser.get(f"/staff/cases/{number}/contact").status_code == 403


def test_words_wait_for_their_crowd_and_an_erased_one_is_gone(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    with writing(engine) as connection:
        corrections.erase(connection, connection.scalars(select(Comment.id)).one())
    page = read(leader, f"/staff/cases/{number}")

    assert "Chờ lâu quá" not in page
    assert "Deleted" in page


def test_taking_it_up_names_an_owner_and_winds_the_clocks_of_its_type(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    assert send(leader, number, "triage", type="petition", severity="high") == 422
    assert send(leader, number, "triage", type="petition", **TAKEN) == 303

    with reading(engine) as connection:
        met = connection.scalars(select(CaseDeadline.met_at).order_by(CaseDeadline.due_on)).all()
        trail = connection.scalars(select(CaseStep.why)).all()
    assert [at is not None for at in met] == [True, False, False]
    assert trail[-1] == "Bà Lan, Phó Chủ tịch"
    assert state(engine, number) == "in_work"


def test_a_case_handed_to_another_ward_is_theirs_and_no_longer_ours(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    assert send(leader, number, "hand-over", reason="Việc của bên kia") == 422
    assert send(leader, number, "hand-over", reason="Việc của bên kia", unit=OTHER) == 303

    assert leader.get(f"/staff/cases/{number}").status_code == 404
    theirs = desk.browser(desk.hire("hoa", "leader", OTHER))
    assert "Việc của bên kia" in read(theirs, f"/staff/cases/{number}")
    assert state(engine, number) == "new"


def test_a_formal_complaint_is_handed_over_and_never_answered(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    send(leader, number, "triage", type="complaint", **TAKEN)
    assert send(leader, number, "answer", **FORM, revision="0", heard="0") == 422
    told = "Ông/bà cần nộp đơn có tên."
    assert send(leader, number, "hand-over", reason=told, body="Ban Tiếp công dân") == 303
    assert state(engine, number) == "handed_over"


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("ask", {"question": "Số 0912 345 678 có phải của ông/bà?"}),
        ("close", {"closing": "Đã nói với ông Trần Văn Bình."}),
        ("hand-over", {"reason": "", "body": "Tòa án"}),
        ("triage", {"type": "praise", **TAKEN}),
    ],
)
def test_what_the_citizen_would_read_names_nobody(
    desk: Cases, leader: Browser, engine: Engine, number: str, act: str, fields: dict[str, str]
) -> None:
    assert send(leader, number, act, **fields) == 422
    assert state(engine, number) == "new"


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


PDF = ("biên bản.pdf", b"%PDF-1.7 ...", "application/pdf")


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (PDF, 303),
        (("x.html", b"<script>", "application/pdf"), 422),
        (("x.pdf", b"", "application/pdf"), 422),
        (("x.pdf", b"%PDF-" + b"x" * 2_097_152, "application/pdf"), 422),
        (("x.pdf", b"%PDF-" + b"x" * 3_000_000, "application/pdf"), 413),
    ],
)
def test_files_are_few_small_and_known(
    desk: Cases,
    leader: Browser,
    engine: Engine,
    number: str,
    file: tuple[str, bytes, str],
    status: int,
) -> None:
    send(leader, number, "answer", **FORM, revision="0", heard="0")
    page = f"/staff/cases/{number}"
    token = {"_csrf_token": token_on(leader.get(page))}
    reply = leader.post(f"{page}/files", data=token, files={"file": file})

    assert reply.status_code == status
    with reading(engine) as connection:
        kept = connection.scalars(select(Attachment.id)).all()
    assert len(kept) == (status == 303)
    if kept:
        given = leader.get(f"{page}/files/{kept[0]}")
        assert given.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in given.headers["content-security-policy"]


def test_a_contact_is_shown_for_a_reason_that_is_written_down(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    assert leader.get(f"/staff/cases/{number}/contact").status_code == 404
    settings = desk.app.state.settings
    object.__setattr__(settings, "data_key", "a data key of the tests, long enough")
    with writing(engine) as connection:
        key = row(connection, number).key
        contacts.leave_contact(connection, settings.box_key, key, "0912 345 678")
    shown = leader.get(f"/staff/cases/{number}/contact")
    bare = send(leader, number, "contact", reason="vì")
    token = {"_csrf_token": token_on(shown)}
    why = "Gọi lại để hỏi ngày đến"
    opened = leader.post(f"/staff/cases/{number}/contact", data=token | {"reason": why})

    assert "0912 345 678" not in shown.text
    assert (bare, opened.status_code) == (422, 200)
    assert "0912 345 678" in opened.text
    with reading(engine) as connection:
        said = connection.scalars(select(StaffLog.what).where(StaffLog.act == "contact read")).one()
        assert said == {"case": number, "why": why}
        assert verify_log(connection).ok


def test_a_case_begins_from_a_comment_once(desk: Cases, leader: Browser, engine: Engine) -> None:
    desk.rate(desk.touchpoint(), [2], SAID_ON, comment="Thiếu ghế ngồi")
    with reading(engine) as connection:
        comment = str(connection.scalars(select(Comment.id)).one())
    listed = leader.get(f"/staff/units/{WARD}/comments?from=2025-05-01&through=2025-05-31")
    link = f"/staff/units/{WARD}/cases/new?comment={comment}"
    page = leader.get(link)
    token = {"_csrf_token": token_on(page)}
    opened = leader.post(f"/staff/units/{WARD}/cases/new", data=token | {"comment": comment})

    assert link in listed.text
    assert "Thiếu ghế ngồi" in page.text
    assert opened.status_code == 303
    assert leader.get(link).headers["location"] == opened.headers["location"]
    theirs = desk.browser(desk.hire("hoa", "leader", OTHER))
    assert theirs.get(f"/staff/units/{OTHER}/cases/new?comment={comment}").status_code == 404


def test_extra_money_never_comes_near_a_case(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    with writing(engine) as connection:
        case = row(connection, number)
        where = {"unit_id": case.unit_id, "month": SAID_ON.replace(day=1), "answer": 1}
        connection.execute(insert(MoneyReport).values(**where, note="đưa thêm 200 nghìn"))
    pages = [f"/staff/cases/{number}", f"/staff/cases/{number}/answer"]
    pages += [f"/staff/units/{WARD}/cases", f"/staff/units/{WARD}/comments"]

    assert not [page for page in pages if "200 nghìn" in leader.get(page).text]
    assert not {c.name for c in Case.__table__.columns} & {"money", "link"}
