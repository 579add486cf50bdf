"""The auditor reads everything, from a figure to its rows and back, and changes nothing."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from desk import QUARTER, Desk, read, satisfied
from office import CITY, OTHER, WARD
from sqlalchemy import Engine, select, update

from analytics.numbers.publishing import publish
from portal.app import STAFF_PAGES
from portal.staff.log import StaffLog, Who, record
from surveys.database import reading, writing
from surveys.responses import Comment

pytestmark = pytest.mark.only("sqlite")
ROWS = f"/staff/units/{WARD}/rows"
SPAN = "?from=2025-04-01&to=2025-07-01&seal=1"


class Audit(Desk):
    """All the staff pages there are."""

    def pages(self) -> list[Any]:
        return list(STAFF_PAGES)


@pytest.fixture
def audit(engine: Engine) -> Any:
    audit = Audit(engine)
    yield audit
    audit.close()


def test_from_a_published_figure_to_its_rows_and_back(audit: Audit) -> None:
    audit.rate(audit.touchpoint(), satisfied(140, 160), QUARTER)
    publish(audit.engine, date(2025, 8, 1))
    browser = audit.browser(audit.hire("thanh", "auditor"))
    page = browser.get(ROWS)
    links = re.findall(r'href="(/staff/units/[^"]*rows\?from=[^"]*)"', page.text)
    told = read(browser, links[0].replace("&amp;", "&"))
    row = read(browser, "/staff/rows/1")

    assert "Satisfied: 87.5%, 140 of 160 overall marks, from 160 rows." in told
    assert "May 2025" in row
    assert "Block 1, sealed at" in row


def test_rows_hold_no_words_no_times_and_no_keys(audit: Audit) -> None:
    said = {"comment": "Chờ lâu quá", "access": 0}
    keys = audit.rate(audit.touchpoint(), satisfied(20, 30), QUARTER, **said)
    browser = audit.browser(audit.hire("thanh", "auditor"))
    page = browser.get(ROWS + SPAN)

    assert page.status_code == 200
    assert page.text.count("does not apply</td>") == 30
    with reading(audit.engine) as connection:
        assert connection.scalar(select(Comment.text)) == "Chờ lâu quá"
    assert "Chờ lâu" not in page.text
    assert not any(key in page.text for key in keys)
    assert "09:00" not in page.text


def test_of_nine_responses_there_are_no_rows(audit: Audit) -> None:
    audit.rate(audit.touchpoint(), satisfied(8, 9), QUARTER)
    browser = audit.browser(audit.hire("thanh", "auditor"))

    assert browser.get(ROWS + SPAN).status_code == 403
    assert "Overall mark" not in read(browser, "/staff/rows/1")


@pytest.mark.parametrize("role", ["leader", "officer", "admin", "counter", "inspector"])
def test_nobody_else_sees_single_marks(audit: Audit, role: str) -> None:
    browser = audit.browser(audit.hire("lan", role))

    assert browser.get(ROWS).status_code == 403
    assert browser.get("/staff/rows/1").status_code == 403


def test_an_auditor_of_a_ward_does_not_reach_another(audit: Audit) -> None:
    audit.rate(audit.touchpoint(OTHER), satisfied(20, 30), QUARTER)
    browser = audit.browser(audit.hire("thanh", "auditor"))

    assert browser.get(f"/staff/units/{OTHER}/rows").status_code == 403
    assert browser.get("/staff/rows/1").status_code == 404


@pytest.mark.parametrize("query", ["?from=x", "?from=2025-04-01", SPAN + "&channel=pigeon"])
def test_days_that_cannot_be_read_are_refused(audit: Audit, query: str) -> None:
    assert audit.browser(audit.hire("thanh", "auditor")).get(ROWS + query).status_code == 422


def test_an_auditor_changes_nothing(audit: Audit) -> None:
    browser = audit.browser(audit.hire("thanh", "auditor", unit=CITY))
    token = re.findall(r'name="_csrf_token" value="([^"]+)"', browser.get("/staff/log").text)[-1]
    own = {"/staff/sign-in", "/staff/sign-out", "/staff/password"}
    tried = 0
    for route in audit.app.routes:
        for handler in getattr(route, "route_handlers", []):
            for method in handler.http_methods & {"POST", "PUT", "PATCH", "DELETE"}:
                if route.path in own:
                    continue
                path = re.sub(r"\{(\w+):(\w+)\}", _filled, route.path)
                reply = browser._send(method, path, data={"_csrf_token": token})
                assert reply.status_code == 403, f"{method} {path}: {reply.status_code}"
                tried += 1

    assert tried > 10


def _filled(part: re.Match[str]) -> str:
    name, kind = part.groups()
    if kind == "int":
        return "1"
    return {"slug": WARD, "period": "2025-Q2"}.get(name, "x")


def test_the_log_is_read_by_person_act_and_days(audit: Audit) -> None:
    browser = audit.browser(audit.hire("thanh", "auditor"))
    with writing(audit.engine) as connection:
        for nth in range(120):
            record(connection, "comments viewed", Who("lan", "leader"), {"nth": nth})
    first = read(browser, "/staff/log?who=lan&act=comments+viewed")
    second = browser.get("/staff/log?who=lan&act=comments+viewed&before=60")

    assert "nth: 119" in first
    assert "nth: 60 " not in first
    assert "before=" in browser.get("/staff/log?who=lan").text
    assert "sign-in" not in first.partition("Acts, the newest first")[2]
    assert second.status_code == 200
    assert "No line fits" in read(browser, "/staff/log?from=2001-01-01&to=2001-01-02")


def test_the_log_says_whether_its_chain_is_whole(audit: Audit) -> None:
    browser = audit.browser(audit.hire("thanh", "auditor"))
    assert "The chain is whole" in read(browser, "/staff/log?proof=1")
    with writing(audit.engine) as connection:
        connection.execute(update(StaffLog).where(StaffLog.id == 2).values(who="somebody"))

    assert "The chain is broken" in read(browser, "/staff/log?proof=1")


def test_the_trail_is_exported_with_its_proof_and_that_is_noted(audit: Audit) -> None:
    browser = audit.browser(audit.hire("thanh", "auditor"))
    told = json.loads(browser.get("/staff/log/file/json").content)
    table = browser.get("/staff/log/file/csv?act=log+exported").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(table)))

    assert told["chain"]["whole"]
    assert told["lines"][-1]["act"] == "log exported"
    assert told["lines"][-1]["hash"] == told["chain"]["root"]
    assert [line["act"] for line in lines] == ["log exported", "log exported", "chain"]
    assert browser.get("/staff/log/file/exe").status_code == 404


def test_a_name_in_the_export_runs_no_formula(audit: Audit) -> None:
    with writing(audit.engine) as connection:
        record(connection, "sign-in", Who("=1+1", "leader"))
    browser = audit.browser(audit.hire("thanh", "auditor"))

    assert ",'=1+1," in browser.get("/staff/log/file/csv").content.decode("utf-8-sig")
