"""What the tests of staff pages share."""

from collections.abc import Generator

import pytest
from office import Clock, Office
from sqlalchemy import Engine

from surveys import days


@pytest.fixture
def office(engine: Engine) -> Generator[Office]:
    office = Office(engine)
    yield office
    office.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(days, "now_ms", clock)
    return clock
