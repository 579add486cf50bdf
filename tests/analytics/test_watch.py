"""Watching months: which are charted, which stand out, and when nothing can be said yet."""

from datetime import date

import pytest

from analytics.numbers.change import change
from analytics.numbers.watch import Months, unsatisfied, watch, whole_months
from surveys import days
from surveys.counts import Counts
from surveys.days import Period

pytestmark = pytest.mark.fast


def months(*said: tuple[int, int]) -> list[tuple[Period, Counts]]:
    """Months from January 2023 on, each (marks of 3 or lower, all marks)."""
    start, end = date(2023, 1, 1), date(2023 + len(said) // 12, len(said) % 12 + 1, 1)
    counted = [Counts.of(o3=low, o5=n - low) for low, n in said]
    return list(zip(days.buckets(start, end, "month"), counted, strict=True))


def standing_out(said: Months) -> list[str]:
    found = watch(said).signals(Period(date(2000, 1, 1), date(2100, 1, 1)))
    return [one.period.label for one in found]


def test_steady_months_do_not_stand_out() -> None:
    assert not standing_out(months(*[(12, 100), (14, 100)] * 12))


def test_a_month_beyond_the_limits_stands_out() -> None:
    assert standing_out(months(*[(12, 100), (14, 100)] * 6, (30, 100))) == ["2024-01"]


def test_the_baseline_does_not_follow_a_slow_decline() -> None:
    told = watch(months(*[(12, 100), (14, 100)] * 6, *[(20, 100)] * 12))

    assert told.baseline == Period(date(2023, 1, 1), date(2024, 1, 1))
    assert [one.period.label for one in told.signals(Period(date(2024, 9, 1), date(2024, 10, 1)))]


def test_without_twelve_months_there_are_no_limits() -> None:
    told = watch(months(*[(12, 100)] * 11))

    assert told.method is None
    assert not any(one.point for one in told.watched)


def test_a_small_month_is_drawn_without_limits_and_is_no_signal() -> None:
    told = watch(months(*[(12, 100), (14, 100)] * 6, (8, 12)))

    assert told.watched[-1].point is None
    assert not told.watched[-1].signals


def test_months_that_are_mostly_small_are_joined_to_whole_quarters() -> None:
    told = watch(months(*[(1, 12)] * 14))

    assert told.kind == "quarter"
    assert [one.period.label for one in told.watched] == [
        "2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"
    ]  # fmt: skip
    assert told.watched[0].estimate.n == 36


def test_months_that_wander_by_themselves_get_wider_limits() -> None:
    wild = months(*[(100, 1000), (200, 1000)] * 7)

    assert watch(wild).method == "laney"
    assert not standing_out(wild)


def test_nothing_is_watched_before_the_first_month() -> None:
    assert not watch([]).watched
    assert whole_months(date(2023, 5, 20), date(2023, 5, 31)) is None
    assert whole_months(date(2023, 5, 20), date(2023, 7, 9)) == Period(
        date(2023, 5, 1), date(2023, 7, 1)
    )


def test_all_satisfied_has_no_limits_and_no_error() -> None:
    assert watch(months(*[(0, 100)] * 14)).method is None


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
        ((160, 200), (180, 200), "up"),
        ((180, 200), (160, 200), "down"),
        ((18, 20), (17, 20), "unclear"),
    ],
)
def test_a_change_has_a_direction_only_beyond_zero(
    before: tuple[int, int], now: tuple[int, int], direction: str
) -> None:
    told = change(*(unsatisfied(Counts.of(o1=x, o5=n - x)) for x, n in (before, now)))

    assert told is not None
    assert told.direction == direction


def test_the_change_of_the_textbook_has_its_interval() -> None:
    """160 of 200, then 180 of 200: 10 points, from 3.0 to 17.0 (Newcombe, method 10)."""
    told = change(*(unsatisfied(Counts.of(o1=x, o5=200 - x)) for x in (160, 180)))

    assert told is not None
    assert (round(told.value, 3), round(told.low, 3), round(told.high, 3)) == (0.1, 0.03, 0.17)
    assert told.least == told.low


def test_fewer_than_ten_are_not_compared() -> None:
    few, many = (unsatisfied(Counts.of(o1=1, o5=n - 1)) for n in (9, 90))

    assert change(few, many) is None
