"""What satisfaction goes together with: nothing is said of a weight that chance may have made."""

import pytest

from analytics.numbers.drivers import Driver
from analytics.numbers.intervals import Interval
from portal.staff.finer import stands_at

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("interval", "said"),
    [((0.19, 0.29), False), ((0.15, 0.2), False), ((0.21, 0.3), True), ((0.1, 0.19), True)],
)
def test_a_factor_that_may_weigh_as_much_as_the_mean_is_not_placed(
    interval: tuple[float, float], said: bool
) -> None:
    one = Driver(None, 0.2, Interval(*interval), 0.7, "concentrate")

    assert bool(stands_at(one, 5)) is said
