"""What is looked at: filters in the address, fragments, scope, and who may look at all."""

import re

import pytest
from desk import Desk, read, satisfied, words
from office import CITY, OTHER, WARD, Browser
from sqlalchemy import select

from portal.staff.log import StaffLog
from surveys.database import reading

HERE = f"/staff/units/{WARD}"
SPRING = f"{HERE}?period=2025-Q2"


def test_a_chosen_service_is_the_figure_and_closes_the_sentence(
    desk: Desk, leader: Browser
) -> None:
    service = desk.service("khai-sinh", "Khai sinh")
    desk.rate(desk.touchpoint(service_id=service), satisfied(20, 40))
    desk.rate(desk.touchpoint(), satisfied(40, 40))
    page = read(leader, f"{SPRING}&service=khai-sinh")

    assert "Q2 of 2025, Khai sinh, all channels." in page
    assert "About 50 of 100" in page


def test_a_chosen_channel_is_the_figure(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    desk.rate(code, satisfied(20, 20))
    desk.rate(code, satisfied(6, 12), channel="paper")
    page = read(leader, f"{SPRING}&channel=paper")

    assert "Q2 of 2025, all services, Paper form." in page
    assert "About 50 of 100" in page


def test_a_city_sees_its_own_or_its_whole_tree(desk: Desk) -> None:
    for unit, marks in ((CITY, satisfied(0, 20)), (WARD, satisfied(30, 30))):
        desk.rate(desk.touchpoint(unit), marks)
    mayor = desk.browser(desk.hire("mai", unit=CITY))

    assert "About 0 of 100" in read(mayor, f"/staff/units/{CITY}?period=2025-Q2")
    assert "from 50 ratings" in read(mayor, f"/staff/units/{CITY}?period=2025-Q2&scope=tree")


def test_the_fragment_says_the_same_and_carries_the_address_of_the_page(
    desk: Desk, leader: Browser
) -> None:
    desk.rate(desk.touchpoint(), satisfied(140, 160))
    fragment = leader.get(f"{HERE}/figures?period=2025-Q2&service=&channel=")

    assert fragment.headers["HX-Push-Url"] == f"{HERE}?period=2025-Q2&scope=own"
    assert "About 88 of 100 ratings were satisfied" in words(fragment.text)
    assert "<html" not in fragment.text
    assert "autofocus" in fragment.text
    assert "autofocus" not in leader.get(SPRING).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("from=&through=", "Choose the first and the last day."),
        ("from=2025-02-30&through=2025-03-01", "Choose the first and the last day."),
        ("from=2025-03-02&through=2025-03-01", "The last day lies before the first."),
        ("from=2199-01-01&through=2199-01-02", "Figures are of whole past days"),
    ],
)
def test_days_that_make_no_sense_are_named_and_kept(
    desk: Desk, leader: Browser, typed: str, told: str
) -> None:
    desk.rate(desk.touchpoint(), satisfied(140, 160))
    reply = leader.get(f"{HERE}?period=days&{typed}")

    assert reply.status_code == 422
    assert told in words(reply.text)
    first = re.findall(r"from=([^&]*)", typed)[0]
    assert f'name="from" type="date" value="{first}"' in reply.text


@pytest.mark.parametrize(
    "odd", ["period=%FF%FE", "period=2025-Q9", "scope=all", "service=x&page=-1"]
)
def test_what_makes_no_sense_otherwise_is_as_usual(desk: Desk, leader: Browser, odd: str) -> None:
    desk.rate(desk.touchpoint(), satisfied(140, 160))

    assert "Q2 of 2025, all services, all channels." in read(leader, f"{HERE}?{odd}")


def test_one_service_by_weeks_over_years_is_refused_with_the_reason(
    desk: Desk, leader: Browser
) -> None:
    service = desk.service("land", "Đất đai")
    desk.rate(desk.touchpoint(service_id=service), satisfied(140, 160))
    years = "period=days&from=2024-01-01&through=2025-06-30&by=week"

    assert "By week" in read(leader, f"{HERE}?{years}&channel=qr")
    page = read(leader, f"{HERE}?{years}&service=land", 422)
    assert "One service alone can be told by day or week for 400 days at most" in page


def test_another_unit_is_refused_and_an_unknown_one_is_unknown(desk: Desk, leader: Browser) -> None:
    for page in ("", "/figures", "/comments", "/comments/page"):
        assert leader.get(f"/staff/units/{OTHER}{page}").status_code == 403
        assert leader.get(f"/staff/units/no-such-place{page}").status_code == 404


def test_who_may_not_read_comments_sees_the_figures_alone(desk: Desk) -> None:
    desk.rate(desk.touchpoint(), satisfied(140, 160), comment="Chờ lâu")
    counter = desk.browser(desk.hire("tam", "counter"))
    page = read(counter, SPRING)

    assert "About 88 of 100" in page
    assert "Chờ lâu" not in page
    assert "What should I read?" not in page
    assert counter.get(f"{HERE}/comments").status_code == 403
    with reading(desk.engine) as connection:
        acts = connection.scalars(select(StaffLog.act)).all()
    assert "comments viewed" not in acts


def test_units_are_listed_by_name_with_their_own_figures(desk: Desk) -> None:
    for unit, marks in ((WARD, satisfied(30, 30)), (OTHER, satisfied(5, 5))):
        desk.rate(desk.touchpoint(unit), marks)
    page = read(desk.browser(desk.hire("mai", unit=CITY)), "/staff/units?period=2025-Q2")

    assert "Phuong Hoa Mai 30 ratings 100, between 89 and 100" in page
    assert page.index("Phuong Hoa Mai 30") < page.index("Phuong Hoa Sen")
    assert "Too few ratings (5)" in page


def test_a_ward_has_no_list_of_units_in_its_head(desk: Desk, leader: Browser) -> None:
    mayor = desk.browser(desk.hire("mai", unit=CITY))

    assert 'href="/staff/units"' not in leader.get(HERE).text
    assert 'href="/staff/units"' in mayor.get(f"/staff/units/{CITY}").text
