"""``portal signals``: a look at every unit now, and what was raised, for people and programs."""

import json
from datetime import date

import pytest
from makers import make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine

from portal.__main__ import main

pytestmark = pytest.mark.only("sqlite")


@pytest.fixture
def fallen(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A unit that fell in January 2025."""
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_LOCALE", "en")
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    for month in range(13):
        good = 88 if month < 12 else 60
        day = date(2024 + month // 12, month % 12 + 1, 10)
        make_responses(engine, code, [5] * good + [2] * (100 - good), day)
    seal(engine)
    return "phuong-thu"


def test_what_is_raised_is_printed_once_and_listed(
    fallen: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["signals", "run", "--today", "2025-02-01", "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["unit"], one["indicator"], one["state"]) == (fallen, "unsatisfied", "new")
    assert one["evidence"]["points"][-1]["count"] == 40

    assert main(["signals", "run", "--today", "2025-02-01"]) == 0
    assert capsys.readouterr().out == "no signals\n"
    assert main(["signals", "list", "--unit", fallen]) == 0
    assert "Ratings of 3 or lower" in capsys.readouterr().out


@pytest.mark.parametrize(
    "asked",
    [["run", "--today", "2199-01-01"], ["list", "--unit", "no-such"], ["list", "--state", "x"]],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    fallen: str, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["signals", *asked]) == 2
    assert capsys.readouterr().err.count("\n") == 1
