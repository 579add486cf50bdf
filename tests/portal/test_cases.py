"""The desk of cases: who sees which, taking up, asking, handing on, closing, contacts, files."""

from collections.abc import Generator

import pytest
from casework import FORM, SAID_ON, Cases, make_case, row, send, state
from desk import read
from office import CITY, OTHER, WARD, Browser, token_on
from sqlalchemy import Engine, insert, select

from analytics.quality.cases import Case, CaseDeadline, CaseStep
from portal.staff.log import StaffLog, verify_log
from surveys import contacts
from surveys.contacts import MoneyReport
from surveys.database import reading, writing
from surveys.responses import Comment
from surveys.sealing import corrections

pytestmark = pytest.mark.fast

BOX = bytes(range(32))
TAKEN = {"severity": "high", "owner_name": "Bà Lan", "owner_position": "Phó Chủ tịch"}


@pytest.fixture
def desk(engine: Engine) -> Generator[Cases]:
    desk = Cases(engine)
    yield desk
    desk.close()


@pytest.fixture
def number(desk: Cases, engine: Engine) -> str:
    """A case of the ward."""
    return make_case(engine, desk.touchpoint())


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
    gone = read(leader, f"/staff/units/{WARD}/cases?view=closed")
    assert f"{number}, to Phuong Hoa Sen" in gone
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


NAMING = {
    "ask": {"question": "Số 0912 345 678 có phải của ông/bà?"},
    "close": {"closing": "Đã nói với ông Trần Văn Bình."},
    "hand-over": {"reason": "", "body": "Tòa án"},
    "triage": {"type": "praise", **TAKEN},
}


def test_what_the_citizen_would_read_names_nobody(
    desk: Cases, leader: Browser, engine: Engine, number: str
) -> None:
    held = [send(leader, number, act, **fields) for act, fields in NAMING.items()]
    assert (held, state(engine, number)) == ([422] * len(NAMING), "new")


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
    assert "Dissatisfied" in listed.text
    again = leader.get(f"/staff/units/{WARD}/comments?from=2025-05-01&through=2025-05-31")
    assert "Dissatisfied" not in again.text
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
