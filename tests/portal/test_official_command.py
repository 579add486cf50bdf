"""``portal official``: figures of others are entered with their source, once, and scored by day."""

import shlex

import makers
import pytest
from office import CITY
from sqlalchemy import Engine, select

import portal.__main__ as command_line
from portal.staff.log import StaffLog
from surveys.database import reading

THE_CITY = "official add --unit thanh-pho --index sipas --from 2024-01-01 --to 2025-01-01 --by Lan"
SOURCE = "--source 'Bộ Nội vụ, SIPAS 2024'"
GROUP = "official score --on 2026-09-01"


@pytest.fixture(autouse=True)
def _city(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")
    makers.make_unit(engine, CITY, "city")


def run(line: str) -> int:
    return command_line.main(shlex.split(line))


@pytest.mark.only("sqlite")
def test_a_figure_is_entered_once_corrected_only_on_purpose_and_read_back(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f"{THE_CITY} --value 90.59 {SOURCE}") == 0
    assert run(f"{THE_CITY} --value 90.59 {SOURCE}") == 0
    assert run(f"{THE_CITY} --value 95 {SOURCE}") == 1
    assert run(f"{THE_CITY} --value 90.6 {SOURCE} --replace") == 0
    assert run(f"{THE_CITY} --value 88.9 --item access {SOURCE}") == 0
    capsys.readouterr()

    assert run("official list --unit thanh-pho") == 0
    total, access = capsys.readouterr().out.splitlines()
    assert "90.6 of 100" in total
    assert "SIPAS 2024" in total
    assert "access" in access
    with reading(engine) as connection:
        acts = connection.scalars(select(StaffLog.act)).all()
    assert acts == ["official-figure"] * 3


@pytest.mark.only("sqlite")
def test_what_cannot_be_is_refused_with_all_its_mistakes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(f"{THE_CITY} --value 101 --source ' ' --link ftp://x") == 2
    said = capsys.readouterr().err
    assert [name in said for name in ("value:", "source:", "link:")] == [True] * 3
    assert run("official add --unit nowhere --index 766") == 2


@pytest.mark.only("sqlite")
def test_the_group_is_scored_by_the_table_in_force(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"{GROUP} --dossiers 1000 --bad 40 --on-time 9/10 --satisfied 7/10") == 0
    assert "together 15.6" in capsys.readouterr().out
    assert run("official score --on 2020-01-01 --dossiers 10 --bad 0") == 1
    table = "--on-time 5 --answers 5 --dossiers 8 --basis 'Notes of an office'"
    assert run(f"official points --from 2019-01-01 {table}") == 0
    assert run("official score --on 2020-01-01 --dossiers 10 --bad 0") == 0
    assert "together 18" in capsys.readouterr().out
    assert run(f"{GROUP} --dossiers 10 --bad 11") == 2
    assert run(f"{GROUP} --dossiers 10 --bad 1 --on-time nine") == 2
