"""What the tests of files that come in share."""

from pathlib import Path

import pytest
from makers import make_touchpoint, make_unit
from sqlalchemy import Engine


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-hoa-mai")
    return make_touchpoint(engine, "phuong-hoa-mai")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "responses.csv"
