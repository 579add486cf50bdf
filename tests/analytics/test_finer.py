"""Hours, counters and rows are told of whole past days; what comes in today moves none of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from makers import at, load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine

from analytics.numbers import finer
from analytics.numbers.asks import Ask
from analytics.numbers.readers import ask_for, read_by
from analytics.numbers.tracing import Figure, TooFewRows, trace
from surveys import days
from surveys.database import reading
from surveys.days import Period

TODAY = date(2025, 5, 15)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "now_ms", lambda: at(TODAY, 23, 59))


def ask_of(engine: Engine) -> Ask:
    register = load(engine)
    start, end = days.first_day(TODAY - timedelta(days=1), "quarter"), TODAY + timedelta(days=1)
    asked = ask_for(register, (register.find_unit("ward"),), "own", start, end)
    return read_by("staff", asked)


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "ward")
    return make_touchpoint(engine, "ward")


def test_of_today_neither_hours_nor_counters_tell_a_mark(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5] * 12 + [2], TODAY - timedelta(days=1), hour=9)
    seal(engine)
    with reading(engine) as connection:
        hours, counters = (
            finer.by_hour(connection, ask_of(engine))[0],
            finer.by_counter(connection, ask_of(engine)),
        )
    make_responses(engine, code, [1], TODAY, hour=9)
    make_responses(engine, code, [1, None], TODAY, hour=23)
    seal(engine)

    with reading(engine) as connection:
        assert finer.by_hour(connection, ask_of(engine))[0] == hours
        assert finer.by_counter(connection, ask_of(engine)) == counters
    ((weekday, hour),) = hours
    assert (weekday, hour) == ((TODAY - timedelta(days=1)).weekday(), 9)
    assert sum(hours[weekday, hour].marks) == 13


def test_of_today_the_auditor_sees_no_row(engine: Engine, code: str) -> None:
    make_responses(engine, code, [4] * 11, TODAY)
    last = seal(engine)
    figure = Figure("ward", "own", Period(TODAY, TODAY + timedelta(days=1)), last)

    with reading(engine) as connection, pytest.raises(TooFewRows):
        trace(connection, load(engine), figure)

    make_responses(engine, code, [5] * 10, TODAY - timedelta(days=1))
    wide = replace(
        figure, span=Period(TODAY - timedelta(days=1), figure.span.end), seal=seal(engine)
    )
    with reading(engine) as connection:
        assert trace(connection, load(engine), wide).n == 10
