"""The comments to read first are the same ones, whether all were looked through or the newest."""

from datetime import date, timedelta

import pytest
from makers import load, make_responses, make_touchpoint, seal
from sqlalchemy import Engine

from analytics.numbers.readers import ask_for, read_by
from analytics.text.shown import find_comments, first_comments
from surveys.database import reading

LAST = date(2025, 6, 30)


@pytest.mark.parametrize("lows", [[], [40], [0, 2, 2], [2, 8, 26, 50]])
def test_low_marks_are_found_first_however_long_ago(
    engine: Engine, code: str, lows: list[int]
) -> None:
    there = make_touchpoint(engine, "city")
    for ago in range(0, 60, 6):
        make_responses(engine, there, [4, 3], LAST - timedelta(ago), comment="Tạm được.")
    for hour, ago in enumerate(lows, 8):
        make_responses(engine, code, [2], LAST - timedelta(ago), hour=hour, comment="Chậm.")
    seal(engine)
    register = load(engine)
    city = (register.find_unit("city"),)
    ask = read_by("staff", ask_for(register, city, "tree", date(2025, 4, 1), date(2025, 7, 1)))

    with reading(engine) as connection:
        every = find_comments(connection, ask, "low", 3)
        few = first_comments(connection, ask, 3)
        many = first_comments(connection, ask, 3, many=10)

    assert few == every
    assert many.comments == every.comments
    assert (many.total, many.more) == (10, True)
