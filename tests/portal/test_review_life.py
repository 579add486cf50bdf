"""A review's life on its page: frozen, written into, signed by two, corrected, never by others."""

import re
from typing import Any

import pytest
from desk import Desk, read, satisfied, words
from httpx import Response
from office import WARD, Browser
from sqlalchemy import Engine, select

from portal.staff.log import StaffLog
from portal.staff.review_writing import reviews_router
from surveys.database import reading

pytestmark = pytest.mark.only("sqlite")
HERE = f"/staff/units/{WARD}/review"
PAGE = f"{HERE}?period=2025-Q2"
FIRST = f"{HERE}/2025-Q2/1"
DECISION = {
    "kind": "improvement",
    "text": "Mở thêm quầy",
    "owner_name": "Trần Văn Bình",
    "owner_position": "Phó Chủ tịch",
    "due_on": "2099-03-31",
    "resources": "",
}


class Meeting(Desk):
    """A desk with the review on it."""

    def pages(self) -> list[Any]:
        return [*super().pages(), reviews_router]


@pytest.fixture
def meeting(engine: Engine) -> Any:
    meeting = Meeting(engine)
    meeting.rate(meeting.touchpoint(), satisfied(140, 160))
    yield meeting
    meeting.close()


@pytest.fixture
def officer(meeting: Meeting) -> Browser:
    return meeting.browser(meeting.hire("hang", "officer"))


@pytest.fixture
def head(meeting: Meeting) -> Browser:
    return meeting.browser(meeting.hire("lan", "leader"))


def send(browser: Browser, path: str, **fields: str) -> Response:
    token = re.findall(r'name="_csrf_token" value="([^"]+)"', browser.get(PAGE).text)[-1]
    return browser.post(path, data={"_csrf_token": token} | fields)


def freeze(browser: Browser, number: int = 1, **fields: str) -> Response:
    return send(browser, f"{HERE}/freeze", period="2025-Q2", number=str(number), **fields)


def test_a_review_goes_from_figures_to_two_signatures(
    meeting: Meeting, officer: Browser, head: Browser
) -> None:
    assert "These are the figures of now." in read(officer, PAGE)
    assert freeze(officer).status_code == 303
    assert send(officer, f"{FIRST}/note", section="summary", note="Quầy 3 <b>").status_code == 303
    assert send(officer, f"{FIRST}/decide", **DECISION).status_code == 303
    assert send(officer, f"{FIRST}/sign").status_code == 303
    assert "one signature is missing" in read(head, PAGE)
    assert send(head, f"{FIRST}/sign").status_code == 303
    page = head.get(PAGE)

    assert "signed by both" in words(page.text)
    assert "Quầy 3 &lt;b&gt;" in page.text
    assert "Mở thêm quầy" in page.text
    with reading(meeting.engine) as connection:
        acts = connection.scalars(select(StaffLog.act).where(StaffLog.act.like("review%")))
        done = [act for act in acts if act != "review opened"]
    assert done == [
        *("review frozen", "review remarked", "review decided"),
        *("review signed", "review signed"),
    ]


def test_the_second_of_two_officers_is_told_who_was_first(
    meeting: Meeting, officer: Browser
) -> None:
    other = meeting.browser(meeting.hire("mai", "officer"))
    assert freeze(officer).status_code == 303
    late = freeze(other)

    assert late.status_code == 409
    assert "hang" in words(late.text)
    assert "before you" in words(late.text)


def test_a_decision_that_lacks_something_is_kept_as_typed(officer: Browser) -> None:
    freeze(officer)
    reply = send(officer, f"{FIRST}/decide", **DECISION | {"due_on": "2001-01-01", "text": ""})

    assert reply.status_code == 422
    assert "Write what was decided." in words(reply.text)
    assert "This day is over." in words(reply.text)
    assert 'value="Phó Chủ tịch"' in reply.text


def test_nothing_is_written_after_a_signature(officer: Browser, head: Browser) -> None:
    freeze(officer)
    send(officer, f"{FIRST}/sign")

    assert send(head, f"{FIRST}/decide", **DECISION).status_code == 409
    assert send(officer, f"{FIRST}/sign").status_code == 409
    assert send(head, f"{FIRST}/unsign").status_code == 409
    assert send(officer, f"{FIRST}/unsign").status_code == 303
    assert send(head, f"{FIRST}/decide", **DECISION).status_code == 303
    assert send(head, f"{FIRST}/strike", decision="1").status_code == 303


def test_a_remark_on_a_section_that_no_page_shows_is_refused(officer: Browser) -> None:
    freeze(officer)

    for section in ("", "nonsense", "Summary", "summary "):
        assert send(officer, f"{FIRST}/note", section=section, note="x").status_code == 404
    assert send(officer, f"{FIRST}/note", section="conclusions", note="x").status_code == 303


def test_a_correction_says_why_and_what_changed(
    meeting: Meeting, officer: Browser, head: Browser
) -> None:
    freeze(officer)
    meeting.rate(meeting.touchpoint(), satisfied(0, 40))
    refused = freeze(officer, 2)
    made = freeze(officer, 2, why="Phiếu giấy nhập muộn")
    told = read(head, f"{HERE}/2025-Q2/2/changes")

    assert refused.status_code == 422
    assert made.status_code == 303
    assert "Phiếu giấy nhập muộn" in told
    assert "87.5%" in told
    assert "70.0%" in told
    assert head.get(f"{HERE}/2025-Q2/1/changes").status_code == 404


def test_who_may_not_conclude_reads_only(meeting: Meeting, officer: Browser) -> None:
    freeze(officer)
    auditor = meeting.browser(meeting.hire("thanh", "auditor"))
    page = auditor.get(PAGE)

    assert page.status_code == 200
    assert f'action="{FIRST}' not in page.text
    token = re.findall(r'name="_csrf_token" value="([^"]+)"', auditor.get("/staff/units").text)[-1]
    assert auditor.post(f"{FIRST}/sign", data={"_csrf_token": token}).status_code == 403


@pytest.mark.parametrize("version", ["7", "x", "-1", "99999999999999999999"])
def test_a_version_that_was_never_frozen_is_not_found(officer: Browser, version: str) -> None:
    assert officer.get(f"{PAGE}&version={version}").status_code == 404
