"""A touchpoint's record is the busiest hour it honestly had."""

from datetime import timedelta

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine

from surveys import days
from surveys.records import learn_busiest_hours

pytestmark = pytest.mark.fast


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


def record(engine: Engine, code: str) -> int:
    return load(engine).find_place(code).busiest_hour


def test_the_busiest_hour_of_the_last_days_is_learned_and_never_sinks(
    engine: Engine, code: str
) -> None:
    yesterday = days.office_day(days.now_ms()) - timedelta(days=1)
    make_responses(engine, code, [5] * 4, yesterday, hour=9)
    make_responses(engine, code, [5] * 2, yesterday, hour=10)
    seal(engine)

    assert (learn_busiest_hours(engine), record(engine, code)) == (1, 4)
    before = load(engine).revision
    assert (learn_busiest_hours(engine), load(engine).revision) == (0, before)


def test_neither_doubted_ratings_nor_paper_nor_old_ones_make_a_record(
    engine: Engine, code: str
) -> None:
    yesterday = days.office_day(days.now_ms()) - timedelta(days=1)
    make_responses(engine, code, [5] * 9, yesterday, flags=4)
    make_responses(engine, code, [5] * 9, yesterday, channel="paper")
    make_responses(engine, code, [5] * 9, yesterday - timedelta(days=30))
    make_responses(engine, code, [5] * 3, yesterday)
    seal(engine)
    learn_busiest_hours(engine)

    assert record(engine, code) == 3
