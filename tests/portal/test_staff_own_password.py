"""Choosing one's own password."""

import re

import pytest
from office import CHOSEN, WARD, Browser, Office, sign_in, token_on
from sqlalchemy import select

from portal.staff.accounts import StaffAccount
from surveys.database import reading

FRESH = "chuồn chuồn đậu bờ rào"


def change(browser: Browser, **fields: str) -> tuple[int, str]:
    form = {"current": CHOSEN.text, "password": FRESH, "repeated": FRESH}
    form |= {"_csrf_token": token_on(browser.get("/staff/password"))}
    reply = browser.post("/staff/password", data=form | fields)
    return reply.status_code, reply.text


def test_a_new_password_ends_every_other_session_and_renews_this_one(office: Office) -> None:
    browser, elsewhere = office.browser(office.hire("lan", must_change=True)), office.browser("lan")
    before = browser.cookies["staff"]
    status, _ = change(browser)

    assert status == 303
    assert browser.cookies["staff"] != before
    assert browser.get(f"/staff/units/{WARD}").status_code == 200
    assert elsewhere.get(f"/staff/units/{WARD}").status_code == 303
    assert sign_in(office.browser(), "lan", FRESH).status_code == 303
    assert sign_in(office.browser(), "lan").status_code == 422


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"current": "not it"}, "This is not your current password."),
        ({"password": "short", "repeated": "short"}, "Use at least 12 characters"),
        ({"repeated": "something else"}, "The two do not match."),
        ({"password": CHOSEN.text, "repeated": CHOSEN.text}, "Choose one that you have not used"),
    ],
)
def test_a_slip_is_named_and_nothing_changes(
    fields: dict[str, str], words: str, office: Office
) -> None:
    browser = office.browser(office.hire("lan"))
    status, page = change(browser, **fields)
    with reading(office.engine) as connection:
        kept = connection.scalar(select(StaffAccount.password_hash))

    assert status == 422
    assert words in page
    assert kept == CHOSEN.hashed
    assert not re.search(r'type="password" value="[^"]', page)


def test_a_borrowed_screen_cannot_guess_the_current_password(office: Office) -> None:
    browser = office.browser(office.hire("lan"))
    for _ in range(5):
        change(browser, current="a guess")

    assert "Too many attempts" in change(browser)[1]
