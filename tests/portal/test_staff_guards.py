"""Who may come in, and whose forms are taken."""

from datetime import date, timedelta

import makers
import pytest
from office import CITY, OTHER, SIGN_IN, WARD, Clock, Office, token_on
from sqlalchemy import insert, update

from portal.staff.rights import RIGHTS
from surveys import days, register
from surveys.database import writing
from surveys.places import UnitParent


def test_a_page_leads_to_the_sign_in_and_back(office: Office) -> None:
    reply = office.browser().get(f"/staff/units/{WARD}?from=2023-01&to=2023-03")

    assert reply.status_code == 303
    wanted = f"%2Fstaff%2Funits%2F{WARD}%3Ffrom%3D2023-01%26to%3D2023-03"
    assert reply.headers["location"] == f"{SIGN_IN}?next={wanted}"


@pytest.mark.parametrize(
    ("shown", "led_to"),
    [
        (
            f"https://hailong.example/staff/units/{WARD}?period=2025-Q2",
            f"{SIGN_IN}?next=%2Fstaff%2Funits%2F{WARD}%3Fperiod%3D2025-Q2",
        ),
        ("https://example.org/elsewhere", SIGN_IN),
        ("https://example.org/staff/../elsewhere", SIGN_IN),
        ("http://[", SIGN_IN),
        ("", SIGN_IN),
    ],
)
def test_a_fragment_leads_the_whole_page_away_and_back(
    shown: str, led_to: str, office: Office
) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": shown}
    reply = office.browser().get(f"/staff/units/{WARD}", headers=headers)

    assert (reply.status_code, reply.headers["hx-redirect"]) == (401, led_to)


def test_a_form_needs_someone_signed_in(office: Office) -> None:
    assert office.browser().post("/staff/echo", data={"text": "x"}).status_code == 401


def test_an_unknown_page_is_unknown_to_everybody(office: Office) -> None:
    assert office.browser().get("/staff/nothing").status_code == 404


@pytest.mark.parametrize("role", RIGHTS)
def test_money_reports_are_for_the_inspector_alone(role: str, office: Office) -> None:
    reply = office.browser(office.hire("lan", role)).get("/staff/money")

    assert reply.status_code == (200 if role == "inspector" else 403)


@pytest.mark.parametrize(
    ("own", "asked", "status"),
    [
        (WARD, WARD, 200),
        (CITY, WARD, 200),
        (CITY, CITY, 200),
        (WARD, OTHER, 403),
        (WARD, CITY, 403),
    ],
)
def test_one_sees_ones_own_unit_and_those_below(
    own: str, asked: str, status: int, office: Office
) -> None:
    office.hire("lan", unit=own)

    assert office.browser("lan").get(f"/staff/units/{asked}").status_code == status


@pytest.mark.parametrize("slug", ["xa-khong-co", "..%2Fthanh-pho", "%00"])
def test_a_unit_that_is_not_there_is_not_found(slug: str, office: Office) -> None:
    office.hire("lan", unit=CITY)

    assert office.browser("lan").get(f"/staff/units/{slug}").status_code == 404


def test_who_stands_below_whom_is_asked_of_the_day(office: Office, clock: Clock) -> None:
    office.hire("lan", unit=WARD)
    browser, today = office.browser("lan"), days.office_day(days.now_ms())
    tomorrow = today + timedelta(1)
    units = makers.load(office.engine)
    other, ward = units.find_unit(OTHER), units.find_unit(WARD)
    with writing(office.engine) as connection:
        above = update(UnitParent).where(UnitParent.unit_id == other)
        connection.execute(above.values(valid_to=tomorrow))
        moved = {"unit_id": other, "parent_id": ward, "valid_from": tomorrow}
        connection.execute(insert(UnitParent).values(moved))
        register.touch(connection)
    office.app.state.rating.register = makers.load(office.engine)

    assert browser.get(f"/staff/units/{OTHER}").status_code == 403
    clock.move(minutes=24 * 60)
    assert office.browser("lan").get(f"/staff/units/{OTHER}").status_code == 200


def test_an_account_ends_on_its_day_though_signed_in(office: Office, clock: Clock) -> None:
    clock.ahead_ms = makers.at(date(2030, 6, 3), 23, 50) - days.now_ms()
    browser = office.browser(office.hire("lan", valid_to=date(2030, 6, 4)))
    assert browser.get(f"/staff/units/{WARD}").status_code == 200
    clock.move(minutes=15)

    assert browser.get(f"/staff/units/{WARD}").status_code == 303


def test_a_form_of_this_session_is_taken(office: Office) -> None:
    browser = office.browser(office.hire("lan"))
    token = token_on(browser.get("/staff/password"))

    by_field = browser.post("/staff/echo", data={"text": "xin chào", "_csrf_token": token})
    by_header = browser.post("/staff/echo", data={"text": "a"}, headers={"X-CSRF-Token": token})
    assert (by_field.status_code, by_field.text) == (201, "xin chào")
    assert by_header.text == "a"


@pytest.mark.parametrize("token", [None, "", "x" * 43, "ế"])
def test_a_form_without_the_token_changes_nothing(token: str | None, office: Office) -> None:
    browser = office.browser(office.hire("lan"))
    form = {"text": "x"} | ({} if token is None else {"_csrf_token": token})

    assert browser.post("/staff/echo", data=form).status_code == 403


def test_a_token_of_another_session_changes_nothing(office: Office) -> None:
    browser, other = office.browser(office.hire("lan")), office.browser("lan")
    form = {"text": "x", "_csrf_token": token_on(other.get("/staff/password"))}

    assert browser.post("/staff/echo", data=form).status_code == 403


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"text": "x"}', "application/json"),
        (b"_csrf_token=%ff%fe&text=%00", "application/x-www-form-urlencoded"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"", "text/plain"),
    ],
)
def test_what_is_no_form_of_ours_is_refused(body: bytes, kind: str, office: Office) -> None:
    browser = office.browser(office.hire("lan"))
    reply = browser.post("/staff/echo", content=body, headers={"Content-Type": kind})

    assert reply.status_code in (400, 403)


def test_a_form_of_a_megabyte_is_refused(office: Office) -> None:
    browser = office.browser(office.hire("lan"))

    assert browser.post("/staff/echo", data={"text": "x" * 1_000_000}).status_code == 413


def test_with_a_password_from_someone_else_one_first_chooses_ones_own(office: Office) -> None:
    browser = office.browser(office.hire("lan", must_change=True))

    assert browser.get(f"/staff/units/{WARD}").headers["location"] == "/staff/password"
    assert browser.get("/staff/password").status_code == 200
