"""What moves slowly is followed month by month, and begins anew with each break."""

from datetime import date

import pytest

from analytics.numbers.control import individuals_chart
from analytics.numbers.drift import DECISION, cusum, ewma_chart
from analytics.numbers.usual import Usual
from analytics.quality.watching.slowly import Slow, slowly
from surveys import days
from surveys.counts import Counts
from surveys.days import Period

pytestmark = pytest.mark.fast

START = date(2023, 1, 1)


def months(*lows: int | None, n: int = 100) -> list[tuple[Period, Counts]]:
    """Whole months: so many marks of 2 among n, the others 5; None is a month without any."""
    end = date(2023 + len(lows) // 12, len(lows) % 12 + 1, 1)
    told = [Counts.zero() if low is None else Counts.of(o2=low, o5=n - low) for low in lows]
    return list(zip(days.buckets(START, end, "month"), told, strict=True))


CALM = [10, 12] * 6


def above(told: tuple[Slow, ...]) -> list[float | None]:
    return [one.piled.above if one.piled else None for one in told]


def test_before_a_year_is_known_nothing_is_usual() -> None:
    told = slowly(months(*CALM[:11]))

    assert [one.mean.n for one in told] == [100] * 11
    assert {(one.usual, one.level, one.piled) for one in told} == {(None, None, None)}


def test_the_charts_are_those_of_the_textbook_from_the_first_twelve_months() -> None:
    lows = [*CALM, 20, 22, 24]
    told = slowly(months(*lows))
    means = [5 - 3 * low / 100 for low in lows]

    assert [one.usual.value for one in told if one.usual] == pytest.approx(means)
    limits = individuals_chart(means).points[0]
    assert [one.usual.low for one in told if one.usual] == pytest.approx([limits.low] * 15)
    assert [one.usual.high for one in told if one.usual] == pytest.approx([limits.high] * 15)
    usual = sum(CALM) / 1200
    assert [one.level for one in told] == ewma_chart(lows, [100] * 15, usual)
    assert [one.piled for one in told] == cusum(lows, [100] * 15, usual)
    assert (above(told)[-1] or 0) > DECISION > (above(told)[11] or 0)


def test_months_without_marks_are_no_points_and_small_ones_no_means() -> None:
    told = slowly(
        [*months(*CALM, None), (Period(date(2024, 2, 1), date(2024, 3, 1)), Counts.of(o2=3))]
    )

    assert [one.n for one in told[12:]] == [0, 3]
    assert [one.usual for one in told[12:]] == [None, None]
    assert [one.level is None for one in told[12:]] == [True, False]


def test_a_break_and_a_new_baseline_make_them_forget() -> None:
    lows = [*CALM, 30, 30, *CALM[:11]]
    broken = slowly(months(*lows), breaks=[date(2024, 3, 1)])
    frozen = Usual(Period(date(2024, 3, 1), date(2024, 4, 1)), 30, 100, 12)
    rebased = slowly(months(*lows), [Usual(Period(START, date(2024, 1, 1)), 132, 1200, 12), frozen])

    assert (above(broken)[13] or 0) > DECISION
    assert above(broken)[14:] == [None] * 11
    assert (above(rebased)[13] or 0) > DECISION
    assert above(rebased)[14:] == [0.0] * 11


def test_where_nobody_or_everybody_is_content_only_the_mean_is_followed() -> None:
    for same in (0, 100):
        told = slowly(months(*[same] * 14))

        assert {one.level for one in told} == {None}
        assert {(p.low, p.high) for one in told if (p := one.usual)} == {(5 - 3 * same / 100,) * 2}
