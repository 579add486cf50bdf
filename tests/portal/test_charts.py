"""What is drawn says what the numbers say, and nothing where nothing can be said."""

from dataclasses import dataclass
from itertools import pairwise

import pytest

from portal.charts import (
    MARKS,
    Event,
    Point,
    Scale,
    hundred,
    interval_bar,
    levels_strip,
    scale_of,
    share_scale,
    trend,
)

pytestmark = pytest.mark.fast


@dataclass(frozen=True)
class Shown:
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    verdict: str = "ok"


# 140 of 160, Wilson at 95 %: the figure of the acceptance test.
GOOD = Shown(0.875, 0.81481, 0.917605, 160)
FEW = Shown(0.8, 0.6, 0.9, 25, "few")
TOO_FEW = Shown(0.5, 0.2, 0.8, 6, "too_few")
NONE = Shown(n=0, verdict="none")
WITHHELD = Shown(verdict="withheld")
TENTHS = Scale(0.5, 1.0, 0.1)


def series(*estimates: Shown) -> list[Point]:
    return [Point(f"{nth}/2023", estimate) for nth, estimate in enumerate(estimates, start=1)]


def test_a_scale_keeps_room_at_both_ends_for_figures() -> None:
    assert [TENTHS.x(v) for v in (0.5, 0.75, 1.0)] == [3.0, 50.0, 97.0]


def test_a_value_beyond_the_scale_lies_on_its_end() -> None:
    assert (TENTHS.x(0.2), TENTHS.x(1.2)) == (3.0, 97.0)


def test_every_second_mark_gives_way_on_a_phone_but_never_the_upper_end() -> None:
    ticks = TENTHS.ticks

    assert [t.value for t in ticks] == [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert [t.minor for t in ticks] == [True, False, True, False, True, False]


@pytest.mark.parametrize(
    ("least", "low", "step"),
    [(0.95, 0.6, 0.1), (0.58, 0.5, 0.1), (0.47, 0.4, 0.2), (0.3, 0.2, 0.2), (0.0, 0.0, 0.2)],
)
def test_a_scale_of_shares_begins_below_the_least_value(
    least: float, low: float, step: float
) -> None:
    scale = share_scale([least, None, 0.97])

    assert (scale.low, scale.high, scale.step) == (low, 1.0, step)


def test_a_band_reaches_from_end_to_end_with_its_dot_between() -> None:
    bar = interval_bar(GOOD, TENTHS, target=0.85)

    assert bar.dot == TENTHS.x(0.875)
    assert bar.band == (TENTHS.x(0.81481), pytest.approx(19.32, abs=0.02))
    assert bar.goal == TENTHS.x(0.85)


@pytest.mark.parametrize("estimate", [TOO_FEW, NONE, WITHHELD])
def test_what_may_not_be_said_has_no_dot_but_keeps_the_target(estimate: Shown) -> None:
    bar = interval_bar(estimate, TENTHS, target=0.85)

    assert (bar.dot, bar.band, bar.goal) == (None, None, TENTHS.x(0.85))


def test_a_mean_without_interval_has_a_dot_and_no_band() -> None:
    bar = interval_bar(Shown(4.0, None, None, 12, "few"), MARKS)

    assert (bar.dot, bar.band) == (73.5, None)


def test_bars_that_are_compared_share_a_scale_that_holds_them_all() -> None:
    assert scale_of([GOOD, FEW, TOO_FEW, WITHHELD], target=0.58).low == 0.5


def test_a_hundred_dots_are_sure_to_the_lower_end_and_perhaps_to_the_upper() -> None:
    dots = hundred(GOOD)

    assert dots
    assert [len(dots.sure), len(dots.maybe), len(dots.rest)] == [81, 11, 8]


def test_an_end_is_rounded_half_up_once() -> None:
    dots = hundred(Shown(0.7, 0.575, 0.8149, 40))

    assert dots
    assert [len(dots.sure), len(dots.maybe)] == [58, 23]


@pytest.mark.parametrize("estimate", [TOO_FEW, NONE, WITHHELD])
def test_no_dots_for_what_may_not_be_said(estimate: Shown) -> None:
    assert hundred(estimate) is None


def test_five_levels_fill_the_strip_in_order() -> None:
    strip = levels_strip([5, 0, 15, 60, 20])

    assert [part.x for part in strip] == [0, 5, 5, 20, 80]
    assert [part.width for part in strip] == [4.6, 0, 14.6, 59.6, 19.6]


def test_one_angry_citizen_among_a_thousand_stays_visible() -> None:
    assert levels_strip([1, 0, 0, 0, 999])[0].width == 0.6


def test_no_answers_make_no_strip() -> None:
    assert levels_strip([0, 0, 0, 0, 0]) == []


def test_the_line_stops_where_nothing_was_measured() -> None:
    chart = trend(series(GOOD, GOOD, NONE, GOOD, FEW))

    assert [(line.x1, line.x2) for line in chart.run] == [(10.0, 30.0), (70.0, 90.0)]
    assert [dot.kind for dot in chart.dots] == ["ok", "ok", "ok", "few"]
    assert chart.frames == []


def test_the_line_stops_at_a_break_and_not_at_other_events() -> None:
    events = [Event(1, "Tết"), Event(2, "Sáp nhập", breaks=True)]
    chart = trend(series(GOOD, GOOD, GOOD), events=events)

    assert len(chart.run) == 1
    assert [flag.name for flag in chart.events] == ["Tết", "Sáp nhập"]
    assert [row.events for row in chart.rows] == [[], ["Tết"], ["Sáp nhập"]]


def test_neighbours_that_may_not_be_said_share_a_frame() -> None:
    chart = trend(series(TOO_FEW, TOO_FEW, GOOD, WITHHELD))

    assert [(f.kind, f.x, f.width) for f in chart.frames] == [
        ("too_few", 0, 50),
        ("withheld", 75, 25),
    ]


def test_limits_step_with_the_number_of_responses() -> None:
    limits = [(0.7, 0.95), (0.7, 0.95), (0.6, 0.97)]
    chart = trend(series(GOOD, GOOD, GOOD), limits, [0.85] * 3)

    assert [line.x2 - line.x1 for line in chart.limits] == pytest.approx([66.67, 33.33] * 2)
    assert [(line.x1, line.x2) for line in chart.centre] == [(0, 100)]
    assert chart.reaches == []


def test_without_limits_each_point_shows_its_own_interval() -> None:
    chart = trend(series(GOOD, GOOD), [(0.7, 0.95), None])

    assert [line.x1 for line in chart.reaches] == [75.0]


def test_a_limit_at_zero_limits_nothing_and_is_not_drawn() -> None:
    chart = trend(series(Shown(0.1, 0.05, 0.2, 60)), [(0.0, 0.3)], [0.1])

    assert len(chart.limits) == 1
    assert [level.value for level in chart.levels] == [0.1, 0.3]


def test_a_broken_rule_is_a_signal_even_where_ratings_are_few() -> None:
    chart = trend(series(GOOD, FEW), verdicts=[None, "beyond the limits"])

    assert [dot.kind for dot in chart.dots] == ["ok", "signal"]
    assert chart.rows[1].signal == "beyond the limits"


def test_names_of_many_periods_are_thinned_and_again_for_a_phone() -> None:
    chart = trend(series(*[GOOD] * 26))

    assert len(chart.labels) == 9
    assert sum(not label.minor for label in chart.labels) == 3


def test_long_names_of_periods_are_fewer() -> None:
    quarters = [Point(f"Quý {1 + nth % 4}/{2023 + nth // 4}", GOOD) for nth in range(8)]
    shown = [label.x for label in trend(quarters).labels if not label.minor]

    assert min(b - a for a, b in pairwise(shown)) > 30


def test_a_band_that_its_dot_may_hide_is_tight() -> None:
    narrow = Shown(0.9, 0.89, 0.91, 9000)

    assert interval_bar(narrow, TENTHS).tight
    assert not interval_bar(GOOD, TENTHS).tight
    assert not interval_bar(TOO_FEW, TENTHS).tight


def test_an_empty_range_is_an_empty_chart() -> None:
    chart = trend([])

    assert (chart.dots, chart.rows, chart.labels) == ([], [], [])


def test_limits_for_other_periods_are_refused() -> None:
    with pytest.raises(ValueError, match="1 values for 2 periods"):
        trend(series(GOOD, GOOD), [None])


def test_of_neighbouring_signals_only_the_farthest_tells_its_value() -> None:
    points = series(*(Shown(value, n=100) for value in (0.1, 0.3, 0.5, 0.1, 0.4)))
    chart = trend(points, centre=[0.1] * 5, verdicts=[None, "high", "high", None, "high"])

    assert [dot.told for dot in chart.dots if dot.kind == "signal"] == [False, True, True]
