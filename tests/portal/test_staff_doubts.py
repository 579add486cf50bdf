"""Ratings of a burst are taken out of the figures by a named person, all or none, unseen."""

from datetime import timedelta

import pytest
from desk import Desk, read
from makers import make_responses, seal
from office import CITY, OTHER, WARD, Browser, token_on
from sqlalchemy import select

from analytics.quality.watching.raising import raise_signals
from portal.staff.log import StaffLog
from surveys import days
from surveys.database import reading
from surveys.responses import Excluded

BURST, WHY = 8, "The same phone lay on the desk all morning."


@pytest.fixture
def page(desk: Desk) -> str:
    """The address of a signal: twelve fast ratings of yesterday, beside thirteen others."""
    code, today = desk.touchpoint(), days.office_day(days.now_ms())
    yesterday = today - timedelta(days=1)
    make_responses(desk.engine, code, [5] * 9 + [1] * 4, yesterday)
    make_responses(desk.engine, code, [1] * 12, yesterday, flags=BURST)
    make_responses(desk.engine, code, [1] * 3, yesterday - timedelta(days=9), flags=BURST)
    seal(desk.engine)
    (number,) = raise_signals(desk.engine, today)
    return f"/staff/signals/{number}"


@pytest.fixture
def officer(desk: Desk) -> Browser:
    return desk.browser(desk.hire("thu", "officer"))


def test_all_are_taken_out_with_the_reason_and_counted_again(
    desk: Desk, officer: Browser, page: str
) -> None:
    token = {"_csrf_token": token_on(officer.get(page))}
    assert "12 flagged ratings of these days count." in read(officer, page)
    bare = officer.post(f"{page}/exclude", data=token | {"why_out": "no"})
    assert bare.status_code == 422
    assert "Say in a sentence why they are not to count." in bare.text

    assert officer.post(f"{page}/exclude", data=token | {"why_out": WHY}).status_code == 303

    told = read(officer, page)
    assert "0 flagged ratings of these days count. 12 were taken out." in told
    today = days.office_day(days.now_ms())
    span = f"period=days&from={today - timedelta(days=1)}&through={today}"
    assert "About 69 of 100 ratings were satisfied" in read(officer, f"/staff/units/{WARD}?{span}")
    with reading(desk.engine) as connection:
        assert set(connection.scalars(select(Excluded.why))) == {WHY}
        said = select(StaffLog.what).where(StaffLog.act == "ratings excluded")
        assert connection.scalar(said)["ratings"] == 12

    assert officer.post(f"{page}/count", data=token).status_code == 303
    assert "12 flagged ratings of these days count." in read(officer, page)


def test_who_has_no_such_right_sees_how_many_and_no_button(
    desk: Desk, leader: Browser, page: str
) -> None:
    token = {"_csrf_token": token_on(leader.get(page))}

    assert "12 flagged ratings of these days count." in (told := read(leader, page))
    assert "Take them out" not in told
    assert leader.post(f"{page}/exclude", data=token | {"why_out": WHY}).status_code == 403
    other = desk.browser(desk.hire("hoa", "officer", unit=OTHER))
    assert other.post(f"{page}/exclude", data=token | {"why_out": WHY}).status_code == 403
    assert CITY not in told
