"""Intervals agree with published values, stay in bounds and never claim certainty."""

from math import pi, tan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import oracle, oracle_ids

from analytics.numbers.intervals import (
    Interval,
    agresti_coull,
    clopper_pearson,
    jeffreys,
    newcombe,
    ratio_interval,
    t_interval,
    wilson,
)
from analytics.numbers.quantiles import beta_cdf, beta_quantile, t_quantile

pytestmark = pytest.mark.fast

# The oracles print six digits, so this is the 1e-6 they can be held to.
SIX_DIGITS = 6e-7
METHODS = {
    "wilson95": wilson,
    "jeffreys95_boundary_rule": jeffreys,
    "clopper_pearson95": clopper_pearson,
    "agresti_coull95": agresti_coull,
}
shares = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("id", oracle_ids("ci_"))
@pytest.mark.parametrize("method", METHODS)
def test_a_share_has_the_interval_of_the_oracle(id: str, method: str):
    case = oracle(id)
    found = METHODS[method](case.inputs["x"], case.inputs["n"])
    assert found == pytest.approx(case.expected[method], abs=SIX_DIGITS)


def test_the_targets_of_the_oracle_have_their_wilson_intervals():
    case = oracle("targets")
    for (x, n), expected in zip(case.inputs["cases"], case.expected["wilson"], strict=True):
        assert wilson(x, n) == pytest.approx(expected, abs=SIX_DIGITS)


def test_a_change_has_the_newcombe_interval_of_the_oracle():
    case = oracle("two_proportions")
    counts = (case.inputs[name] for name in ("x1", "n1", "x2", "n2"))
    assert newcombe(*counts) == pytest.approx(case.expected["newcombe95"], abs=SIX_DIGITS)


def test_a_mean_has_the_t_interval_of_the_oracle():
    expected = oracle("five_point_basic").expected
    found = t_interval(expected["mean"], expected["sd_sample"] ** 2, expected["n"])
    assert found == pytest.approx(expected["mean_ci95_t"], abs=2e-6)


@pytest.mark.parametrize("method", METHODS.values())
@given(share=shares)
def test_every_interval_of_a_share_holds_it_and_stays_within_0_and_1(method, share):
    x, n = share
    low, high = method(x, n)
    assert 0 <= low <= x / n <= high <= 1
    assert low < high


@pytest.mark.parametrize("method", METHODS.values())
@given(share=shares)
def test_counting_the_unsatisfied_mirrors_the_interval(method, share):
    x, n = share
    low, high = method(n - x, n)
    assert method(x, n) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(shares, shares)
def test_a_change_turned_round_is_its_mirror(before, after):
    low, high = newcombe(*after, *before)
    assert newcombe(*before, *after) == pytest.approx((-high, -low), abs=1e-12)


@pytest.mark.parametrize("x_n", [(0, 0), (-1, 5), (6, 5)])
@pytest.mark.parametrize("method", METHODS.values())
def test_what_is_no_share_has_no_interval(method, x_n):
    with pytest.raises(ValueError, match="no share"):
        method(*x_n)


def test_a_mean_of_one_or_of_equal_marks_has_no_interval():
    assert t_interval(4.0, 0.0, 1) is None
    assert t_interval(4.0, 0.0, 50) is None


def test_student_quantiles_are_those_of_the_tables():
    for df, expected in [(2, 4.302653), (10, 2.228139), (30, 2.042272), (1000, 1.962339)]:
        assert t_quantile(0.975, df) == pytest.approx(expected, abs=SIX_DIGITS)


def test_student_with_one_degree_of_freedom_is_cauchy():
    assert t_quantile(0.975, 1) == pytest.approx(tan(pi * 0.475), rel=1e-12)


@given(st.floats(0.001, 0.999), st.floats(0.5, 5000), st.floats(0.5, 5000))
def test_a_beta_quantile_is_where_the_distribution_reaches_it(p, a, b):
    assert beta_cdf(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-9)


def test_the_beta_distribution_begins_at_0_and_ends_at_1():
    assert (beta_cdf(0.0, 2, 3), beta_cdf(1.0, 2, 3)) == (0.0, 1.0)
    assert beta_cdf(0.5, 1, 1) == pytest.approx(0.5)


def test_one_answer_each_makes_the_ratio_interval_that_of_a_plain_share():
    """With b = 1 everywhere the residual variance is p(1-p) n/(n-1), worked by hand."""
    found = ratio_interval(8, 10, 8, 8, 10, 10)
    reach = 1.959963984540054 * (0.8 * 0.2 / 9) ** 0.5
    assert found == pytest.approx((0.8 - reach, 0.8 + reach))


def test_a_ratio_interval_worked_by_hand():
    """Responses (a, b) = (2, 2), (1, 3), (0, 1): r = 1/2, residuals 1, -1/2, -1/2."""
    found = ratio_interval(3, 6, 5, 7, 14, 3)
    reach = 1.959963984540054 * (3 / 2 * 1.5) ** 0.5 / 6
    assert found == pytest.approx((0.5 - reach, 0.5 + reach))


def test_answers_that_all_agree_make_no_ratio_interval():
    assert ratio_interval(6, 6, 12, 12, 12, 3) is None
    assert ratio_interval(1, 2, 1, 2, 4, 1) is None


def test_clipping_keeps_what_is_inside():
    assert Interval(-0.5, 0.5).clipped(0, 1) == (0, 0.5)
    assert Interval(4.5, 5.5).clipped(1, 5) == (4.5, 5)
