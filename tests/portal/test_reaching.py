"""Named people are told once, by day, in one message."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from asking import settings_of
from casework import make_case
from letterbox import BY, WEDNESDAY, D, Still, letters, run, signal, told
from makers import at, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, insert, select, update

from analytics.quality.nonconformities import Nonconformity
from portal.reaching import composing, sending
from portal.reaching.addressees import BadAddressee, end
from portal.reaching.quiet import next_loud, read_quiet
from portal.settings import Settings
from surveys import days
from surveys.database import reading, writing


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Still:
    still = Still()
    monkeypatch.setattr(days, "now_ms", still)
    return still


@pytest.fixture
def settings(still: Still, tmp_path: Path) -> Settings:
    told = settings_of("sqlite:///unused")
    return replace(told, smtp_folder=str(tmp_path / "mail"), locale="en")


@pytest.fixture
def ward(engine: Engine, still: Still) -> Engine:
    make_unit(engine, "city", "city")
    make_unit(engine, "ward", parent="city")
    return engine


def test_of_forty_signals_one_message_comes(ward: Engine, settings: Settings) -> None:
    told(ward, settings, "binh@example.vn", digest=False)
    for nth in range(40):
        signal(ward, f"Signal number {nth}")

    assert run(ward, settings) == 1
    (letter,) = letters(settings.smtp_folder)
    assert "To: =?utf-8?" in letter or "binh@example.vn" in letter
    assert "Subject: Ward: new signals: 40" in letter
    assert "20 more signals stand at the desk." in letter
    assert run(ward, settings) == 0


def test_what_comes_within_the_hour_waits_for_the_next(
    ward: Engine, settings: Settings, still: Still
) -> None:
    told(ward, settings, "binh@example.vn", digest=False)
    signal(ward)
    run(ward, settings)
    signal(ward)
    assert run(ward, settings) == 0

    still.ms += 3_600_000
    assert run(ward, settings) == 1


def test_who_comes_late_is_not_told_the_past(ward: Engine, settings: Settings) -> None:
    signal(ward)
    told(ward, settings, "binh@example.vn", digest=False)

    assert run(ward, settings) == 0


def test_a_signal_of_another_unit_is_told_to_its_own(ward: Engine, settings: Settings) -> None:
    make_unit(ward, "other", parent="city")
    told(ward, settings, "binh@example.vn", digest=False)
    signal(ward, unit="other")

    assert run(ward, settings) == 0


def test_an_owner_is_told_of_an_overdue_action_once(
    ward: Engine, settings: Settings, still: Still
) -> None:
    told(ward, settings, "binh@example.vn", digest=False)
    row = {"number": "2025-0001", "unit_id": 2, "source": "audit", "severity": "minor"}
    row |= {"description": "Gọi 0912 345 678", "evidence": {}, "opened_by": "x", "state": "in_work"}
    row |= {"opened_at": days.now() - timedelta(30), "owner_name": "trần văn bình"}
    row |= {"action": "x", "due_on": WEDNESDAY - timedelta(1)}
    with writing(ward) as connection:
        connection.execute(insert(Nonconformity).values(row))
    assert run(ward, settings) == 1
    still.ms += 7_200_000
    assert run(ward, settings) == 0

    with reading(ward) as connection:
        body = connection.scalar(select(D.body))
    assert "2025-0001" in body
    assert "[SDT]" in body
    assert "0912" not in body


def test_of_five_hundred_overdue_actions_the_latest_are_told_and_the_rest_counted(
    ward: Engine, settings: Settings
) -> None:
    row = {"unit_id": 2, "source": "audit", "severity": "minor", "description": "Chờ lâu"}
    row |= {"evidence": {}, "opened_by": "x", "state": "in_work", "action": "x"}
    row |= {"opened_at": days.now() - timedelta(30), "due_on": WEDNESDAY - timedelta(1)}
    rows = [{"number": f"2025-{nth:04}", **row} for nth in range(500)]
    with writing(ward) as connection:
        connection.execute(insert(Nonconformity), rows)
    told(ward, settings, "binh@example.vn")
    told(ward, settings, "thu@example.vn", unit="city", alerts=False)

    run(ward, settings)
    with reading(ward) as connection:
        found = connection.execute(select(D.subject, D.body).order_by(D.id)).all()
    assert [one.subject for one in found if "500" in one.subject] == ["Ward: overdue actions: 500"]
    assert len(found) == 3
    for _subject, body in found:
        assert body.count("/staff/actions/") == 20
        assert "480 more overdue actions stand at the desk." in body


def test_the_week_is_told_with_its_interval(ward: Engine, settings: Settings) -> None:
    make_responses(ward, make_touchpoint(ward, "ward"), [5] * 30 + [2] * 10, date(2025, 5, 7))
    seal(ward)
    told(ward, settings, "binh@example.vn", alerts=False)
    run(ward, settings)
    with reading(ward) as connection:
        row = connection.execute(select(D.subject, D.body)).one()

    assert row.subject == "Ward: the week from 5 May 2025 to 11 May 2025"
    assert "Ratings: 40. About 75 of 100 were satisfied, between 60 and 86." in row.body


@pytest.mark.parametrize(
    ("wall", "until"),
    [
        ((WEDNESDAY, 9), (WEDNESDAY, 9)),
        ((WEDNESDAY, 21), (date(2025, 5, 15), 7)),
        ((date(2025, 5, 16), 20), (date(2025, 5, 19), 7)),
        # The eve of a new year, a holiday and, that year, a Friday made up for it.
        ((date(2024, 12, 31), 23), (date(2025, 1, 2), 7)),
    ],
)
def test_nobody_is_written_to_at_night_or_on_a_holiday(wall: Any, until: Any) -> None:
    assert next_loud(read_quiet("20-7"), at(*wall)) == at(*until)


def test_without_quiet_hours_it_is_at_once() -> None:
    assert next_loud(read_quiet("0-0"), at(WEDNESDAY, 23)) == at(WEDNESDAY, 23)


def test_an_ended_addressee_gets_nothing_more(ward: Engine, settings: Settings) -> None:
    number = told(ward, settings, "binh@example.vn", digest=False)
    signal(ward)
    composing.compose(ward, settings)
    with writing(ward) as connection:
        end(connection, number, BY)

    assert sending.send_due(ward, settings) == 0
    assert not composing.compose(ward, settings)


@pytest.mark.parametrize("target", ["binh", "a@b", "binh@example.vn, x@y.vn", "a b@example.vn"])
def test_what_is_no_address_is_refused(ward: Engine, settings: Settings, target: str) -> None:
    with pytest.raises(BadAddressee):
        told(ward, settings, target)


def test_a_line_break_in_a_name_begins_no_header(ward: Engine, settings: Settings) -> None:
    told(ward, settings, "binh@example.vn", digest=False)
    with writing(ward) as connection:
        connection.execute(update(composing.Addressee).values(name="x"))
    signal(ward, "One\nBcc: everybody@example.vn")
    run(ward, settings)
    (letter,) = letters(settings.smtp_folder)

    assert "\nBcc:" not in letter.partition("\n\n")[0]


def test_an_idle_portal_writes_nothing(ward: Engine, settings: Settings) -> None:
    told(ward, settings, "binh@example.vn")
    composing.compose(ward, settings)

    with reading(ward) as connection:
        assert not composing.waits(connection)


def test_an_answer_that_became_overdue_is_told_once(
    ward: Engine, settings: Settings, still: Still
) -> None:
    told(ward, settings, "binh@example.vn", digest=False)
    number = make_case(ward, make_touchpoint(ward, "ward"))
    assert run(ward, settings) == 0
    still.ms += 8 * 86_400_000

    assert run(ward, settings) == 1
    (letter,) = letters(settings.smtp_folder)
    assert "Subject: Ward: overdue answers: 1" in letter
    assert f"/staff/cases/{number}" in letter
    assert "Chờ lâu" not in letter
    still.ms += 3_600_001
    assert run(ward, settings) == 0
