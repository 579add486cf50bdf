"""Of the newest comments low marks are read first, and no more than those are looked at."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, event

from analytics.numbers.asks import Ask
from analytics.numbers.readers import ask_for, read_by
from analytics.quality.watching.beside import read_beside
from analytics.text.shown import find_comments, first_comments
from surveys.database import reading
from surveys.days import Period

LAST = date(2025, 6, 30)


def city(engine: Engine) -> Ask:
    register = load(engine)
    whole = (register.find_unit("city"),)
    return read_by("staff", ask_for(register, whole, "tree", date(2025, 4, 1), date(2025, 7, 1)))


@pytest.mark.parametrize("lows", [[], [40], [0, 2, 2], [2, 8, 26, 50]])
def test_low_marks_are_read_first_among_the_newest(
    engine: Engine, code: str, lows: list[int]
) -> None:
    there = make_touchpoint(engine, "city")
    for ago in range(0, 60, 6):
        make_responses(engine, there, [4, 3], LAST - timedelta(ago), comment="Tạm được.")
    for hour, ago in enumerate(lows, 8):
        make_responses(engine, code, [2], LAST - timedelta(ago), hour=hour, comment="Chậm.")
    seal(engine)
    ask = city(engine)

    with reading(engine) as connection:
        every = find_comments(connection, ask, "low", 3)
        few = first_comments(connection, ask, 3)
        many = find_comments(connection, ask, "low", 3, among=10)
        newest = find_comments(connection, ask, "newest", 10).comments

    assert few == every
    assert {one.id for one in many.comments} <= {one.id for one in newest}
    marks = [one.mark or 5 for one in many.comments]
    assert marks == sorted([2 if one.mark == 2 else one.mark or 5 for one in newest])[:3]
    assert (many.total, many.among) == (10, 10)


@contextmanager
def plans(engine: Engine) -> Generator[list[str]]:
    """How SQLite goes about what is asked meanwhile."""
    found: list[str] = []

    def explain(_connection: Any, cursor: Any, said: str, values: Any, *_more: Any) -> None:
        if said.startswith(("SELECT", "WITH")):
            steps = cursor.connection.execute(f"EXPLAIN QUERY PLAN {said}", values)
            found.extend(str(step[-1]) for step in steps)

    event.listen(engine, "before_cursor_execute", explain)
    yield found
    event.remove(engine, "before_cursor_execute", explain)


@pytest.mark.only("sqlite")
def test_a_city_is_read_from_its_newest_day_and_the_excluded_are_looked_up(
    engine: Engine,
) -> None:
    make_unit(engine, "city", "city")
    ask = replace(city(engine), paths=tuple((unit, unit) for unit in range(40)))

    with plans(engine) as steps, reading(engine) as connection:
        first_comments(connection, ask, 3)
        read_beside(connection, 1, [], range(40), Period(ask.start, ask.end), "vi")

    assert any("comment USING INDEX ix_comment_day_id" in step for step in steps)
    assert not any("entry USING" in step and "ix_entry" in step for step in steps)
