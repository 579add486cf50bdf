"""Replies belong to the days on which they left and were marked, and to their unit or its tree."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from makers import load, make_unit
from sqlalchemy import Engine, insert
from ward import MAY, make_ward, told

from analytics.quality.cases import Case, CaseAnswer
from surveys.database import writing

APRIL = date(2023, 4, 1)
JULY = date(2023, 7, 1)


def at(month: int, day: int, hour: int = 3) -> datetime:
    return datetime(2023, month, day, hour, tzinfo=UTC)


def make_case(engine: Engine, number: str, unit: str, opened: datetime, *answers: Any) -> None:
    """A case with its answers, each (sent, mark, marked)."""
    with writing(engine) as connection:
        unit_id = load(engine).find_unit(unit)
        row = {"number": number, "type": "suggestion", "unit_id": unit_id, "opened_at": opened}
        row |= {"severity": "low", "complex": False, "state": "answered", "locale": "vi"}
        row |= {"key": number, "said_unit_id": unit_id, "said_on": opened.date()}
        key = connection.execute(insert(Case).values(row)).inserted_primary_key
        assert key is not None
        for turn, (sent, mark, marked) in enumerate(answers, 1):
            said = {"found": "x", "done": "x", "whom_to_call": "x", "language": "vi"}
            said |= {"refusal": False, "public": False, "drafted_at": opened, "drafted_by": "x"}
            said |= {"case_id": key[0], "number": turn, "sent_at": sent, "revision": 1}
            connection.execute(
                insert(CaseAnswer).values(said | {"mark": mark, "marked_at": marked})
            )


@pytest.fixture
def cases(engine: Engine) -> None:
    make_ward(engine)
    make_unit(engine, "other", parent="city")
    make_case(engine, "1", "ward", at(4, 20), (at(5, 4), 5, at(5, 6)))
    # 18:30 UTC is the next day at the office.
    make_case(
        engine, "2", "ward", at(5, 9, 18), (at(5, 12), 2, at(6, 2)), (at(5, 20), 4, at(5, 21))
    )
    make_case(engine, "3", "other", at(5, 2), (at(5, 2), None, None))
    make_case(engine, "4", "ward", at(5, 2), (None, None, None))
    make_case(engine, "5", "ward", at(3, 1), (at(4, 30), None, None), (at(5, 3), None, None))


@pytest.mark.usefixtures("cases")
def test_replies_are_told_by_the_month_in_which_they_left(engine: Engine) -> None:
    found = told(engine, start=APRIL, end=JULY, bucket="month")
    april, may, june = (bucket.indicators for bucket in found.buckets)

    assert (april["reply_days"].value, april["reply_days"].n) == (60, 1)
    assert (may["reply_days"].value, may["reply_days"].n) == ((14 + 2) / 2, 2)
    assert (may["answered_satisfied"].count, may["answered_satisfied"].n) == (2, 2)
    assert (june["answered_satisfied"].count, june["answered_satisfied"].n) == (0, 1)
    assert june["reply_days"].verdict == "none"


@pytest.mark.usefixtures("cases")
def test_a_city_has_the_replies_of_all_its_units_and_a_channel_has_none(engine: Engine) -> None:
    whole = told(engine, "city", MAY, JULY, scope="tree").buckets[0].indicators
    assert whole["reply_days"].n == 3
    assert "reply_days" not in told(engine, channel="qr").buckets[0].indicators
