"""A session lives in the database: new at each sign-in, over in time, worthless when stolen."""

import pytest
from httpx import Cookies
from office import BY, SIGN_IN, WARD, Browser, Clock, Office, sign_in, token_on
from sqlalchemy import Engine, func, select

from portal.staff import appointments, passwords
from portal.staff.sessions import StaffSession
from surveys.database import reading, writing

pytestmark = pytest.mark.both

HOME = f"/staff/units/{WARD}"


def is_in(browser: Browser) -> bool:
    return browser.get(HOME).status_code == 200


def stored(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(StaffSession)) or 0


def stolen_from(browser: Browser, office: Office) -> Browser:
    thief = office.browser()
    thief.cookies = Cookies(browser.cookies)
    return thief


def sign_out(browser: Browser) -> None:
    page = browser.get("/staff/password")
    assert browser.post("/staff/sign-out", data={"_csrf_token": token_on(page)}).status_code == 303


def test_whoever_only_looks_at_the_sign_in_has_no_session(office: Office) -> None:
    browser = office.browser()
    browser.get(SIGN_IN)
    browser.get(HOME)

    assert stored(office.engine) == 0
    assert list(browser.cookies) == ["sign-in"]


def test_the_cookie_is_for_staff_pages_and_no_script(office: Office) -> None:
    office.hire("lan")
    cookie = sign_in(office.browser(), "lan").headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/staff;" in f"{cookie};"
    assert "max-age" not in cookie
    assert "secure" not in cookie


def test_over_https_the_cookies_never_leave_it(engine: Engine) -> None:
    office = Office(engine, https=True)
    office.hire("lan")
    browser = office.browser()

    assert "secure" in browser.get(SIGN_IN).headers["set-cookie"].lower()
    assert "secure" in sign_in(browser, "lan").headers["set-cookie"].lower()
    office.close()


def test_a_session_id_brought_along_is_never_adopted(office: Office) -> None:
    office.hire("lan")
    victim = office.browser()
    victim.cookies.set("staff", "chosen-by-the-attacker", path="/staff")
    sign_in(victim, "lan")
    attacker = office.browser()
    attacker.cookies.set("staff", "chosen-by-the-attacker", path="/staff")

    assert is_in(victim)
    assert not is_in(attacker)


def test_signing_in_again_ends_the_session_before(office: Office) -> None:
    browser = office.browser(office.hire("lan"))
    before = stolen_from(browser, office)
    form_only = office.browser()
    token = token_on(form_only.get(SIGN_IN))
    browser.cookies.set("sign-in", form_only.cookies["sign-in"], path=SIGN_IN)
    form = {"name": "lan", "password": "ba con vịt xuống ao", "_csrf_token": token}

    assert browser.post(SIGN_IN, data=form).status_code == 303
    assert is_in(browser)
    assert not is_in(before)


def test_the_database_does_not_hold_the_id(office: Office) -> None:
    browser = office.browser(office.hire("lan"))
    token = browser.cookies["staff"]
    with reading(office.engine) as connection:
        row = connection.execute(select(StaffSession.__table__)).one()

    assert token.encode() not in bytes(row.hash)
    assert token != row.csrf


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(office: Office) -> None:
    browser = office.browser(office.hire("lan"))
    thief = stolen_from(browser, office)
    assert is_in(thief)
    sign_out(browser)

    assert "staff" not in browser.cookies
    assert not is_in(thief)


def test_signing_out_here_leaves_the_other_computer_alone(office: Office) -> None:
    here, there = office.browser(office.hire("lan")), office.browser("lan")
    sign_out(here)

    assert is_in(there)


def test_an_hour_without_use_ends_a_session(office: Office, clock: Clock) -> None:
    browser = office.browser(office.hire("lan"))
    clock.move(minutes=59)
    assert is_in(browser)
    clock.move(minutes=59)
    assert is_in(browser)
    clock.move(minutes=60)

    assert not is_in(browser)


def test_after_twelve_hours_one_signs_in_again(office: Office, clock: Clock) -> None:
    browser = office.browser(office.hire("lan"))
    for _ in range(23):
        clock.move(minutes=30)
        assert is_in(browser)
    clock.move(minutes=30)

    assert not is_in(browser)


def test_sessions_that_are_over_are_forgotten(office: Office, clock: Clock) -> None:
    office.browser(office.hire("lan"))
    clock.move(minutes=12 * 60)
    office.browser("lan")

    assert stored(office.engine) == 1


@pytest.mark.parametrize("how", ["disable", "reset"])
def test_who_manages_accounts_can_end_every_session(how: str, office: Office) -> None:
    browsers = [office.browser(office.hire("lan")), office.browser("lan")]
    password = passwords.one_time()
    with writing(office.engine) as connection:
        if how == "disable":
            appointments.disable(connection, "LAN", BY)
        else:
            appointments.reset(connection, "LAN", password, BY)

    assert not any(is_in(browser) for browser in browsers)


def test_pages_of_staff_are_not_kept_by_the_browser(office: Office) -> None:
    browser = office.browser(office.hire("lan"))

    assert browser.get("/staff/password").headers["cache-control"] == "no-store"
