"""The leader's overview: what it says, what it keeps to itself, and who may ask."""

from datetime import date, timedelta

from desk import BEFORE, Desk, read, satisfied
from makers import make_volumes, seal
from office import WARD, Browser, Clock
from ward import add

from surveys import days
from surveys.responses import Entry

HERE = f"/staff/units/{WARD}"
SPRING = f"{HERE}?period=2025-Q2"


def test_the_figure_stands_with_its_interval_and_its_number(desk: Desk, leader: Browser) -> None:
    desk.rate(desk.touchpoint(), satisfied(140, 160))
    page = read(leader, SPRING)

    assert "About 88 of 100 ratings were satisfied" in page
    assert "Probably between 81 and 92, from 160 ratings." in page


def test_without_a_period_the_newest_quarter_with_ratings_is_shown(
    desk: Desk, leader: Browser
) -> None:
    desk.rate(desk.touchpoint(), satisfied(10, 12))

    assert "Q2 of 2025, all services, all channels." in read(leader, HERE)


def test_the_first_day_says_what_to_do(leader: Browser) -> None:
    page = read(leader, HERE)

    assert "No ratings yet" in page
    assert "Check that the QR codes hang" in page


def test_where_transactions_were_closed_and_nobody_rated_the_page_says_so(
    desk: Desk, leader: Browser
) -> None:
    ward = desk.app.state.rating.register.find_unit(WARD)
    day = days.office_day(days.now_ms()) - timedelta(days=1)
    make_volumes(desk.engine, {"unit_id": ward, "day": day, "closed": 30})

    page = read(leader, f"{HERE}?period={day}")
    assert "30 transactions were closed in this time, and nobody rated." in page


def test_a_time_without_ratings_says_what_to_do(desk: Desk, leader: Browser) -> None:
    desk.rate(desk.touchpoint(), satisfied(10, 12))

    assert "No ratings in this time" in read(leader, f"{HERE}?period=2025-01")


def test_too_few_ratings_have_a_number_but_no_share(desk: Desk, leader: Browser) -> None:
    desk.rate(desk.touchpoint(), satisfied(5, 6))
    page = read(leader, SPRING)

    assert "Too few ratings (6)" in page
    assert "About" not in page


def test_of_today_only_the_number_is_told_and_only_from_five(desk: Desk, leader: Browser) -> None:
    code, today = desk.touchpoint(), days.office_day(days.now_ms())
    desk.rate(code, satisfied(10, 10), today - timedelta(days=1))
    desk.rate(code, [1, 1, 1, 1], today)
    here = f"{HERE}?period=days&from={today - timedelta(days=9)}&through={today}"
    before = read(leader, here)
    desk.rate(code, [1], today)

    assert "came today" not in before
    assert "5 ratings came today." in (after := read(leader, here))
    assert "came today" not in read(leader, f"{here}&channel=qr")
    assert "from 10 ratings" in after


def test_a_clear_fall_is_said_with_its_least_size(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    desk.rate(code, satisfied(180, 200), BEFORE)
    desk.rate(code, satisfied(160, 200))

    assert "Satisfied: down by about 10 in 100, at least 3." in read(leader, SPRING)


def test_a_small_difference_is_no_clear_change(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    desk.rate(code, satisfied(18, 20), BEFORE)
    desk.rate(code, satisfied(17, 20))

    assert "Satisfied: no clear change from the time before." in read(leader, SPRING)


def test_too_few_before_are_not_compared(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    desk.rate(code, satisfied(9, 9), BEFORE)
    desk.rate(code, satisfied(17, 20))

    assert "The time before has too few ratings to compare with." in read(leader, SPRING)


def test_a_month_outside_its_limits_is_told(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    for month in range(12):
        desk.rate(code, satisfied(88 + month % 3, 100), date(2024, 1 + month, 10))
    desk.rate(code, satisfied(60, 100), date(2025, 1, 10))
    page = read(leader, f"{HERE}?period=2025-01")

    assert "More ratings of 3 or lower than usual Of 100: 40 (1/2025)." in page
    assert "above the limit" in page


def test_before_twelve_months_there_are_no_limits(desk: Desk, leader: Browser) -> None:
    desk.rate(desk.touchpoint(), satisfied(80, 100))

    assert "There are no usual limits yet" in read(leader, SPRING)


def test_services_are_told_apart_and_small_ones_only_counted(desk: Desk, leader: Browser) -> None:
    often, seldom = desk.service("khai-sinh", "Khai sinh"), desk.service("dat-dai", "Đất đai")
    desk.rate(desk.touchpoint(service_id=often), satisfied(20, 40))
    desk.rate(desk.touchpoint(service_id=seldom), satisfied(3, 3))
    page = read(leader, SPRING)

    assert "Khai sinh 40 ratings" in page
    assert "1 service with too few ratings Đất đai 3" in page
    assert "50, between 35 and 65" in page


def test_a_service_named_late_takes_nobody_out(desk: Desk, leader: Browser) -> None:
    service = desk.service("khai-sinh", "Khai sinh")
    keys = desk.rate(desk.touchpoint(), satisfied(140, 160))
    for key in keys[:20]:
        add(desk.engine, key, Entry, service_id=service)
    seal(desk.engine)
    page = read(leader, SPRING)

    assert "from 160 ratings" in page
    assert "Khai sinh 20 ratings" in page
    assert "Excluded 0" in page


def test_the_factors_are_told(desk: Desk, leader: Browser) -> None:
    desk.rate(desk.touchpoint(), [5] * 20, staff=5, access=2)
    page = read(leader, SPRING)

    assert "Access to the service 20 ratings 0, between 0 and 16" in page
    assert "Staff who handle the case 20 ratings 100, between 84 and 100" in page


def test_doubted_ratings_count_and_the_figure_without_them_stands_beside(
    desk: Desk, leader: Browser
) -> None:
    code = desk.touchpoint()
    desk.rate(code, satisfied(20, 40))
    desk.rate(code, satisfied(10, 10), flags=1)
    page = read(leader, SPRING)

    assert "About 60 of 100" in page
    assert "Without 10 in doubt: 50, between 35 and 65" in page


def test_of_one_doubted_rating_the_figure_without_it_is_not_told(
    desk: Desk, leader: Browser
) -> None:
    code = desk.touchpoint()
    desk.rate(code, satisfied(20, 40))
    desk.rate(code, [5], flags=1)
    page = read(leader, SPRING)

    assert "1 rating is in doubt and counts." in page
    assert "Without 1 in doubt" not in page


def test_a_running_time_is_compared_with_as_many_days(
    desk: Desk, leader: Browser, clock: Clock
) -> None:
    code, today = desk.touchpoint(), days.office_day(days.now_ms())
    desk.rate(code, satisfied(10, 20), today - timedelta(days=1))
    desk.rate(code, satisfied(30, 30), today - timedelta(days=2))
    span = f"from={today - timedelta(days=1)}&through={today + timedelta(days=3)}"
    page = read(leader, f"{HERE}?period=days&{span}")

    assert "up to" in page
    assert "down by about 50 in 100" in page
