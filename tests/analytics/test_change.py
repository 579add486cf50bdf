"""Change: a direction only where the interval carries it, and whole months."""

from datetime import date

import pytest

from analytics.numbers.change import change
from analytics.numbers.estimates import Estimate, share
from surveys.days import Period, whole_months

pytestmark = pytest.mark.fast


def of(count: int, n: int) -> Estimate:
    return Estimate.of(share(count, n), "wilson95", 0.0, 1.0)


def test_months_are_whole_that_ended() -> None:
    assert whole_months(date(2023, 5, 20), date(2023, 5, 31)) is None
    assert whole_months(date(2023, 5, 20), date(2023, 7, 9)) == Period(
        date(2023, 5, 1), date(2023, 7, 1)
    )


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
    told = change(of(*before), of(*now))

    assert told is not None
    assert told.direction == direction


def test_the_change_of_the_textbook_has_its_interval() -> None:
    """160 of 200, then 180 of 200: 10 points, from 3.0 to 17.0 (Newcombe, method 10)."""
    told = change(of(160, 200), of(180, 200))

    assert told is not None
    assert (round(told.value, 3), round(told.low, 3), round(told.high, 3)) == (0.1, 0.03, 0.17)
    assert told.least == told.low


def test_fewer_than_ten_are_not_compared() -> None:
    assert change(of(1, 9), of(1, 90)) is None
