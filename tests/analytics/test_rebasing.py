"""What is usual is frozen once, begins anew after a break, and changes only for a reason."""

from datetime import date

import pytest
from makers import load, make_responses, seal
from sqlalchemy import Engine, insert, select
from ward import make_ward

from analytics.numbers.daily import read_days
from analytics.numbers.vigil import watch_over
from analytics.quality.baselines import Baseline
from analytics.quality.events import Event
from analytics.quality.rebasing import (
    NoReason,
    TooFewMonths,
    broken_on,
    frozen,
    in_force,
    rebase,
)
from surveys import days
from surveys.database import reading, writing
from surveys.days import Period

MONTHS = [date(2023 + i // 12, i % 12 + 1, 10) for i in range(26)]
UNTIL = date(2025, 3, 1)


@pytest.fixture
def ward(engine: Engine) -> int:
    """Two quiet years, then two bad months."""
    code = make_ward(engine)
    for month in MONTHS[:24]:
        make_responses(engine, code, [5] * 18 + [2] * 2, month, staff=4)
    for month in MONTHS[24:]:
        make_responses(engine, code, [5] * 8 + [2] * 12, month, staff=2)
    seal(engine)
    return load(engine).find_unit("ward")


def told(engine: Engine, ward: int):
    with reading(engine) as connection:
        return read_days(connection, load(engine), (ward,))[ward]


def freeze(engine: Engine, ward: int, until: date = UNTIL):
    said = told(engine, ward)
    with writing(engine) as connection:
        return frozen(connection, ward, said, until)


def test_a_baseline_is_frozen_once_and_the_rules_read_it(engine: Engine, ward: int) -> None:
    usual = freeze(engine, ward)

    assert set(usual) == {"unsatisfied", "could_not_finish", "factor.staff"}
    assert (usual["unsatisfied"].counted, usual["unsatisfied"].n) == (24, 240)
    assert usual["unsatisfied"].period == Period(date(2023, 1, 1), date(2024, 1, 1))
    assert freeze(engine, ward) == usual
    with reading(engine) as connection:
        assert len(connection.scalars(select(Baseline.id)).all()) == 3
        assert in_force(connection, ward) == usual
    alarmed = {one.series for one in watch_over(told(engine, ward), UNTIL, usual) if one.alarms}
    assert alarmed == {"unsatisfied", "factor.staff"}


def test_before_twelve_months_nothing_is_usual(engine: Engine, ward: int) -> None:
    assert freeze(engine, ward, date(2023, 12, 31)) == {}


def test_it_is_rebased_with_a_reason_and_the_old_one_stays(engine: Engine, ward: int) -> None:
    freeze(engine, ward)
    said, second = told(engine, ward), Period(date(2024, 1, 1), date(2025, 1, 1))
    with writing(engine) as connection:
        rebase(connection, ward, "unsatisfied", said, second, "Lan, leader", "New counter hall")
        with pytest.raises(NoReason):
            rebase(connection, ward, "unsatisfied", said, second, "Lan, leader", " ")
        short = Period(date(2024, 1, 1), date(2024, 12, 31))
        with pytest.raises(TooFewMonths):
            rebase(connection, ward, "unsatisfied", said, short, "Lan, leader", "Why not")

    assert freeze(engine, ward)["unsatisfied"].period == second
    with reading(engine) as connection:
        *_, newest = connection.execute(select(Baseline.__table__).order_by(Baseline.id)).all()
    assert (newest.why, newest.frozen_by, newest.points) == ("New counter hall", "Lan, leader", 12)
    assert newest.replaces_id is not None


def test_an_event_that_breaks_the_series_begins_it_anew(engine: Engine, ward: int) -> None:
    freeze(engine, ward)
    event = {"kind": "merger", "effect": "break", "recorded_at": days.now(), "recorded_by": "x"}
    when = {"starts_on": date(2024, 2, 1), "ends_on": date(2024, 2, 1)}
    with writing(engine) as connection:
        connection.execute(insert(Event).values(unit_id=None, **event, **when))
        assert broken_on(connection, ward, UNTIL) == date(2024, 2, 1)

    anew = freeze(engine, ward)

    assert anew["unsatisfied"].period == Period(date(2024, 2, 1), date(2025, 2, 1))
