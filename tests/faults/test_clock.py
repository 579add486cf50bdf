"""A clock that is set back: ratings are taken, counted once, and the ledger stays in order."""

import pytest
from asking import Portal, stored, tap, ticket
from chain import verified
from makers import seal
from office import Clock
from sqlalchemy import Engine, func, select

from surveys import days
from surveys.database import reading
from surveys.responses import Entry, Pending

DAY = 24 * 60


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(days, "now_ms", clock)
    return clock


def test_a_page_that_was_made_before_the_clock_went_back_takes_its_rating(
    portal: Portal, code: str, engine: Engine, clock: Clock
) -> None:
    nonce = ticket(portal, code)
    clock.move(minutes=-2 * DAY)

    assert tap(portal, code, nonce=nonce, overall=2).status_code == 303
    assert tap(portal, code, nonce=nonce, overall=5).status_code == 303
    assert stored(engine) == [5]
    with reading(engine) as connection:
        given = connection.scalars(select(Pending.day)).one()
    assert given == days.office_day(days.now_ms())


def test_what_was_rated_before_and_after_the_clock_went_back_is_sealed_once_and_in_order(
    portal: Portal, code: str, engine: Engine, clock: Clock
) -> None:
    before, waits = ticket(portal, code), ticket(portal, code)
    tap(portal, code, nonce=before, overall=1)
    clock.move(minutes=5)
    seal(engine)
    tap(portal, code, nonce=waits, overall=2)
    clock.move(minutes=-2 * DAY)
    tap(portal, code, overall=3)
    # The same tap again, sealed meanwhile by a clock that is now ahead.
    assert tap(portal, code, nonce=before, overall=5).status_code == 303
    for minutes in (5, 2 * DAY):
        clock.move(minutes=minutes)
        seal(engine)

    with reading(engine) as connection:
        marks = connection.scalars(select(Entry.overall).order_by(Entry.id)).all()
        assert connection.scalar(select(func.count()).select_from(Pending)) == 0
    assert marks == [1, 3, 2]
    assert verified(engine).ok
