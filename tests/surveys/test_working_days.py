"""Deadlines know Tết, bridging days and the Saturdays that make up for them."""

from datetime import date, timedelta

import pytest

from surveys.working_days import (
    is_working_day,
    next_working_day,
    working_days_after,
    working_days_between,
)

pytestmark = pytest.mark.fast

# Days off as the government announced them, and working days right beside them.
# Source: announcements of the Ministry of Labour of 12/2022, 11/2023, 11/2024.
KNOWN = {
    date(2023, 1, 19): True,
    date(2023, 1, 20): False,
    date(2023, 1, 26): False,
    date(2023, 1, 27): True,
    date(2024, 2, 8): False,
    date(2024, 2, 14): False,
    date(2024, 4, 29): False,
    date(2024, 5, 4): True,
    date(2025, 1, 27): False,
    date(2025, 1, 31): False,
    date(2025, 4, 26): True,
    date(2025, 5, 2): False,
    date(2025, 9, 1): False,
    date(2026, 2, 16): False,
    date(2027, 2, 8): False,
}


@pytest.mark.parametrize(("day", "works"), KNOWN.items())
def test_offices_are_closed_on_holidays_and_open_beside_them(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_five_working_days_before_tet_end_after_it() -> None:
    assert working_days_after(date(2025, 1, 24), 5) == date(2025, 2, 7)


def test_a_deadline_runs_over_the_end_of_the_year() -> None:
    assert working_days_after(date(2026, 12, 30), 2) == date(2027, 1, 4)


def test_a_made_up_saturday_counts() -> None:
    assert working_days_after(date(2024, 5, 3), 1) == date(2024, 5, 4)


def test_what_falls_on_tet_waits_for_the_first_day_after_it() -> None:
    assert next_working_day(date(2026, 2, 17)) == date(2026, 2, 23)
    assert working_days_after(date(2026, 2, 17), 0) == date(2026, 2, 23)


def test_days_between_count_the_first_and_not_the_last() -> None:
    assert working_days_between(date(2023, 5, 8), date(2023, 5, 15)) == 5
    assert working_days_between(date(2023, 5, 15), date(2023, 5, 8)) == 0


@pytest.mark.parametrize("length", [1, 6, 7, 20, 366, 800])
def test_days_between_are_those_that_offices_work(length: int) -> None:
    for ahead in range(0, 400, 13):
        start = date(2024, 1, 1) + timedelta(days=ahead)
        each = [start + timedelta(days=n) for n in range(length)]

        assert working_days_between(start, start + timedelta(days=length)) == sum(
            map(is_working_day, each)
        )
