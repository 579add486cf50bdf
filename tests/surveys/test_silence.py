"""Touchpoints from which nothing is heard."""

from datetime import date, timedelta

import makers
import pytest
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine, update

from surveys import days
from surveys.database import reading, writing
from surveys.silence import silent_touchpoints
from surveys.touchpoints import Touchpoint

pytestmark = pytest.mark.fast

TODAY = date(2023, 5, 20)


@pytest.fixture
def code(engine: Engine) -> str:
    """A touchpoint that has been open for years."""
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    opened(engine, date(2020, 1, 1))
    return code


def opened(engine: Engine, day: date, **changed: object) -> None:
    with writing(engine) as connection:
        at = days.moment(days.start_of(day))
        connection.execute(update(Touchpoint).values(opened_at=at, **changed))


def silent(engine: Engine, today: date = TODAY) -> list[str]:
    with reading(engine) as connection:
        return silent_touchpoints(connection, today)


def test_a_touchpoint_that_nobody_used_is_silent(engine: Engine, code: str) -> None:
    assert silent(engine) == [code]


def test_one_that_was_heard_this_month_is_not(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5], TODAY - timedelta(days=10))
    assert silent(engine) == []
    makers.seal(engine)
    assert silent(engine) == []


def test_early_in_a_month_the_month_before_counts_too(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5], date(2023, 5, 20))
    makers.seal(engine)

    assert silent(engine, date(2023, 6, 14)) == []
    assert silent(engine, date(2023, 6, 15)) == [code]


def test_a_new_or_closed_touchpoint_may_be_silent(engine: Engine, code: str) -> None:
    opened(engine, TODAY - timedelta(days=13))
    assert silent(engine) == []
    opened(engine, date(2020, 1, 1), state="closed")
    assert silent(engine) == []
