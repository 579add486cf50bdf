"""A review that two officers freeze at once, and one whose records go on after it was signed."""

import threading
import time
from datetime import date

import pytest
from loop import Calendar
from makers import load, make_responses, make_touchpoint, make_unit, seal
from meeting import HANG, LAN, frozen, packed, signed
from sqlalchemy import Engine, func, select, text

from analytics.quality.actions import handling
from analytics.quality.actions.opening import Source, open_record
from analytics.quality.actions.records import find_record
from analytics.quality.reviewing import signing, versions
from analytics.quality.reviewing.freezing import AlreadyFrozen, freeze
from analytics.quality.reviews import Review
from surveys.database import reading, writing
from surveys.days import parse_period


@pytest.fixture
def ward(engine: Engine) -> Engine:
    make_unit(engine, "ward")
    make_responses(engine, make_touchpoint(engine, "ward"), [5] * 140 + [2] * 20, date(2023, 5, 3))
    seal(engine)
    return engine


def test_two_officers_freeze_at_the_same_moment(ward: Engine) -> None:
    pack, told = packed(ward), []

    def second() -> None:
        try:
            with writing(ward) as connection:
                freeze(connection, load(ward), pack, 1, "mai, officer")
        except AlreadyFrozen as first:
            told.append(first.version.frozen_by)

    thread = threading.Thread(target=second)
    with writing(ward) as connection:
        freeze(connection, load(ward), pack, 1, HANG)
        thread.start()
        if ward.dialect.name == "postgresql":
            _wait_until_somebody_waits(ward)
    thread.join(20)

    assert told == [HANG]
    with reading(ward) as connection:
        assert connection.scalar(select(func.count()).select_from(Review)) == 1


def _wait_until_somebody_waits(engine: Engine) -> None:
    """Until the second insert meets the first in the constraint; at most ten seconds."""
    asked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    for _ in range(200):
        with reading(engine) as connection:
            if connection.scalar(asked):
                return
        time.sleep(0.05)
    pytest.fail("the second officer never came as far as the constraint")


def test_what_is_reopened_after_both_have_signed_changes_the_next_version_only(
    ward: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    period, unit_id = parse_period("2023-Q2"), load(ward).find_unit("ward")
    calendar = Calendar(monkeypatch)
    calendar.put(date(2023, 6, 1))
    with writing(ward) as connection:
        number = open_record(connection, Source("audit", unit_id), "No sign", "minor", HANG)
    for act, by in ((handling.propose_none, HANG), (handling.close, LAN)):
        with writing(ward) as connection:
            said = ("It was lent out",) if act is handling.propose_none else ("Seen", "")
            act(connection, find_record(connection, number), *said, by)  # type: ignore[operator]
    calendar.put(date(2023, 7, 10))
    final = signed(ward, frozen(ward, period=period))
    with writing(ward) as connection:
        handling.reopen(connection, find_record(connection, number), "Gone again", HANG)

    with reading(ward) as connection:
        assert versions.is_whole(connection, final)
        assert signing.is_as_signed(connection, final)
        then = str(versions.content_of(connection, final))
    now = str(packed(ward))
    assert "closed on %(day)s by %(by)s" in then
    assert "closed on %(day)s by %(by)s" not in now
    assert "reopened" in now
