"""The whole loop on imported data, and its review pack against ``portal indicators``."""

import json
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import makers
import openpyxl
import pytest
from falling import ACTED, CHECK_ON, FALL, FIRST, RAISED, City
from loop import LAN, MINH, Calendar, a_plan, months
from lxml import html
from office import CITY, OTHER, WARD
from sqlalchemy import Engine

from analytics.quality import drafting
from analytics.quality.actions import handling, planning
from analytics.quality.actions.opening import open_record
from analytics.quality.actions.records import find_record
from analytics.quality.actions.sources import find_source
from analytics.quality.actions.states import Refused
from analytics.quality.pack import Pack, build
from analytics.quality.pack.contents import Figures, Table, Trend
from analytics.quality.pack.sayings import Figure
from analytics.quality.saying import Words, find_item
from portal.__main__ import main
from surveys.database import reading, writing
from surveys.days import parse_period

Portal = Callable[..., str]
NUMBER, PERIOD = "2025-0001", "2025-Q2"


LISTED = (
    f"closed ({NUMBER}): Seen on two Mondays.",
    "Waits on Mondays",
    "yes, it became better",
    "closed on 4 Sep 2025 by Nguyễn Thị Lan, Leader",
    f"{NUMBER} before: Satisfied",
    "+15, between +8 and +21",
    "90 of 100: met",
    "Mở thêm quầy số 3.",
)


@pytest.fixture
def city(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    """A year as usual, and an April in which one ward fell; the night after has passed."""
    makers.make_unit(engine, CITY, "city")
    for slug in (WARD, OTHER):
        makers.make_unit(engine, slug, parent=CITY)
    city = City(engine, tmp_path, Calendar(monkeypatch))
    city.bring(months(FIRST, 13))
    city.bring([FALL], phuong_hoa_mai=0.45)
    city.night(RAISED, "signals")
    return city


@pytest.fixture
def portal(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Portal:
    """A command of the portal on this test's database; its output."""
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")

    def run(*arguments: str) -> str:
        assert main(arguments) == 0
        return capsys.readouterr().out

    return run


def act(city: City, what: Any, *said: Any) -> None:
    with writing(city.engine) as connection:
        what(connection, find_record(connection, NUMBER), *said)


def walk(city: City) -> None:
    """From the one signal to an item that citizens read."""
    (signal,) = city.signals()
    with writing(city.engine) as connection:
        source = find_source(connection, "signal", signal)
        assert open_record(connection, source, "Waits on Mondays", "major", MINH) == NUMBER
    register = makers.load(city.engine)
    with writing(city.engine) as connection:
        plan = a_plan(due_on=ACTED, check_on=CHECK_ON)
        planning.plan(connection, register, find_record(connection, NUMBER), plan, MINH)
    city.calendar.put(ACTED)
    act(city, handling.report_done, ACTED, MINH)
    city.calendar.put(CHECK_ON)
    city.bring(months(date(2025, 6, 1), 3), phuong_hoa_mai=0.95)
    city.night(CHECK_ON, "checks")
    with pytest.raises(Refused, match="A second person closes"):
        act(city, handling.close, "", "", MINH)
    act(city, handling.close, "Seen on two Mondays.", "", LAN)
    words = {"vi": Words("Sáng Thứ Hai chờ lâu.", "Mở thêm quầy số 3.")}
    with writing(city.engine) as connection:
        item = drafting.draft(connection, find_record(connection, NUMBER), words, MINH)
    with writing(city.engine) as connection:
        drafting.approve(connection, find_item(connection, item), LAN)


def figures_of(pack: Pack) -> list[Figure]:
    blocks = [block for section in pack.sections for block in section.blocks]
    found = [row.figure for block in blocks if isinstance(block, Figures) for row in block.rows]
    found += [one.figure for b in blocks if isinstance(b, Trend) for one in b.stretches]
    cells = [cell for b in blocks if isinstance(b, Table) for row in b.rows for cell in row]
    return found + [cell for cell in cells if isinstance(cell, Figure)]


def told_by(portal: Portal, command: Any) -> list[Any]:
    found = json.loads(portal(*shlex.split(str(command))[1:], "--format", "json"))
    return list(found["series"])


def words_of(paper: str) -> str:
    return " ".join(html.fromstring(paper).text_content().split())


def row_of(book: openpyxl.Workbook, starts: str) -> list[Any]:
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return next(list(row) for row in rows if str(row[0]).startswith(starts))


def test_the_pack_of_the_quarter_lists_the_loop_and_tells_what_indicators_tell(
    city: City, portal: Portal, tmp_path: Path
) -> None:
    walk(city)
    register = makers.load(city.engine)
    with reading(city.engine) as connection:
        pack = build(connection, register, WARD, parse_period(PERIOD))
        check = find_record(connection, NUMBER).result

    told = {command: told_by(portal, command) for command in pack.commands}
    figures = [one for one in figures_of(pack) if one.command and one.estimate.n]
    for one in figures:
        (bucket,) = (b for b in told[one.command] if b["from"] == str(one.period.start))
        assert bucket["indicators"][one.indicator] == one.estimate.named()
    assert len(figures) > 20

    paper = words_of(portal("review", WARD, "--period", PERIOD, "--locale", "en"))
    assert [said for said in LISTED if said not in paper] == []
    assert paper.count(f"closed ({NUMBER})") == 1

    # What was done in one quarter and told in the next stands in both reviews.
    assert "Mở thêm quầy số 3." in words_of(portal("review", WARD, "--period", "2025-Q3"))

    assert check is not None
    file = tmp_path / "pack.xlsx"
    portal("review", WARD, "--period", PERIOD, "--format", "xlsx", "--out", str(file))
    after = row_of(openpyxl.load_workbook(file, data_only=True), f"{NUMBER} sau")
    (shown,) = (one.estimate for one in figures if one.period.end == CHECK_ON)
    assert after[1:6] == pytest.approx(
        [shown.n, shown.count, *(shown.value, shown.low, shown.high)]
    )
    assert (shown.n, shown.count) == (check.result["after"]["n"], check.result["after"]["counted"])
