"""Which changes are one and the same, what is drawn of them, and what is too good to be true."""

from datetime import date

import pytest

from analytics.numbers.alarms import Alarm
from analytics.numbers.usual import Usual, usual
from analytics.numbers.vigil import tallies
from analytics.quality.watching.changes import Change, Told, by_month, is_told, joined
from analytics.quality.watching.charts import Chart, Months, chart
from analytics.quality.watching.sudden import Month, perfect
from surveys import days
from surveys.counts import Counts
from surveys.days import Period

pytestmark = pytest.mark.fast

YEAR = [(12, 100), (14, 100)] * 6
LEVEL = Usual(Period(date(2023, 1, 1), date(2024, 1, 1)), 156, 1200, 12)


def months(*said: tuple[int, int]) -> Months:
    """Months from January 2023 on, each (ratings of 3 or lower, all)."""
    start, end = date(2023, 1, 1), date(2023 + len(said) // 12, len(said) % 12 + 1, 1)
    counted = [Counts.of(o3=low, o5=n - low) for low, n in said]
    return list(zip(days.buckets(start, end, "month"), counted, strict=True))


def change(series: str, month: int, through: int = 0) -> Change:
    """An alarm of some months of 2024."""
    span = Period(date(2024, month, 1), date(2024, (through or month) + 1, 1), "month")
    return Change(series, Alarm("month", span, 30, 100, LEVEL, 0.0))


def told(series: str, month: int, *, open_: bool = False) -> Told:
    span = change(series, month).span
    return Told("month", series, span, open_, frozenset())


def standing_out(drawn: Chart) -> list[str]:
    return [one.period.label for one in drawn.drawn if one.rules]


def test_the_same_fall_in_two_series_is_one_signal_about_the_first() -> None:
    overall, staff = change("unsatisfied", 3), change("factor.staff", 2)

    assert joined([overall, staff]) == [[overall, staff]]
    assert joined([overall, change("factor.staff", 9)]) == [[overall], [change("factor.staff", 9)]]


def test_what_was_told_is_not_told_again() -> None:
    group = [change("unsatisfied", 4)]

    assert is_told(group, [told("unsatisfied", 4)])
    assert is_told(group, [told("factor.staff", 2)])
    assert not is_told(group, [told("factor.staff", 9)])


def test_what_is_still_bad_is_told_again_unless_somebody_is_at_it() -> None:
    again = [change("unsatisfied", 8)]

    assert not is_told(again, [told("unsatisfied", 1)])
    assert is_told(again, [told("unsatisfied", 1, open_=True)])


def test_a_fall_that_late_answers_move_to_another_month_is_no_second_one() -> None:
    assert is_told([change("unsatisfied", 3)], [told("unsatisfied", 4)])
    assert is_told([change("unsatisfied", 6)], [told("unsatisfied", 4)])
    assert not is_told([change("unsatisfied", 7)], [told("unsatisfied", 4)])


def test_a_month_beyond_the_limit_stands_out_and_the_baseline_does_not() -> None:
    wild = [(12, 100)] * 11 + [(40, 100)]

    assert standing_out(chart(months(*YEAR, (30, 100)), "unsatisfied")) == ["2024-01"]
    assert standing_out(chart(months(*wild, (13, 100)), "unsatisfied")) == []
    assert standing_out(chart(months(*YEAR, (1, 100)), "unsatisfied")) == []


def test_a_frozen_baseline_does_not_follow_what_comes_later() -> None:
    kept = usual(tallies([(m.start, c) for m, c in months(*YEAR)], "unsatisfied"), date(2024, 1, 1))
    assert kept is not None
    drawn = chart(months(*[(2, 100)] * 12, (20, 100)), "unsatisfied", [kept])

    assert drawn.usual == kept
    assert {one.centre for one in drawn.drawn} == {0.13}


def test_a_break_begins_anew_without_the_limits_of_before() -> None:
    drawn = chart(months(*YEAR, *[(30, 100)] * 4), "unsatisfied", breaks=[date(2024, 1, 1)])

    assert standing_out(drawn) == []
    assert [one.high is None for one in drawn.drawn] == [False] * 12 + [True] * 4


def test_a_drift_stands_at_the_month_in_which_it_was_decided() -> None:
    drift = Period(date(2024, 1, 9), date(2024, 3, 15))
    drawn = chart(months(*YEAR, *[(14, 100)] * 4), "unsatisfied", drifts=[drift])

    assert standing_out(drawn) == ["2024-03"]


def test_small_months_are_drawn_by_whole_quarters() -> None:
    drawn = chart(months(*[(2, 8)] * 40), "unsatisfied")

    assert (drawn.kind, drawn.drawn[0].period.label) == ("quarter", "2023-Q1")
    assert len(drawn.drawn) == 13


@pytest.mark.parametrize("said", [[], [(0, 0)], [(0, 1)], [(0, 100)] * 14, [(100, 100)] * 14])
def test_nothing_one_and_all_alike_make_no_error(said: list[tuple[int, int]]) -> None:
    assert standing_out(chart(months(*said), "unsatisfied")) == []


def test_days_become_whole_months_with_the_empty_ones() -> None:
    one = Counts.of(responses=1)
    heard = [(date(2024, 1, 5), one), (date(2024, 1, 6), one), (date(2024, 3, 9), one)]

    found = by_month(heard, date(2024, 4, 1))
    assert [(m.label, c["responses"]) for m, c in found] == [
        ("2024-01", 2), ("2024-02", 0), ("2024-03", 1)
    ]  # fmt: skip
    assert by_month(heard, date(2024, 1, 20)) == []
    assert by_month([], date(2024, 1, 20)) == []


def low(*said: tuple[int, int]) -> list[Month]:
    return [(period, sum(c.marks[:3]), sum(c.marks)) for period, c in months(*said)]


def test_a_perfect_month_is_told_only_where_chance_does_not_make_it() -> None:
    assert perfect(low(*YEAR, (0, 90)))
    assert perfect(low(*YEAR, (0, 40))) is None
    assert perfect(low(*[(0, 100)] * 13)) is None
    assert perfect(low(*YEAR, (0, 20))) is None
    assert perfect([]) is None
