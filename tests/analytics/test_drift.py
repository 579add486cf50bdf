"""Charts with a memory see a slow decline that no single month shows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.numbers.drift import DECISION, bernoulli_cusum, cusum, ewma_chart, odds

pytestmark = pytest.mark.fast


def test_answer_by_answer_a_bad_one_weighs_more_than_a_good_one():
    """12 to 24 %: ln 2 for a bad one, ln (0.76 / 0.88) for a good one."""
    step = odds(0.12, 0.24)
    assert step == pytest.approx((0.693147, -0.146603), abs=1e-6)
    sums = bernoulli_cusum([True, False, False, False, False, False, True], 0.12, 0.24)
    assert sums[0] == pytest.approx(0.693147, abs=1e-6)
    assert sums[-2:] == pytest.approx([0.0, 0.693147], abs=1e-6)


def test_months_of_one_size_have_the_limits_of_the_textbook():
    points = ewma_chart([12] * 40, [100] * 40, 0.12)
    assert points[-1].high - 0.12 == pytest.approx(2.7 * (0.12 * 0.88 / 100 * 0.2 / 1.8) ** 0.5)


def test_a_steady_unit_never_piles_up():
    assert max(map(max, cusum([12] * 30, [100] * 30, 0.12))) == 0


def test_a_slow_decline_is_decided_though_no_month_stands_out():
    sums = cusum([17] * 12, [100] * 12, 0.12)
    assert [one.above > DECISION for one in sums].index(True) == 3


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=60), st.floats(0.01, 0.4))
def test_the_pile_never_falls_under_nothing(answers, usual):
    sums = bernoulli_cusum(answers, usual, usual * 2)
    assert len(sums) == len(answers)
    assert all(one >= 0 for one in sums)
