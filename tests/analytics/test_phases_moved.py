"""The days of a wave's phases: moved in order, with the tasks that were due on their last day."""

from datetime import date, timedelta

import makers
import pytest
from loop import MINH, Calendar
from sqlalchemy import Engine

from analytics.quality import scheduling, waves
from analytics.quality.actions.states import Refused
from analytics.quality.waves import Kept
from surveys.database import reading, writing

WARD = "phuong-hoa-mai"
DAYS = [date(2023, 3, 6), *(date(2023, n, 4) for n in range(4, 8)), date(2023, 9, 29)]


@pytest.fixture
def pilot(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    Calendar(monkeypatch).put(date(2023, 3, 2))
    makers.make_unit(engine, WARD)
    with writing(engine) as connection:
        waves.enter_wave(connection, "pilot-2023", [WARD])
    return engine


def test_phases_move_with_the_tasks_that_nobody_dated(pilot: Engine) -> None:
    with writing(pilot) as connection:
        course = waves.find_wave(connection, "pilot-2023")
        first, *_others = waves.list_tasks(connection, course, course.units[0])
        mine = Kept("", "", date(2023, 3, 9), None, "", "", "")
        waves.keep_task(connection, first, mine, MINH)
        moved = scheduling.move_phases(connection, course, DAYS)
    with reading(pilot) as connection:
        course = waves.find_wave(connection, "pilot-2023")
        tasks = waves.list_tasks(connection, course, course.units[0])

    assert [span.start for span in course.phases] == DAYS[:-1]
    assert course.phases[-1].end == DAYS[-1] + timedelta(days=1)
    assert moved == len(tasks) - 1
    assert tasks[0].due_on == date(2023, 3, 9)
    assert {task.due_on for task in tasks[1:4]} == {date(2023, 4, 3)}


def test_days_that_cannot_be_are_said_all_at_once(pilot: Engine) -> None:
    with writing(pilot) as connection:
        course = waves.find_wave(connection, "pilot-2023")
        for wrong, told in (
            ([None, date(2099, 1, 1), *DAYS[2:]], {"day-1", "day-2"}),
            ([DAYS[1], DAYS[0], *DAYS[2:]], {"day-2"}),
            ([*DAYS[:4], DAYS[4], DAYS[4]], {"day-6"}),
        ):
            with pytest.raises(Refused) as refused:
                scheduling.move_phases(connection, course, wrong)
            assert set(refused.value.problems) == told


def test_a_wave_that_is_over_stays_as_it_was(
    pilot: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    Calendar(monkeypatch).put(date(2024, 1, 2))
    with writing(pilot) as connection:
        course = waves.find_wave(connection, "pilot-2023")
        with pytest.raises(Refused):
            scheduling.move_phases(connection, course, DAYS)
