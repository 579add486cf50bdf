"""The pages of signals: who reads them, what stands on them, and how one is closed."""

from datetime import date

import pytest
from desk import Desk, read, satisfied, words
from makers import make_responses, seal
from office import CITY, OTHER, WARD, Browser, token_on
from sqlalchemy import select

from analytics.quality.watching.raising import raise_signals
from portal.staff.log import StaffLog
from surveys.database import reading

HERE = f"/staff/units/{WARD}/signals"


@pytest.fixture
def page(desk: Desk) -> str:
    """The address of a signal of the ward: a fall in January 2025."""
    code = desk.touchpoint()
    for month in range(1, 13):
        make_responses(desk.engine, code, satisfied(88, 100), date(2024, month, 10))
    make_responses(desk.engine, code, satisfied(60, 100), date(2025, 1, 10))
    seal(desk.engine)
    (number,) = raise_signals(desk.engine, date(2025, 2, 1))
    return f"/staff/signals/{number}"


def test_a_signal_is_listed_and_shown_with_its_evidence(
    desk: Desk, leader: Browser, page: str
) -> None:
    said = "Ratings of 3 or lower, 10 Jan 2025: 40 of 100 (40 of 100)"

    assert said in read(leader, HERE)
    shown = read(leader, page)
    assert said in shown
    assert "a rise piled up day by day" in shown
    assert f"portal indicators --unit {WARD} --from 2024-01-01 --to 2025-02-01" in shown
    mayor = desk.browser(desk.hire("mai", unit=CITY))
    assert "Phuong Hoa Mai" in read(mayor, f"/staff/units/{CITY}/signals")


def test_another_unit_reads_none_of_it(desk: Desk, page: str) -> None:
    other = desk.browser(desk.hire("hoa", unit=OTHER))

    assert other.get(HERE).status_code == 403
    assert other.get(page).status_code == 403
    assert other.get("/staff/signals/999").status_code == 404
    assert "No open signals" in read(other, f"/staff/units/{OTHER}/signals")


def test_no_action_is_needed_only_with_a_reason(desk: Desk, leader: Browser, page: str) -> None:
    token = {"_csrf_token": token_on(leader.get(page))}
    bare = leader.post(f"{page}/close", data=token | {"why": "no"})

    assert bare.status_code == 422
    assert "Say in a sentence why no action is needed." in words(bare.text)
    why = "The roof fell in that month."
    assert leader.post(f"{page}/close", data=token | {"why": why}).status_code == 303
    closed = read(leader, page)
    assert f"Closed by lan, Lãnh đạo: {why}" in closed
    assert "Close this signal" not in closed
    assert leader.post(f"{page}/close", data=token | {"why": why}).status_code == 409
    with reading(desk.engine) as connection:
        acts = connection.scalars(select(StaffLog.act)).all()
    assert acts.count("signal closed") == 1


def test_somebody_is_put_in_charge(leader: Browser, page: str) -> None:
    token = {"_csrf_token": token_on(leader.get(page))}

    assert leader.post(f"{page}/owner", data=token | {"name": " "}).status_code == 422
    said = {"name": "Trần Thị Hoa", "position": "Phó chủ tịch"}
    assert leader.post(f"{page}/owner", data=token | said).status_code == 303
    assert "In charge: Trần Thị Hoa, Phó chủ tịch" in read(leader, page)


def test_whoever_may_not_act_sees_no_forms(desk: Desk, page: str) -> None:
    auditor = desk.browser(desk.hire("kiem", "auditor"))
    shown = auditor.get(page)

    assert "Close this signal" not in shown.text
    token = {"_csrf_token": token_on(shown)}
    reply = auditor.post(f"{page}/close", data=token | {"why": "It is nothing at all."})
    assert reply.status_code == 403
