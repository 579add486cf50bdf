"""The pages of actions: what they ask, what they keep, who may do what."""

from datetime import date
from typing import Any

import pytest
from desk import Desk, read, words
from loop import FIXED, Calendar
from office import OTHER, WARD, Browser, token_on
from sqlalchemy import Engine, select

from portal.staff.actions.pages import actions_pages
from portal.staff.log import StaffLog
from surveys.database import reading

HERE = f"/staff/units/{WARD}/actions"
pytestmark = pytest.mark.only("sqlite")


class Workshop(Desk):
    """A desk with the pages of actions."""

    def pages(self) -> list[Any]:

        return [*super().pages(), *actions_pages]


@pytest.fixture
def workshop(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Any:
    Calendar(monkeypatch).put(FIXED)
    workshop = Workshop(engine)
    workshop.hire("lan", "leader")
    workshop.hire("minh", "officer")
    yield workshop
    workshop.close()


@pytest.fixture
def minh(workshop: Workshop) -> Browser:
    return workshop.browser("minh")


@pytest.fixture
def lan(workshop: Workshop) -> Browser:
    return workshop.browser("lan")


def send(browser: Browser, page: str, form: str = "", **said: str) -> Any:
    token = token_on(browser.get(page))
    return browser.post(form or page, data=said | {"_csrf_token": token})


def finding(browser: Browser) -> str:
    """An audit finding, entered; the address of its record."""
    reply = send(browser, f"{HERE}/new", description="No sign at the door", severity="minor")
    assert reply.status_code == 303, words(reply.text)
    return str(reply.headers["location"])


def test_the_first_day_says_where_records_come_from(minh: Browser) -> None:
    assert "A record begins with a signal" in read(minh, HERE)


def test_a_finding_gets_a_number_and_stands_in_the_list(minh: Browser) -> None:
    assert finding(minh) == "/staff/actions/2025-0001"
    page = read(minh, HERE)

    assert "No sign at the door" in page
    assert "nobody yet" in page


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_is_kept(
    minh: Browser,
) -> None:
    reply = send(minh, f"{HERE}/new", description="  ", severity="odd", reference="Audit 3")
    page = words(reply.text)

    assert reply.status_code == 422
    assert "Say what is not as it should be." in page
    assert 'value="Audit 3"' in reply.text


def test_a_second_person_closes_and_every_step_is_kept(
    workshop: Workshop, minh: Browser, lan: Browser
) -> None:
    record = finding(minh)
    send(minh, record, f"{record}/none", no_action_why="The sign is at the printer's")
    own = send(minh, record, f"{record}/close")
    assert own.status_code == 422
    assert "A second person closes" in words(own.text)
    assert send(lan, record, f"{record}/close", remark="Seen").status_code == 303
    page = read(lan, record)

    assert "No action proposed" in page
    assert "lan, Lãnh đạo" in page
    with reading(workshop.engine) as connection:
        acts = list(connection.scalars(select(StaffLog.act).order_by(StaffLog.id)))
    assert [act for act in acts if act.startswith("action")] == [
        *("action opened", "action none", "action close")
    ]


def test_a_plan_keeps_what_was_typed_and_names_the_next_working_day(minh: Browser) -> None:
    record = finding(minh)
    said = {"action": "Hang a sign", "due_on": "2025-09-02", "target": "abc"}
    reply = send(minh, record, f"{record}/plan", **said)
    page = words(reply.text)

    assert reply.status_code == 422
    assert "The next working day is 3 Sep 2025." in page
    assert "Type the target as so many in 100" in page
    assert 'value="abc"' in reply.text
    assert "Hang a sign" in page


def test_whoever_is_late_finds_the_record_as_it_stands(minh: Browser, lan: Browser) -> None:
    record = finding(minh)
    send(minh, record, f"{record}/none", no_action_why="Done already")
    late = send(lan, record, f"{record}/contain", containment="A sheet on the door")

    assert late.headers["location"] == f"{record}?changed=1"
    assert "Somebody else was faster" in read(lan, late.headers["location"])


def test_another_ward_and_counter_staff_stay_outside(workshop: Workshop, minh: Browser) -> None:
    record = finding(minh)
    workshop.hire("hoa", "officer", OTHER)
    workshop.hire("tuan", "counter")
    workshop.hire("binh", "auditor")
    other, counter, auditor = (workshop.browser(name) for name in ("hoa", "tuan", "binh"))

    assert other.get(record).status_code == 403
    assert send(other, f"/staff/units/{OTHER}/actions/new", f"{record}/none").status_code == 403
    assert counter.get(HERE).status_code == 403
    assert "No sign at the door" in read(auditor, record)
    assert auditor.get(f"{HERE}/new").status_code == 403
    assert "Confirm and close" not in read(auditor, record)


def test_what_does_not_exist_is_not_found(minh: Browser) -> None:
    for page in ("/staff/actions/2025-9999", f"{HERE}/new?signal=7", f"{HERE}/new?case=x"):
        assert minh.get(page).status_code == 404


def test_the_paper_form_tells_the_whole_record(minh: Browser) -> None:
    record = finding(minh)
    page = read(minh, f"{record}/form")

    assert "Nonconformity and corrective action" in page
    assert "No sign at the door" in page
    assert "OWNER OF THE ACTION" in page


def test_five_hundred_open_records_come_a_page_at_a_time(workshop: Workshop, minh: Browser) -> None:
    from analytics.quality.actions.opening import Source, open_record
    from surveys.database import writing

    unit_id = workshop.app.state.rating.register.find_unit(WARD)
    with writing(workshop.engine) as connection:
        for number in range(500):
            open_record(connection, Source("audit", unit_id), f"Finding {number}", "minor", "x")
    first, last = read(minh, HERE), read(minh, f"{HERE}?page=25")

    assert "1 to 20 of 500" in first
    assert "481 to 500 of 500" in last
    assert str(date(2025, 6, 9).year) in last
