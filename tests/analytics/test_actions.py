"""A record from its opening to its closing: what is asked before, and who may close."""

from datetime import date

import loop
import pytest
from loop import ACTED, CHECK_ON, FIXED, LAN, MAY, MINH, Calendar, City, compute, months, waiting
from sqlalchemy import select

from analytics.quality import rebasing
from analytics.quality.actions import handling, states
from analytics.quality.actions.opening import open_record
from analytics.quality.baselines import Baseline
from analytics.quality.entered import OVERLONG
from analytics.quality.watching.kept import read_kept
from surveys.database import reading, writing


def test_the_whole_way_with_an_effect_that_is_shown(city: City, calendar: Calendar) -> None:
    number = waiting(city)
    calendar.put(ACTED)
    city.done(number)
    for month in months(date(2025, 7, 1), 2):
        city.rate("ward", month, 76, 80)
        city.usual([month], 30)
    city.seal()
    calendar.put(CHECK_ON)

    assert compute(city) == 1
    assert compute(city) == 0
    result = city.record(number).result
    assert result is not None
    assert result.verdict == "better"
    found = result.result
    assert found["before"] == {"counted": 288, "n": 480}
    assert found["after"] == {"counted": 152, "n": 160}
    assert found["bad"] == {"counted": 10, "n": 40}
    assert found["beside"]["before"]["value"] == pytest.approx(0.75)
    assert found["difference"]["value"] == pytest.approx(0.95 - 0.6)
    assert found["difference"]["low"] > 0
    assert city.signal_state() == "in_work"
    city.act(number, handling.close, "Seen on two Mondays", "", LAN)
    assert city.state(number) == "closed"
    assert city.signal_state() == "closed"
    acts = [step.act for step in city.record(number).steps]
    assert acts == ["opened", "contained", "planned", "done", "checked", "closed"]


def test_what_the_whole_city_gained_is_no_effect(city: City, calendar: Calendar) -> None:
    number = waiting(city)
    calendar.put(ACTED)
    city.done(number)
    for month in months(date(2025, 7, 1), 2):
        city.rate("ward", month, 64, 80)
        city.usual([month], 39)
    city.seal()
    calendar.put(CHECK_ON)
    compute(city)

    result = city.record(number).result
    assert result is not None
    assert result.verdict == "not_shown"
    with pytest.raises(states.Refused) as refused:
        city.act(number, handling.close, "", "", LAN)
    assert refused.value.problems == {"remark": states.WHY_CLOSE}
    city.act(number, handling.close, "The city's new queue did it", "", LAN)


def test_too_little_moves_the_day_by_a_new_row(city: City, calendar: Calendar) -> None:
    number = waiting(city)
    calendar.put(ACTED)
    city.done(number)
    city.rate("ward", date(2025, 7, 1), 5, 5)
    city.seal()
    calendar.put(CHECK_ON)
    compute(city)

    first, second = city.record(number).checks
    assert (first.verdict, first.due_on) == ("too_little", CHECK_ON)
    assert (second.verdict, second.checked_at) == (None, None)
    assert second.due_on > CHECK_ON
    assert second.target == first.target
    with pytest.raises(states.Refused) as refused:
        city.act(number, handling.close, "We are sure that it helped", "", LAN)
    assert refused.value.problems == {"remark": states.NOT_CHECKED}


def test_the_bad_points_are_not_the_time_before(city: City) -> None:
    number = city.open()
    city.plan(number)
    frozen = city.record(number).checks[0]
    with reading(city.engine) as connection:
        row = connection.execute(select(Baseline.__table__)).one()

    assert (row.start, row.end) == (date(2024, 11, 10), MAY)
    assert row.id == frozen.baseline_id


def test_no_chart_follows_what_was_frozen_for_a_check(city: City) -> None:
    number = city.open()
    city.plan(number)
    unit_id = city.record(number).row.unit_id
    with reading(city.engine) as connection:
        assert rebasing.in_force(connection, unit_id) == {}
        assert read_kept(connection, [unit_id]) == {}


def test_an_action_from_before_its_check_is_refused(city: City) -> None:
    number = city.open()
    with pytest.raises(states.Refused) as without:
        city.act(number, handling.contain, "", ["why"], "nothing", MINH)
    city.act(number, handling.contain, "A guide at the door", [], "", MINH)
    with pytest.raises(states.Refused) as unplanned:
        city.done(number, FIXED)
    city.plan(number)
    with pytest.raises(states.Refused) as early:
        city.done(number, date(2025, 6, 6))

    assert set(without.value.problems) == {"containment", "cause_group"}
    assert unplanned.value.problems == {"acted_on": handling.NO_CHECK}
    assert early.value.problems == {"acted_on": handling.TOO_EARLY}


def test_all_that_is_wrong_with_a_plan_is_said_at_once(city: City) -> None:
    number = city.open()
    empty = {"action": "", "owner_name": "", "owner_position": "", "due_on": date(2025, 9, 1)}
    with pytest.raises(states.Refused) as refused:
        city.plan(number, **empty, indicator="mean", target=None, check_on=None)
    assert set(refused.value.problems) == {
        *("action", "owner_name", "owner_position", "due_on", "indicator", "target", "check_on")
    }
    assert refused.value.values["next_day"] == date(2025, 9, 3)


@pytest.mark.parametrize(("target", "words"), [(0.55, "NOT_BETTER"), (0.61, "TOO_NEAR")])
def test_a_target_has_to_be_better_and_within_sight(city: City, target: float, words: str) -> None:
    number = city.open()
    with pytest.raises(states.Refused) as refused:
        city.plan(number, target=target)
    assert refused.value.problems == {"target": getattr(loop.planning, words)}


def test_nobody_closes_what_they_own_or_did(city: City, calendar: Calendar) -> None:
    number = city.open()
    city.act(number, handling.propose_none, "The server was down that week", LAN)
    for by in (LAN, "NGUYEN THI LAN, Chair"):
        with pytest.raises(states.Refused):
            city.act(number, handling.close, "", "", by)
    city.act(number, handling.close, "I saw the outage too", "", MINH)

    assert city.state(number) == "closed"


def test_a_reopened_record_needs_a_new_plan(city: City, calendar: Calendar) -> None:
    number = city.open()
    city.act(number, handling.propose_none, "The server was down that week", LAN)
    city.act(number, handling.close, "", "", MINH)
    calendar.put(FIXED, hour=10)
    city.act(number, handling.reopen, "It came back", LAN)
    with pytest.raises(states.Refused):
        city.done(number, FIXED)
    calendar.put(FIXED, hour=11)
    city.plan(number)

    assert city.state(number) == "reopened"
    assert city.signal_state() == "in_work"


def test_an_owner_who_left_is_followed_by_another_for_a_reason(city: City) -> None:
    number = city.open()
    city.plan(number)
    with pytest.raises(states.Refused):
        city.act(number, handling.assign, "Lê Hoa", "Deputy", "", LAN)
    city.act(number, handling.assign, "Lê Hoa", "Deputy", "Minh retired", LAN)

    last = city.record(number).steps[-1]
    assert (last.was, last.became) == ("Trần Văn Minh, Quality officer", "Lê Hoa, Deputy")


def test_one_signal_has_one_record(city: City) -> None:
    source = city.source()
    with writing(city.engine) as connection:
        first = open_record(connection, source, "Waits", "minor", MINH)
    with writing(city.engine) as connection, pytest.raises(states.Refused) as refused:
        open_record(connection, source, "Waits", "minor", MINH)

    assert first == "2025-0001"
    assert refused.value.values == {"number": first}


def test_a_text_that_nobody_would_read_is_refused_beside_its_field(city: City) -> None:
    number, much = city.open(), "a" * 2001
    with pytest.raises(states.Refused) as refused:
        city.act(number, handling.contain, much, ["", much], "place", MINH)
    assert set(refused.value.problems) == {"containment", "why2"}
    with pytest.raises(states.Refused) as refused:
        city.plan(number, action=much)
    assert refused.value.problems == {"action": OVERLONG}
    with pytest.raises(states.Refused) as refused:
        city.act(number, handling.propose_none, much, MINH)
    assert refused.value.problems == {"no_action_why": OVERLONG}
