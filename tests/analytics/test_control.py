"""Control charts agree with worked cases and signal neither noise nor nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import oracle

from analytics.numbers.control import (
    Point,
    dispersion,
    individuals_chart,
    laney_chart,
    p_chart,
    signals,
)

pytestmark = pytest.mark.fast

months = st.lists(
    st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=40,
)


def beyond(points: list[Point]) -> list[int]:
    return [signal.at for signal in signals(points) if signal.rule == "beyond"]


def flat(values: list[float], centre: float) -> list[Point]:
    return [Point(value, centre, 0.0, 1.0) for value in values]


def test_the_p_chart_is_that_of_the_oracle():
    case = oracle("p_chart")
    chart, expected = p_chart(case.inputs["x"], case.inputs["n"]), case.expected

    assert chart[0].centre == pytest.approx(expected["pbar"], abs=6e-7)
    assert [point.value for point in chart] == pytest.approx(expected["p"], abs=6e-7)
    assert [point.high for point in chart] == pytest.approx(expected["ucl"], abs=6e-7)
    assert [point.low for point in chart] == pytest.approx(expected["lcl"], abs=6e-7)
    assert beyond(chart) == expected["out_of_control_indexes_0based"]


def test_large_samples_wander_more_than_chance_and_laney_allows_for_it():
    case = oracle("laney_p_prime")
    counted, total, expected = case.inputs["x"], case.inputs["n"], case.expected
    plain, wide = p_chart(counted, total), laney_chart(counted, total)

    assert plain[0].centre == pytest.approx(expected["pbar"], abs=6e-7)
    assert dispersion(counted, total) == pytest.approx(expected["sigma_z_MR"], abs=6e-7)
    assert (plain[0].low, plain[0].high) == pytest.approx(
        expected["first_point_limits_p"], abs=6e-7
    )
    assert (wide[0].low, wide[0].high) == pytest.approx(
        expected["first_point_limits_laney"], abs=6e-7
    )
    assert len(beyond(plain)) == expected["p_chart_flags"]
    assert len(beyond(wide)) == expected["laney_flags"]


def test_the_individuals_chart_is_that_of_the_oracle():
    case = oracle("xmr")
    chart, expected = individuals_chart(case.inputs["y"]), case.expected

    assert chart.points[0].centre == pytest.approx(expected["mean"])
    assert chart.range_mean == pytest.approx(expected["mr_bar"])
    assert chart.points[0].high == pytest.approx(expected["unpl"])
    assert chart.points[0].low == pytest.approx(expected["lnpl"])
    assert chart.range_high == pytest.approx(expected["mr_ucl"])
    assert beyond(chart.points) == expected["flag_indexes"]


def test_eight_in_a_row_on_one_side_are_a_shift():
    case = oracle("run_rule_8")
    found = signals(flat(case.inputs["v"], case.inputs["centre"]))
    assert [signal.at for signal in found] == case.expected["flag_indexes"]
    assert {(signal.rule, signal.side) for signal in found} == {("run", "below")}


def test_a_run_goes_on_signalling_and_a_point_on_the_line_ends_it():
    assert [signal.at for signal in signals(flat([0.6] * 10, 0.5))] == [7, 8, 9]
    assert signals(flat([0.6] * 7 + [0.5] + [0.6] * 7, 0.5)) == []


def test_the_side_of_a_point_beyond_is_told():
    found = signals([Point(0.9, 0.5, 0.3, 0.7), Point(0.1, 0.5, 0.3, 0.7)])
    assert [(signal.at, signal.side) for signal in found] == [(0, "above"), (1, "below")]


def test_a_decline_after_the_baseline_does_not_move_its_own_limits():
    steady, fallen = ([12] * 12, [100] * 12), ([40] * 12, [100] * 12)
    chart = p_chart(steady[0] + fallen[0], steady[1] + fallen[1])
    assert {point.centre for point in chart} == {0.12}
    assert beyond(chart) == list(range(12, 24))


@given(months)
def test_limits_hold_the_centre_and_stay_within_0_and_1(series):
    counted, total = [x for x, _ in series], [n for _, n in series]
    for point in p_chart(counted, total) + laney_chart(counted, total):
        assert 0 <= point.low <= point.centre <= point.high <= 1


def test_no_period_makes_an_empty_chart():
    assert p_chart([], []) == laney_chart([], []) == []


def test_where_nobody_was_unhappy_there_is_nothing_to_standardise_by():
    assert dispersion([0, 0, 0], [10, 20, 30]) == 1
    assert dispersion([3], [10]) == 1


@pytest.mark.parametrize("series", [([1, 2], [3]), ([0], [0])])
def test_a_period_without_responses_is_refused(series):
    with pytest.raises(ValueError, match="non-empty"):
        p_chart(*series)


def test_one_value_has_no_moving_range():
    with pytest.raises(ValueError, match="two values"):
        individuals_chart([4.2])
