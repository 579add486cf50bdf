"""Until when a step of a case is due: working days, holidays, and the rule of the day."""

from datetime import date

import pytest
from sqlalchemy import Engine

from analytics.quality.casework import clocks
from analytics.quality.casework.clocks import OlderRule, Rule, due_on
from surveys.database import writing

pytestmark = pytest.mark.fast

PROMISE = 5


@pytest.mark.parametrize(
    ("days", "unit", "begun", "due"),
    [
        # A Monday; the day itself does not count.
        (5, "working_day", date(2026, 11, 2), date(2026, 11, 9)),
        # Over Tết, which in 2026 is from 14 to 22 February.
        (5, "working_day", date(2026, 2, 12), date(2026, 2, 26)),
        # Over the year's end.
        (2, "working_day", date(2025, 12, 30), date(2026, 1, 2)),
        # Thirty days that would end on a Saturday.
        (30, "day", date(2026, 9, 24), date(2026, 10, 26)),
    ],
)
def test_a_deadline_ends_on_a_working_day(days: int, unit: str, begun: date, due: date) -> None:
    assert due_on(days, unit, begun) == due


def test_the_three_types_have_three_clocks(engine: Engine) -> None:
    with writing(engine) as connection:
        clocks.lay_clocks(connection)
        clocks.lay_clocks(connection)
        found = {
            type_: {
                step: (clock.days, clock.unit)
                for step, clock in clocks.clocks_on(connection, type_, date(2026, 11, 2)).items()
            }
            for type_ in clocks.TYPES
        }

    assert found == {
        "suggestion": {"answer": (5, "working_day")},
        "petition": {
            "transfer": (2, "working_day"),
            "ask": (5, "working_day"),
            "answer": (15, "working_day"),
            "publish": (2, "working_day"),
        },
        "complaint": {"answer": (30, "day"), "answer_complex": (45, "day")},
    }


def test_a_newer_rule_holds_from_its_day_on(engine: Engine) -> None:
    newer = date(2026, 7, 1)
    rule = Rule("suggestion", "answer", 3, "working_day", newer, "test")
    with writing(engine) as connection:
        clocks.change_clock(connection, rule)
        with pytest.raises(OlderRule):
            clocks.change_clock(connection, rule)
        days = [
            clocks.clocks_on(connection, "suggestion", day)["answer"].days
            for day in (date(2026, 6, 30), newer)
        ]

    assert days == [PROMISE, 3]
