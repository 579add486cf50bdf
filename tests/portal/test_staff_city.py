"""The secretariat's page: groups by name, volumes, signals, silent collectors."""

from datetime import date

import pytest
from desk import Desk, read, satisfied
from makers import make_touchpoint, make_volumes
from office import CITY, OTHER, WARD, Browser

PAGE = "/staff/city?period=2025-Q2"


@pytest.fixture
def mayor(desk: Desk) -> Browser:
    return desk.browser(desk.hire("mai", unit=CITY))


def test_units_stand_in_groups_by_name(desk: Desk, mayor: Browser) -> None:
    desk.rate(desk.touchpoint(WARD), satisfied(95, 100))
    desk.rate(desk.touchpoint(OTHER), satisfied(60, 100))
    page = read(mayor, PAGE)

    assert "0 of 2 within what chance explains Wards and communes: 2 units compared" in page
    assert "Below the limits, 1 Phuong Hoa Sen 100" in page
    assert "Above the limits, 1 Phuong Hoa Mai 100" in page


def test_within_months_units_are_compared_over_whole_ones_and_the_page_says_so(
    desk: Desk, mayor: Browser
) -> None:
    for unit, low in ((WARD, 95), (OTHER, 60)):
        desk.rate(desk.touchpoint(unit), satisfied(low, 100), date(2025, 5, 2))
    days = "period=days&from=2025-05-10&through=2025-06-05"
    told = "Units are compared over whole months: from 1 May 2025 to 30 Jun 2025."

    page = read(mayor, f"/staff/city?{days}")
    assert told in page
    assert "Below the limits, 1 Phuong Hoa Sen 100" in page
    assert told in read(mayor, f"/staff/units/{WARD}/detail?{days}")
    assert told not in read(mayor, PAGE)


def test_what_is_too_small_or_silent_is_counted_and_not_compared(
    desk: Desk, mayor: Browser
) -> None:
    desk.rate(desk.touchpoint(WARD), satisfied(5, 6))
    page = read(mayor, PAGE)

    assert "Too few ratings, 1 Phuong Hoa Mai 6" in page
    assert "No ratings in this time, 1 Phuong Hoa Sen" in page
    assert "Too few ratings to compare." in page


def test_volumes_stand_beside_what_came_in(desk: Desk, mayor: Browser) -> None:
    code = desk.touchpoint()
    desk.rate(code, satisfied(20, 30))
    desk.rate(code, satisfied(9, 10), channel="paper")
    ward = desk.app.state.rating.register.find_unit(WARD)
    make_volumes(desk.engine, {"unit_id": ward, "day": date(2025, 5, 14), "closed": 200})
    page = read(mayor, PAGE)

    assert "40 ratings Rated: 20 of 100 transactions (200 closed)." in page
    assert "QR code 30 Paper form 10" in page

    make_volumes(desk.engine, {"unit_id": ward, "day": date(2025, 5, 14), "closed": 39})
    more = "More ratings (40) than closed transactions (39): not all transactions are known"
    assert more in read(mayor, PAGE)
    assert more in read(mayor, f"/staff/units/{WARD}?period=2025-Q2")


def test_before_the_first_rating_it_says_what_to_do(mayor: Browser) -> None:
    page = read(mayor, "/staff/city")

    assert "No ratings yet" in page
    assert "No open signals" in page


def test_a_ward_has_no_such_page(desk: Desk, leader: Browser) -> None:
    make_touchpoint(desk.engine, WARD)

    assert leader.get("/staff/city").status_code == 403
    assert 'href="/staff/city"' not in leader.get(f"/staff/units/{WARD}").text
