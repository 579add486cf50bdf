"""What is written down at night: once for each change, with the evidence of its moment."""

from datetime import date, timedelta
from typing import Any

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, select

from analytics.quality.baselines import Baseline
from analytics.quality.signals import SignalSentence
from analytics.quality.watching import handling, marked
from analytics.quality.watching.handling import Raised, signals_of
from analytics.quality.watching.raising import raise_signals
from surveys import days
from surveys.database import reading, writing

WARD = "phuong-thu"
FEBRUARY = date(2024, 2, 1)
STATES = ("new", "in_work", "closed")


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, WARD)
    return make_touchpoint(engine, WARD)


def year(engine: Engine, code: str, good: int = 88, of: int = 100, **said: Any) -> None:
    """The twelve months of 2023."""
    for month in range(1, 13):
        marks = [5] * (good + month % 3) + [3] * (of - good - month % 3)
        make_responses(engine, code, marks, date(2023, month, 10), **said)
    seal(engine)


def month(engine: Engine, code: str, good: int, of: int, day: date, **said: Any) -> None:
    make_responses(engine, code, [5] * good + [3] * (of - good), day, **said)
    seal(engine)


def raised(engine: Engine, states: Any = STATES) -> list[Raised]:
    with reading(engine) as connection:
        return signals_of(connection, list(load(engine).kinds), states)


def test_a_fall_is_raised_once_with_its_evidence(engine: Engine, code: str) -> None:
    year(engine, code)
    month(engine, code, 60, 100, date(2024, 1, 10))
    first = raise_signals(engine, FEBRUARY)

    assert raise_signals(engine, FEBRUARY) == []
    (one,) = raised(engine)
    assert first == [one.id]
    assert (one.rule, one.indicator, one.state) == ("drift", "unsatisfied", "new")
    assert one.evidence["points"][-1]["count"] == 40
    assert one.evidence["baseline"]["points"] == 12
    assert one.evidence["commands"][0].startswith(f"portal indicators --unit {WARD} --from 2023")
    with reading(engine) as connection:
        said = dict(
            connection.execute(select(SignalSentence.language, SignalSentence.sentence)).all()
        )
    assert said["en"].startswith("Ratings of 3 or lower, 10 Jan 2024: 40 of 100 (40 of 100)")
    assert said["vi"].startswith("Lượt chọn mức 3 trở xuống, 10/1/2024: 40 trong 100")


def test_a_fall_that_goes_on_is_the_same_signal(engine: Engine, code: str) -> None:
    year(engine, code, staff=4)
    month(engine, code, 60, 100, date(2024, 1, 10), staff=2)
    raise_signals(engine, FEBRUARY)
    month(engine, code, 60, 100, date(2024, 2, 10), staff=2)

    assert raise_signals(engine, date(2024, 3, 1)) == []


def test_what_is_counted_later_moves_neither_evidence_nor_baseline(
    engine: Engine, code: str
) -> None:
    year(engine, code)
    month(engine, code, 60, 100, date(2024, 1, 10))
    raise_signals(engine, FEBRUARY)
    before = raised(engine)[0].evidence
    month(engine, code, 0, 50, date(2023, 3, 10))
    month(engine, code, 40, 40, date(2024, 1, 12))
    raise_signals(engine, FEBRUARY)

    (one,) = raised(engine)
    assert one.evidence == before
    with reading(engine) as connection:
        (centre,) = connection.scalars(
            select(Baseline.centre).where(Baseline.indicator == "unsatisfied")
        ).all()
    assert centre == pytest.approx(0.11)


def test_an_old_fall_is_history(engine: Engine, code: str) -> None:
    year(engine, code)
    month(engine, code, 60, 100, date(2024, 1, 10))

    assert raise_signals(engine, date(2024, 9, 1)) == []


def test_after_a_break_the_series_begins_anew(engine: Engine, code: str) -> None:
    year(engine, code)
    raise_signals(engine, date(2024, 1, 1))
    span, by = (date(2024, 1, 1), date(2024, 1, 2)), ("Lan, Leader", days.now())
    with writing(engine) as connection:
        names = {"vi": "Phiếu mới", "en": "New survey"}
        marked.record_event(connection, None, "survey", "break", span, names, by)
    for later in range(1, 13):
        month(engine, code, 60 + later % 3, 100, date(2024, later, 10))

    assert raise_signals(engine, date(2025, 1, 2)) == []
    with reading(engine) as connection:
        starts = connection.scalars(select(Baseline.start)).all()
    assert sorted(set(starts)) == [date(2023, 1, 1), date(2024, 1, 1)]


def test_a_collector_that_fell_silent_is_missed_by_its_own_pace(engine: Engine, code: str) -> None:
    busy, seldom = code, make_touchpoint(engine, WARD)
    for nth in range(30):
        make_responses(engine, busy, [5, 4], date(2024, 1, 1) + timedelta(nth))
        if nth % 6 == 0:
            make_responses(engine, seldom, [5, 4, 5], date(2024, 1, 1) + timedelta(nth))
    seal(engine)

    assert raise_signals(engine, date(2024, 2, 5)) == []
    (number,) = raise_signals(engine, date(2024, 2, 8))
    assert raise_signals(engine, date(2024, 2, 9)) == []
    with reading(engine) as connection:
        one = handling.find_signal(connection, number)
    assert (one.rule, [t["code"] for t in one.evidence["touchpoints"]]) == ("silent", [busy])
    # Where all of an office falls silent one thing happened; slow collectors are missed later.
    assert raise_signals(engine, date(2024, 3, 20)) == []
    with writing(engine) as connection:
        handling.close(connection, number, "Lan, Leader", "The office was painted.")
    assert len(raise_signals(engine, date(2024, 3, 21))) == 1


def test_days_of_tet_are_no_silence(engine: Engine, code: str) -> None:
    for nth in range(30):
        make_responses(engine, code, [5, 4], date(2024, 1, 1) + timedelta(nth))
    seal(engine)
    tet = (date(2024, 1, 31), date(2024, 2, 16))
    with writing(engine) as connection:
        by = ("Lan", days.now())
        marked.record_event(connection, None, "tet", "annotate", tet, {"vi": "Tết"}, by)

    assert raise_signals(engine, date(2024, 2, 16)) == []


def test_a_silence_that_ended_is_closed_by_itself(engine: Engine, code: str) -> None:
    for nth in range(30):
        make_responses(engine, code, [5, 4], date(2024, 1, 1) + timedelta(nth))
    seal(engine)
    raise_signals(engine, date(2024, 2, 12))
    with writing(engine) as connection:
        assert handling.close_heard_again(connection, "en") == 0
    month(engine, code, 1, 1, date(2024, 2, 13))
    with writing(engine) as connection:
        assert handling.close_heard_again(connection, "en") == 1

    (one,) = raised(engine)
    assert (one.state, one.closed_why) == ("closed", "Heard again since 13 Feb 2024.")


def test_many_flagged_ratings_of_a_day_are_a_burst(engine: Engine, code: str) -> None:
    today = days.office_day(days.now_ms())
    yesterday = today - timedelta(days=1)
    month(engine, code, 9, 9, yesterday, flags=8)
    assert raise_signals(engine, today) == []
    month(engine, code, 3, 3, yesterday, flags=8)
    raise_signals(engine, today)

    (one,) = raised(engine)
    assert (one.rule, one.evidence["flagged"]) == ("burst", 12)
    assert raise_signals(engine, today) == []


def test_a_signal_is_closed_once(engine: Engine, code: str) -> None:
    year(engine, code)
    month(engine, code, 60, 100, date(2024, 1, 10))
    (number,) = raise_signals(engine, FEBRUARY)
    with writing(engine) as connection:
        handling.take_up(connection, number)
        handling.close(connection, number, "Lan, Leader", "The office was flooded.")
    with pytest.raises(handling.AlreadyClosed), writing(engine) as connection:
        handling.close(connection, number, "Lan, Leader", "Again.")
    with pytest.raises(handling.UnknownSignal), writing(engine) as connection:
        handling.take_up(connection, number + 1)
