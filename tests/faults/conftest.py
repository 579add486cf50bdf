"""What the tests of faults share."""

from collections.abc import Generator

import pytest
from asking import Portal, asking, settings_of
from makers import make_touchpoint, make_unit
from sqlalchemy import Engine


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


@pytest.fixture
def portal(database_url: str, code: str) -> Generator[Portal]:
    with asking(settings_of(database_url, settle_seconds=60)) as portal:
        yield portal
