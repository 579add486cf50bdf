"""Records over time: their numbers, what is late, and what a merger does to them."""

from datetime import date

import loop
import makers
import pytest
from loop import ACTED, CHECK_ON, LAN, MINH, Calendar, City, compute, months, waiting
from sqlalchemy import update

from analytics.quality.actions import handling, lists, moving, states
from analytics.quality.actions.opening import Source, open_record
from analytics.quality.actions.records import UnknownRecord
from analytics.quality.nonconformities import Nonconformity
from surveys.database import reading, writing


def test_numbers_follow_each_other_within_a_year(city: City, calendar: Calendar) -> None:
    unit_id = makers.load(city.engine).find_unit("ward")
    audit = Source("audit", unit_id)
    numbers = []
    for day in (date(2025, 12, 31), date(2025, 12, 31), date(2026, 1, 5)):
        calendar.put(day)
        with writing(city.engine) as connection:
            numbers.append(open_record(connection, audit, "x", "minor", MINH))

    assert numbers == ["2025-0001", "2025-0002", "2026-0001"]
    with reading(city.engine) as connection, pytest.raises(UnknownRecord):
        loop.find_record(connection, "2027-0001")


def test_numbers_go_on_after_ten_thousand(city: City) -> None:
    audit = Source("audit", makers.load(city.engine).find_unit("ward"))
    with writing(city.engine) as connection:
        open_record(connection, audit, "x", "minor", MINH)
        connection.execute(update(Nonconformity).values(number="2025-9999"))
        numbers = [open_record(connection, audit, "x", "minor", MINH) for _ in range(2)]

    assert numbers == ["2025-10000", "2025-10001"]


def test_what_is_late_says_with_whom_and_how_far_it_has_gone(
    city: City, calendar: Calendar
) -> None:
    number = city.open()
    city.plan(number)
    calendar.put(date(2025, 6, 18))
    with reading(city.engine) as connection:
        (late,) = lists.list_overdue(connection)
    calendar.put(date(2025, 7, 7))
    with reading(city.engine) as connection:
        (later,) = lists.list_overdue(connection)
        rows, total = lists.list_records(connection, [late.unit_id], "overdue", 20, 0)

    assert (late.number, late.lacks, late.late, late.level) == (number, "action", 2, 1)
    assert late.owner_name == "Trần Văn Minh"
    assert (later.late, later.level) == (15, 3)
    assert (total, rows[0].number) == (1, number)


def test_a_deadline_over_tet_is_not_late_before_offices_open(
    city: City, calendar: Calendar
) -> None:
    calendar.put(date(2026, 2, 10))
    city.open()
    calendar.put(date(2026, 2, 23))
    with reading(city.engine) as connection:
        assert lists.list_overdue(connection) == []
    calendar.put(date(2026, 2, 26))
    with reading(city.engine) as connection:
        assert [one.lacks for one in lists.list_overdue(connection)] == ["start"]


def test_open_records_of_a_merged_unit_move_to_its_successor(
    city: City, calendar: Calendar
) -> None:
    number = city.open()
    city.plan(number)
    calendar.put(ACTED)
    city.done(number)
    register = makers.load(city.engine)
    ward, north = register.find_unit("ward"), register.find_unit("north")
    with writing(city.engine) as connection:
        loop.merge(connection, ward, north, date(2025, 7, 1))
    calendar.put(date(2025, 7, 1))
    for expected in (1, 0):
        with writing(city.engine) as connection:
            assert moving.move_to_successors(connection, register) == expected
    record = city.record(number)

    assert (record.row.unit_id, record.row.state) == (north, "reopened")
    assert (record.steps[-1].was, record.steps[-1].became) == ("ward", "north")
    assert record.check is None


def test_a_merged_unit_s_reason_for_doing_nothing_holds_no_longer(
    city: City, calendar: Calendar
) -> None:
    number = city.open()
    city.act(number, handling.propose_none, "The server was down that week", LAN)
    register = makers.load(city.engine)
    ward, north = register.find_unit("ward"), register.find_unit("north")
    with writing(city.engine) as connection:
        loop.merge(connection, ward, north, date(2025, 7, 1))
    calendar.put(date(2025, 7, 1))
    with writing(city.engine) as connection:
        moving.move_to_successors(connection, register)
    row = city.record(number).row

    # Else an action of the successor would be closed without its effect.
    assert (row.unit_id, row.state, row.no_action_why) == (north, "reopened", None)


@pytest.mark.parametrize("how", ["handed on", "planned anew"])
def test_whoever_owned_an_action_does_not_close_it_once_it_is_another_s(
    city: City, calendar: Calendar, how: str
) -> None:
    number = waiting(city)
    if how == "handed on":
        city.act(number, handling.assign, "Lê Hoa", "Deputy", "Minh has much to do", LAN)
    else:
        city.plan(number, owner_name="Lê Hoa", owner_position="Deputy")
    calendar.put(ACTED)
    city.done(number, by="Lê Hoa, Deputy")
    for month in months(date(2025, 7, 1), 2):
        city.rate("ward", month, 76, 80)
        city.usual([month], 30)
    city.seal()
    calendar.put(CHECK_ON)
    compute(city)

    for by in (MINH, "Lê Hoa, Deputy"):
        with pytest.raises(states.Refused) as refused:
            city.act(number, handling.close, "Seen", "", by)
        assert refused.value.problems == {"remark": states.OWN_ACTION}
    city.act(number, handling.close, "Seen on two Mondays", "", LAN)


def test_an_action_that_came_late_moves_its_check(city: City, calendar: Calendar) -> None:
    number, late = waiting(city), date(2025, 8, 20)
    calendar.put(late)
    city.done(number, late)
    record = city.record(number)

    assert record.check is not None
    # Four weeks later: a Wednesday on which offices are open.
    assert record.check.due_on == date(2025, 9, 17)
    assert [step.act for step in record.steps[-2:]] == ["postponed", "done"]
