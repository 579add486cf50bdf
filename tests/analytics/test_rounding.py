"""Percent is rounded once, half up, and never says all when it is not all."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import oracle

import translations
from analytics.numbers.rounding import percent, rounded

pytestmark = pytest.mark.fast


def test_percent_is_that_of_the_oracle_and_never_100_when_someone_was_unhappy():
    case = oracle("rounding")
    for (x, n), expected in zip(case.inputs["x_n"], case.expected["pct_1dp"], strict=True):
        honest = ">99.9" if expected == "100.0" and x < n else expected
        found = percent(x, n)
        assert f"{found.beyond}{100 * found.share:.1f}" == honest


@pytest.mark.parametrize(
    ("count", "n", "digits", "beyond", "share"),
    [
        (1, 10000, 1, "<", "0.001"),
        (0, 9, 1, "", "0"),
        (199, 200, 0, ">", "0.99"),
        (1, 200, 0, "", "0.01"),
    ],
)
def test_nothing_is_0_and_only_nothing(count, n, digits, beyond, share):
    found = percent(count, n, digits)
    assert (found.beyond, found.share) == (beyond, pytest.approx(type(found.share)(share)))


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_rounding_is_off_by_half_a_step_at_most(count_n):
    exact, found = Fraction(*count_n), percent(*count_n)
    off = Fraction(found.share) - exact
    assert (found.share == 1) == (exact == 1)
    assert (found.share == 0) == (exact == 0)
    assert (
        -Fraction(1, 1000) < off < Fraction(1, 1000)
        if found.beyond
        else abs(off) <= Fraction(1, 2000)
    )


def test_a_float_is_taken_as_it_prints():
    assert str(rounded(0.28500000000000003, 1).share) == "0.285"
    assert str(rounded(0.285, 0).share) == "0.29"


def test_a_percent_is_written_as_the_language_does():
    with translations.speak("vi"):
        assert str(percent(7, 8)) == "87,5%"
    with translations.speak("en"):
        assert str(percent(9996, 10000)) == ">99.9%"
