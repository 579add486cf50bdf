"""Which changes are found, which are one and the same, and which are none."""

from datetime import date

import pytest

from analytics.numbers import control
from analytics.quality.watching.changes import episodes, is_told, joined
from analytics.quality.watching.charts import Chart, chart
from analytics.quality.watching.freezing import TooFewPoints, freeze_since
from analytics.quality.watching.judging import freeze, judge
from analytics.quality.watching.series import Counted, measure_of, weakest
from analytics.quality.watching.sudden import perfect
from surveys import days
from surveys.counts import Counts
from surveys.days import Period

pytestmark = pytest.mark.fast

YEAR = [(12, 100), (14, 100)] * 6


def months(*said: tuple[int, int]) -> list[Counted]:
    """Months from January 2023 on, each (what is bad, of all)."""
    start, end = date(2023, 1, 1), date(2023 + len(said) // 12, len(said) % 12 + 1, 1)
    spans = days.buckets(start, end, "month")
    return [Counted(span, *one) for span, one in zip(spans, said, strict=True)]


def labels(drawn: Chart) -> list[str]:
    return [one.first.period.label for one in episodes("unsatisfied", drawn)]


def test_twelve_points_are_a_baseline_and_eleven_are_none() -> None:
    frozen = freeze(months(*YEAR))

    assert frozen is not None
    assert (frozen.span, frozen.points) == (Period(date(2023, 1, 1), date(2024, 1, 1)), 12)
    assert frozen.centre == pytest.approx(0.13)
    assert freeze(months(*YEAR[:11])) is None


def test_the_frozen_limits_are_those_of_the_p_chart() -> None:
    said = [*YEAR, (30, 100), (9, 80)]
    frozen = freeze(months(*said))
    assert frozen is not None
    limits = judge(months(*said), frozen).limits

    expected = control.p_chart([x for x, _n in said], [n for _x, n in said])
    assert [(p.low, p.high) for p in limits if p] == [
        pytest.approx((p.low, p.high)) for p in expected
    ]


def test_a_frozen_baseline_does_not_follow_what_comes_later() -> None:
    kept = freeze(months(*YEAR))
    assert kept is not None
    again = chart(months(*[(2, 100)] * 12, *[(20, 100)] * 3), [kept])

    assert again.baseline == kept


def test_a_fall_over_months_is_one_change() -> None:
    drawn = chart(months(*YEAR, (30, 100), (31, 100), (28, 100), (13, 100)))

    (one,) = episodes("unsatisfied", drawn)
    assert one.span == Period(date(2024, 1, 1), date(2024, 2, 1))
    assert one.last == date(2024, 4, 1)


def test_a_calm_month_between_makes_two_changes() -> None:
    assert labels(chart(months(*YEAR, (30, 100), (12, 100), (30, 100)))) == ["2024-01", "2024-03"]


def test_a_month_too_small_to_be_charted_ends_nothing() -> None:
    assert labels(chart(months(*YEAR, (30, 100), (3, 9), (30, 100)))) == ["2024-01"]


def test_the_baseline_itself_raises_nothing() -> None:
    wild = [(12, 100)] * 11 + [(40, 100)]

    assert labels(chart(months(*wild, (13, 100)))) == []


def test_getting_better_is_drawn_and_not_raised() -> None:
    drawn = chart(months(*YEAR, (1, 100)))

    assert drawn.drawn[-1].findings
    assert labels(drawn) == []


def test_the_same_fall_in_two_series_is_one_signal_about_the_first() -> None:
    fallen = chart(months(*YEAR, (30, 100)))
    later = chart(months(*YEAR, (13, 100), (30, 100)))
    both = [*episodes("unsatisfied", later), *episodes("factor.staff", fallen)]

    (group,) = joined(both)
    assert [one.indicator for one in group] == ["unsatisfied", "factor.staff"]


def test_what_was_told_is_not_told_again() -> None:
    group = episodes("unsatisfied", chart(months(*YEAR, (30, 100), (30, 100))))
    january = Period(date(2024, 1, 1), date(2024, 2, 1))
    autumn = Period(date(2023, 8, 1), date(2023, 9, 1))

    assert is_told(group, [("unsatisfied", january)])
    assert is_told(group, [("factor.staff", january)])
    assert not is_told(group, [("unsatisfied", autumn)])
    assert not is_told(group, [("factor.staff", autumn)])


def test_a_break_begins_anew_without_limits_of_before() -> None:
    said = months(*YEAR, *[(30, 100)] * 4)
    drawn = chart(said, breaks=[date(2024, 1, 1)])

    assert labels(drawn) == []
    assert [one.limits is None for one in drawn.drawn] == [False] * 12 + [True] * 4
    assert drawn.breaks == (date(2024, 1, 1),)


def test_a_baseline_wanted_from_a_day_needs_its_twelve_points() -> None:
    said = months(*YEAR, *[(20, 100)] * 12)

    assert freeze_since(said, date(2024, 1, 1)).centre == pytest.approx(0.20)
    with pytest.raises(TooFewPoints) as few:
        freeze_since(said, date(2024, 2, 1))
    assert few.value.args == (11, 12)


def test_small_months_are_watched_by_whole_quarters() -> None:
    drawn = chart(months(*[(2, 15)] * 40))

    assert drawn.kind == "quarter"
    assert drawn.drawn[0].period.label == "2023-Q1"
    assert drawn.baseline is not None


@pytest.mark.parametrize("said", [[], [(0, 0)], [(0, 1)], [(0, 100)] * 14, [(100, 100)] * 14])
def test_nothing_one_and_all_alike_make_no_error(said: list[tuple[int, int]]) -> None:
    assert labels(chart(months(*said))) == []


def test_a_perfect_month_is_told_only_where_chance_does_not_make_it() -> None:
    assert perfect(months(*YEAR, (0, 90)))
    assert perfect(months(*YEAR, (0, 40))) is None
    assert perfect(months(*[(0, 100)] * 13)) is None
    assert perfect(months(*YEAR, (0, 20))) is None
    assert perfect([]) is None


def test_the_weakest_factor_needs_ten_answers() -> None:
    counts = Counts.of(staff5=20, staff1=2, access5=10, access2=5, result1=4)

    assert weakest(counts) == "factor.access"
    assert weakest(Counts.zero()) is None
    assert measure_of("factor.staff")(counts) == (2, 22)
    with pytest.raises(KeyError):
        measure_of("factor.smile")
