"""What the tests of pages share."""

from collections.abc import Generator

import pytest
from asking import Portal, asking, settings_of
from desk import Desk
from makers import make_touchpoint, make_unit
from office import Browser, Clock, Office
from sqlalchemy import Engine

from surveys import days


@pytest.fixture
def office(engine: Engine) -> Generator[Office]:
    office = Office(engine)
    yield office
    office.close()


@pytest.fixture
def desk(engine: Engine) -> Generator[Desk]:
    desk = Desk(engine)
    yield desk
    desk.close()


@pytest.fixture
def leader(desk: Desk) -> Browser:
    """The leader of the ward, signed in."""
    return desk.browser(desk.hire("lan"))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(days, "now_ms", clock)
    return clock


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


@pytest.fixture
def portal(engine: Engine, database_url: str, code: str) -> Generator[Portal]:
    with asking(settings_of(database_url)) as portal:
        yield portal
