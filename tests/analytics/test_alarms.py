"""Alarms: what raises one, what does not, and that a year in which nothing happens is calm."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from analytics.numbers.alarms import CHANCE, REST, alarms, chance_of, decision, limit
from analytics.numbers.usual import LEAST, Tally, Usual, usual
from analytics.numbers.vigil import baselines, tallies, watch_over
from load_tests.alarms.offices import Office
from surveys.counts import Counts
from surveys.days import Period

pytestmark = pytest.mark.fast

YEAR = Period(date(2022, 1, 1), date(2023, 1, 1))
USUAL = Usual(YEAR, 144, 1200, 12)


def months(*told: tuple[int, int], start: date = date(2022, 1, 1)) -> list[Tally]:
    """One day of answers in each month."""
    first = start.year * 12 + start.month - 1
    return [
        Tally(date((first + i) // 12, (first + i) % 12 + 1, 10), *one) for i, one in enumerate(told)
    ]


def after(*told: tuple[int, int]) -> list[Tally]:
    return months(*told, start=date(2023, 1, 1))


LATER = date(2024, 1, 1)


def test_a_month_that_chance_cannot_explain_is_an_alarm():
    (alarm,) = alarms(after((12, 100), (30, 100)), USUAL, date(2023, 3, 1))[:1]

    assert (alarm.counted, alarm.n, alarm.usual.share) == (30, 100, 0.12)
    assert alarm.period.start >= date(2023, 2, 1)


def test_a_month_can_stand_out_before_the_odds_are_decided():
    (alarm,) = alarms(after((4, 30), (11, 30)), USUAL, date(2023, 3, 1))

    assert (alarm.rule, alarm.period.label) == ("month", "2023-02")
    assert alarm.chance is not None
    assert alarm.chance < CHANCE
    assert alarm.evidence()["usual"]["n"] == 1200


def test_a_slow_decline_is_found_by_drift():
    found = alarms(after(*[(18, 100)] * 6), USUAL, LATER)

    assert found[0].rule == "drift"
    assert found[0].period.start == date(2023, 1, 10)
    assert found[0].share == pytest.approx(0.18)


def test_better_than_usual_alarms_nobody():
    assert not alarms(after(*[(2, 100)] * 12), USUAL, LATER)


def test_after_an_alarm_a_series_rests_and_then_says_it_again():
    found = alarms(after(*[(30, 100)] * 12), USUAL, LATER)

    ends = [one.period.end for one in found]
    assert len(found) == 4
    assert all(late - soon >= REST for soon, late in pairwise(ends))


def test_a_month_that_is_not_over_is_not_judged_yet():
    handful = Usual(YEAR, 1, 60, 12)
    seen = after((6, 12))
    assert {one.rule for one in alarms(seen, handful, date(2023, 1, 20))} <= {"drift"}


def test_fewer_than_ten_answers_are_no_month():
    assert limit(9, USUAL) is None
    assert limit(100, USUAL) is not None


def test_the_limit_is_the_smallest_share_that_alarms():
    edge = limit(100, USUAL)
    assert edge is not None
    assert chance_of(round(edge * 100), 100, USUAL) < CHANCE
    assert chance_of(round(edge * 100) - 1, 100, USUAL) >= CHANCE


def test_a_baseline_that_knows_little_has_wider_limits():
    little = Usual(YEAR, 12, 100, 12)
    assert (limit(100, little) or 1) > (limit(100, USUAL) or 1)


def test_months_that_wander_have_wider_limits_and_weigh_less():
    wandering = Usual(YEAR, 144, 1200, 12, wander=2.0)
    assert (limit(100, wandering) or 1) > (limit(100, USUAL) or 1)
    assert decision(wandering) <= decision(USUAL)


@pytest.mark.parametrize("level", [(0, 1200), (1200, 1200), (0, 60)])
def test_a_baseline_without_variance_is_no_error(level: tuple[int, int]):
    flat = Usual(YEAR, *level, 12)
    assert isinstance(alarms(after((0, 1), (1, 1), (50, 100)), flat, LATER), list)


def test_twelve_whole_months_with_answers_make_a_baseline():
    told = months(*[(12, 100)] * 12)
    assert usual(told, date(2022, 12, 31)) is None
    assert usual(told, date(2023, 1, 1)) == Usual(YEAR, 144, 1200, 12, 1.0)
    assert usual(months(*[(1, LEAST // 12 - 1)] * 12), LATER) is None
    assert usual([], LATER) is None


def test_a_silent_month_is_waited_for_and_a_break_begins_anew():
    told = months(*[(12, 100)] * 6, (0, 0), *[(24, 100)] * 12)
    level = usual(told, LATER)
    assert level is not None
    assert (level.points, level.period.end) == (12, date(2023, 2, 1))
    anew = usual(told, LATER, since=date(2022, 8, 1))
    assert anew is not None
    assert anew.share == pytest.approx(0.24)


def test_at_most_three_series_are_watched_and_the_weakest_factor_is_one():
    dice = Random(5)
    days = Office(200).days(dice, 12)
    low = [(day, counts + Counts.of(staff1=2, responses=0)) for day, counts in days]
    known = baselines(low, date(2023, 1, 1))

    assert set(known) == {"unsatisfied", "could_not_finish", "factor.staff"}
    assert {one.series for one in watch_over(low, date(2023, 1, 1), known)} == set(known)
    with pytest.raises(KeyError):
        tallies(low, "factor.weather")


def test_future_days_and_an_office_closed_in_mid_month_do_no_harm():
    ahead = [Tally(date(2023, 1, 1) + timedelta(days=400 + i), 9, 9) for i in range(30)]
    assert not alarms(ahead, USUAL, LATER)
    assert not alarms(after((12, 100))[:1], USUAL, date(2023, 1, 12))
