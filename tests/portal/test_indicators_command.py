"""``portal indicators`` and ``portal publish``: what they print, and what they refuse."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from makers import make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine

from portal.__main__ import main

MAY = ("--from", "2023-05-01", "--to", "2023-06-01")
Portal = Callable[..., str]


@pytest.fixture
def ward(engine: Engine) -> str:
    """A ward with 160 ratings in May 2023, 140 of them 4 or 5; the code of its counter."""
    make_unit(engine, "ward")
    code = make_touchpoint(engine, "ward")
    make_responses(engine, code, [5] * 100 + [4] * 40 + [3] * 12 + [1] * 8, date(2023, 5, 3))
    return code


@pytest.fixture
def portal(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Portal:
    """A command of the portal on this test's database; its output, or its complaint."""
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")
    monkeypatch.setenv("PORTAL_LOCALE", "en")

    def run(*arguments: str, status: int = 0) -> str:
        assert main(arguments) == status
        said = capsys.readouterr()
        return said.err if status else said.out

    return run


def test_json_is_what_was_promised(ward: str, portal: Portal) -> None:
    found = json.loads(portal("indicators", "--unit", "ward", *MAY, "--format", "json"))

    told = found["series"][0]["indicators"].pop("satisfaction")
    assert told.pop("low") == pytest.approx(0.81481, abs=5e-6)
    assert told.pop("high") == pytest.approx(0.917605, abs=5e-7)
    assert told == {
        "value": 0.875,
        "n": 160,
        "count": 140,
        "method": "wilson95",
        "verdict": "ok",
    }
    del found["series"][0]["indicators"]
    assert found == {
        "unit": "ward",
        "scope": "own",
        "from": "2023-05-01",
        "to": "2023-06-01",
        "bucket": None,
        "service": None,
        "seal": 0,
        "series": [{"from": "2023-05-01", "to": "2023-06-01"}],
    }


def test_a_file_of_160_ratings_is_told_right_after_its_import(
    engine: Engine, portal: Portal, tmp_path: Path
) -> None:
    make_unit(engine, "ward")
    code = make_touchpoint(engine, "ward")
    marks = [5] * 90 + [4] * 50 + [3] * 10 + [2] * 6 + [1] * 4
    lines = [f"{code},2023-05-{1 + i % 31:02}T09:00,{mark}" for i, mark in enumerate(marks)]
    file = tmp_path / "paper.csv"
    file.write_text("\n".join(["touchpoint,given_at,overall", *lines]), "utf-8")

    portal("import", "responses", str(file))

    found = json.loads(portal("indicators", "--unit", "ward", *MAY, "--format", "json"))
    told = found["series"][0]["indicators"]["satisfaction"]
    assert (told["value"], told["n"], told["count"]) == (0.875, 160, 140)


def test_csv_has_a_line_for_each_bucket_and_indicator(ward: str, portal: Portal) -> None:
    printed = portal("indicators", "--unit", "ward", *MAY, "--bucket", "week", "--format", "csv")

    lines = list(csv.DictReader(io.StringIO(printed)))
    assert printed.splitlines()[0] == (
        "unit,scope,service,from,to,indicator,value,low,high,n,count,method,verdict"
    )
    first, *_ = (line for line in lines if line["indicator"] == "satisfaction")
    assert (first["value"], first["from"], first["to"]) == ("0.875", "2023-05-01", "2023-05-08")
    assert (lines[-1]["from"], lines[-1]["value"]) == ("2023-05-29", "")


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_table_fits_a_terminal(
    ward: str, portal: Portal, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    monkeypatch.setenv("PORTAL_LOCALE", locale)

    lines = portal("indicators", "--unit", "ward", *MAY).splitlines()

    assert max(map(len, lines)) <= 80
    assert any({"vi": "87,5%", "en": "87.5%"}[locale] in line for line in lines)


def test_an_export_is_the_same_in_a_file(ward: str, portal: Portal, tmp_path: Path) -> None:
    ask = ("indicators", "--unit", "ward", *MAY, "--format", "csv")
    file = tmp_path / "figures.csv"

    printed = portal("export", *ask, "--out", str(file))

    assert printed == ""
    assert file.read_text("utf-8") == portal(*ask)


def test_a_figure_is_told_again_as_of_its_seal(engine: Engine, ward: str, portal: Portal) -> None:
    seal(engine)
    ask = ("indicators", "--unit", "ward", *MAY, "--format", "json", "--as-of", "1")
    first = portal(*ask)
    make_responses(engine, ward, [1] * 5, date(2023, 5, 4))
    seal(engine)

    assert portal(*ask) == first
    assert json.loads(first)["seal"] == 1


def test_publishing_seals_first_and_then_has_nothing_left(ward: str, portal: Portal) -> None:
    first, again = portal("publish"), portal("publish")

    assert "cells were written" in first
    assert again == "The published table is up to date.\n"
    assert json.loads(portal("indicators", "--unit", "ward", *MAY, "--format", "json"))["seal"] == 1


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"--unit": "atlantis"}, "atlantis"),
        ({"--service": "9.999999"}, "9.999999"),
        ({"--to": "2023-05-01"}, "--to has to be later"),
        ({"--as-of": "7"}, "no seal 7"),
        ({"--to": "2024-12-01", "--verified": ""}, "at most 400 days"),
    ],
)
def test_what_cannot_be_told_is_refused_in_one_line(
    ward: str, portal: Portal, asked: dict[str, Any], why: str
) -> None:
    whole = {"--unit": "ward", "--from": "2023-05-01", "--to": "2023-06-01"} | asked
    words = [word for option in whole.items() for word in option if word]

    said = portal("indicators", *words, status=2)

    assert why in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("day", ["2023-05-32", "0001-01-01", "soon"])
def test_what_is_no_day_is_refused(portal: Portal, day: str) -> None:
    words = ("--unit", "ward", "--from", day, "--to", "2023-06-01")
    assert portal("indicators", *words, status=2).count("\n") == 1
