"""A short form of ``load_tests.alarms``; the promise itself is held in the kept tables."""

from random import Random

import pytest

from analytics.numbers import simulated
from load_tests.alarms.offices import Office
from load_tests.alarms.tables import false_signals, found


@pytest.mark.parametrize(("monthly", "times"), [(30, 60), (200, 40)])
def test_offices_in_which_nothing_happens_are_left_alone(monthly: int, times: int):
    assert false_signals(Office(monthly), times, Random(monthly))["all"] <= simulated.MOST_FALSE


@pytest.mark.parametrize(("monthly", "least"), simulated.SEEN.items())
def test_a_fall_is_found_within_three_months(monthly: int, least: float):
    assert found(monthly, 0.25, 40, Random(monthly)) >= least - 0.05
