"""Time: any period in any pieces, the year before, and units as they were or as they became."""

from datetime import date, datetime
from typing import Any

import pytest
from desk import Desk, read, satisfied, words
from office import CITY, OTHER, WARD, Browser
from sqlalchemy import insert, update

from surveys import days, register
from surveys.database import writing
from surveys.places import Succession, UnitParent

HERE = f"/staff/units/{WARD}"
BORDER = date(2025, 4, 1)


def follow(desk: Desk, share: str) -> None:
    """The other ward became this one on 1 April 2025, in whole or in part."""
    units = desk.app.state.rating.register
    pair: dict[str, Any] = {"from_id": units.find_unit(OTHER), "to_id": units.find_unit(WARD)}
    done = datetime(2025, 4, 1, tzinfo=days.OFFICE)
    with writing(desk.engine) as connection:
        row = insert(Succession).values(**pair, share=share, effective_on=BORDER, performed_at=done)
        connection.execute(row)
        ended = update(UnitParent).where(UnitParent.unit_id == pair["from_id"])
        connection.execute(ended.values(valid_to=BORDER))
        register.touch(connection)
    desk.follow()


@pytest.fixture
def rated(desk: Desk) -> Desk:
    """Both wards, before and after the border."""
    old, new = desk.touchpoint(OTHER), desk.touchpoint(WARD)
    for month in (1, 2, 3):
        desk.rate(old, satisfied(15, 20), date(2025, month, 10))
    for month in (4, 5, 6):
        desk.rate(new, satisfied(18, 20), date(2025, month, 10))
    return desk


def test_units_are_as_they_were_until_somebody_asks(rated: Desk, leader: Browser) -> None:
    follow(rated, "whole")
    plain, mapped = (read(leader, f"{HERE}?period=2025-Q2{past}") for past in ("", "&past=mapped"))

    assert "Units as they were" in plain
    assert "1/2025 20" not in plain
    assert "1/2025 20 25" in mapped
    assert "Before the break: Phuong Hoa Sen, which became this unit whole." in mapped
    assert "1 Apr 2025" in mapped
    assert "from 60 ratings" in mapped


def test_what_was_divided_is_refused_with_the_reason(rated: Desk, leader: Browser) -> None:
    follow(rated, "part")
    page = read(leader, f"{HERE}?period=2025-Q2&past=mapped")

    assert "Left out: Phuong Hoa Sen. Only a part of it came here" in page
    assert "1/2025 20" not in page


def test_a_unit_that_ended_is_still_read_from_above(rated: Desk, leader: Browser) -> None:
    follow(rated, "whole")
    mayor = rated.browser(rated.hire("mai", unit=CITY))

    page = read(mayor, f"/staff/units/{OTHER}?period=2025-Q2")
    assert "from 60 ratings" in read(mayor, f"/staff/units/{OTHER}?period=2025-Q1")
    assert "This unit ended on 1 Apr 2025; its ratings until then are told." in page
    assert "Followed by: Phuong Hoa Mai" in page
    assert "3/2025 20" in page
    assert "4/2025" not in page
    assert leader.get(f"/staff/units/{OTHER}?period=2025-Q1").status_code == 403


def test_a_time_is_drawn_in_pieces(rated: Desk, leader: Browser) -> None:
    page = read(leader, f"{HERE}?period=2025-Q2&by=week")

    assert "Not satisfied, in this time" in page
    assert "W15 20 10" in page
    assert "W16 0 –" in page


def test_a_week_or_a_day_is_a_time_too(rated: Desk, leader: Browser) -> None:
    assert "Week 15, from 7 Apr 2025 to 13 Apr 2025" in read(leader, f"{HERE}?period=2025-W15")
    assert "10 Apr 2025, all services" in read(leader, f"{HERE}?period=2025-04-10")
    assert "Q2 of 2025" in read(leader, f"{HERE}?period=2025-W60")


def test_too_many_pieces_are_refused(rated: Desk, leader: Browser) -> None:
    reply = leader.get(f"{HERE}?period=2025&by=day")

    assert reply.status_code == 422
    assert "choose larger pieces or a shorter time" in words(reply.text)


def test_the_same_time_a_year_ago_stands_beside(rated: Desk, leader: Browser) -> None:
    rated.rate(rated.touchpoint(), satisfied(10, 20), date(2024, 5, 10))
    page = read(leader, f"{HERE}?period=2025-Q2")

    assert "Q2 of 2024 20 ratings 50, between 30 and 70" in page


def test_hours_counters_and_the_place_among_others(rated: Desk, leader: Browser) -> None:
    rated.rate(rated.touchpoint(OTHER), satisfied(2, 40), date(2025, 5, 12))
    page = read(leader, f"{HERE}/detail?period=2025-Q2")

    assert "Weekday 9 Tue 10 20 Thu 10 20 Sat 10 20" in page
    assert "Above what chance explains, among 2 units of its level. With the mix" in page
    assert "Needs 100 ratings with every factor; there are 0." in page
    assert "<html" not in leader.get(f"{HERE}/detail?period=2025-Q2&part=1").text


def test_between_which_places_chance_leaves_a_unit_is_told_and_no_rank(
    rated: Desk, leader: Browser
) -> None:
    rated.rate(rated.touchpoint(OTHER), satisfied(34, 40), date(2025, 5, 12))
    page = read(leader, f"{HERE}/detail?period=2025-Q2")

    assert "Chance leaves open every place from 1 to 2; a rank" in page
