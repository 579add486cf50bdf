"""What a meeting decided: complete when it is entered, followed up after it was signed."""

from datetime import date

import pytest
from makers import make_responses, make_touchpoint, make_unit, seal
from meeting import DUE, Q3, decided, frozen, packed, signed
from sqlalchemy import Engine, select

from analytics.quality.nonconformities import Nonconformity
from analytics.quality.reviewing.minutes import BadDecision
from surveys.database import reading


@pytest.fixture
def ward(engine: Engine) -> Engine:
    make_unit(engine, "ward")
    make_responses(engine, make_touchpoint(engine, "ward"), [5] * 140 + [2] * 20, date(2023, 5, 3))
    seal(engine)
    return engine


def test_a_decision_needs_words_an_owner_and_a_day(ward: Engine) -> None:
    version = frozen(ward)

    with pytest.raises(BadDecision) as told:
        decided(ward, version, "", owner_name=" ", due_on=None, kind="x")
    assert set(told.value.problems) == {"text", "owner_name", "due_on", "kind"}
    with pytest.raises(BadDecision):
        decided(ward, version, due_on=date(2025, 12, 31))


def test_decisions_are_the_earlier_actions_of_the_next_review(ward: Engine) -> None:
    version = frozen(ward)
    decided(ward, version)
    decided(ward, version, "Việc đã muộn", due_on=date(2026, 1, 2))
    signed(ward, version)
    later = packed(ward, Q3)
    (section,) = (one for one in later.sections if one.id == "earlier")
    (table,) = section.blocks

    assert [row[0] for row in table.rows] == [1, 2]  # type: ignore[union-attr]
    states = [row[4].words for row in table.rows]  # type: ignore[union-attr]
    assert states == ["under way (%(record)s)", "overdue (%(record)s)"]


def test_a_decision_becomes_one_record_however_often_its_review_is_corrected(ward: Engine) -> None:
    version = frozen(ward)
    decided(ward, version)
    signed(ward, version)
    signed(ward, frozen(ward, 2, "Đính chính"))
    with reading(ward) as connection:
        rows = connection.execute(select(Nonconformity.__table__)).all()

    assert [(row.source, row.owner_name, row.due_on) for row in rows] == [
        ("decision", "Trần Văn Bình", DUE)
    ]
