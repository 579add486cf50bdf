"""``portal import`` and ``portal export``, as an office runs them."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from makers import make_responses, make_touchpoint, make_unit, seed_pilot
from openpyxl import load_workbook
from serving import environment
from sqlalchemy import Engine

from portal.__main__ import main
from portal.line_problems import SENTENCES

DAY = date(2023, 5, 12)
Ended = tuple[int, str, str]
Run = Callable[..., Ended]


@pytest.fixture
def run(
    engine: Engine,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Run:
    """Run ``portal`` in English; status, stdout and stderr."""
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_SECRET", "for tests only, not a secret at all")
    monkeypatch.setenv("PORTAL_LOCALE", "en")

    def run(*arguments: object) -> Ended:
        status = main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return status, out.decode("utf-8-sig"), err.decode()

    return run


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-hoa-mai")
    return make_touchpoint(engine, "phuong-hoa-mai")


def written(file: Path, *lines: str) -> Path:
    file.write_text("\n".join(lines))
    return file


def test_160_forms_are_imported_and_counted(run: Run, code: str, tmp_path: Path) -> None:
    marks = [5] * 100 + [4] * 40 + [3] * 12 + [1] * 8
    lines = (f"{code},2023-05-{1 + n % 28:02},{mark}" for n, mark in enumerate(marks))
    file = written(tmp_path / "forms.csv", "touchpoint,given_at,overall", *lines)

    assert run("import", "responses", file) == (0, "160 lines stored.\n", "")

    asked = ("--unit", "phuong-hoa-mai", "--from", "2023-05-01", "--to", "2023-06-01")
    told = json.loads(run("indicators", *asked, "--format", "json")[1])
    satisfaction = told["series"][0]["indicators"]["satisfaction"]
    assert satisfaction["value"] == 0.875
    assert round(satisfaction["low"], 6) == 0.81481
    assert round(satisfaction["high"], 6) == 0.917605
    assert (satisfaction["n"], satisfaction["count"]) == (160, 140)


def test_the_same_file_twice_says_so(run: Run, code: str, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", "touchpoint,given_at,overall", f"{code},2023-05-12,5")
    run("import", "responses", file)

    status, out, err = run("import", "responses", file)

    assert (status, err) == (0, "")
    assert out.startswith("This file was already imported on ")


def test_bad_lines_are_named_one_by_one(run: Run, code: str, tmp_path: Path) -> None:
    lines = (f"{code},2023-05-12,5", f"{code},2023-05-12,6", f"{code},2999-01-01,5,,")
    file = written(tmp_path / "a.csv", "touchpoint,given_at,overall", *lines)

    status, out, err = run("import", "responses", file)

    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "portal: line 3, overall: a mark is 1 to 5, or na where the question may not apply: 6",
        "portal: line 4: the number of cells is not that of the columns: 5 ≠ 3",
        "portal: 2 problems. Nothing was stored.",
    ]


def test_a_refusal_is_in_one_language(
    run: Run, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_LOCALE", "vi")
    file = written(tmp_path / "a.csv", "touchpoint,given_at,overall", f"{code},2023-05-12,6")

    _, _, err = run("import", "responses", file)

    assert err.splitlines()[-1] == "portal: 1 lỗi. Không có gì được lưu."


def test_volumes_are_imported_and_corrected(run: Run, code: str, tmp_path: Path) -> None:
    header, file = "unit,service,day,closed", tmp_path / "volumes.csv"
    first = run("import", "volumes", written(file, header, "phuong-hoa-mai,,2023-05-12,40"))
    again = run("import", "volumes", written(file, header, "phuong-hoa-mai,,2023-05-12,41"))

    assert first == (0, "1 line stored.\n", "")
    assert again == (0, "0 lines stored. 1 value replaced.\n", "")


@pytest.mark.parametrize("what", ["responses", "volumes"])
def test_a_file_that_is_not_there_is_one_line(run: Run, tmp_path: Path, what: str) -> None:
    file = tmp_path / "nothing.csv"

    assert run("import", what, file) == (1, "", f"portal: {file}: No such file or directory\n")


def test_an_export_goes_to_stdout_and_comes_back(
    run: Run, engine: Engine, code: str, tmp_path: Path
) -> None:
    make_responses(engine, code, [5, 4], DAY, comment="-5 phút là xong")

    status, out, _ = run("export", "responses")

    assert status == 0
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [(row["overall"], row["comment"]) for row in rows] == [
        ("5", "'-5 phút là xong"),
        ("4", "'-5 phút là xong"),
    ]
    (tmp_path / "back.csv").write_text(out, newline="")
    back = run("import", "responses", tmp_path / "back.csv")
    assert back == (0, "0 lines stored. 2 lines were known.\n", "")


def test_an_export_to_a_file_is_whole_or_not_there(
    run: Run, engine: Engine, code: str, tmp_path: Path
) -> None:
    make_responses(engine, code, [5], DAY)
    file = tmp_path / "out.xlsx"

    assert run("export", "responses", "--format", "xlsx", "--out", file) == (0, "", "")

    assert load_workbook(file).active["H2"].value == 5
    assert [path.name for path in tmp_path.glob("*out*")] == ["out.xlsx"]


def test_days_and_a_unit_narrow_an_export(run: Run, engine: Engine, code: str) -> None:
    make_responses(engine, code, [5], DAY)
    make_responses(engine, code, [4], date(2023, 6, 1))
    make_unit(engine, "xa-khac")
    make_responses(engine, make_touchpoint(engine, "xa-khac"), [1], DAY)

    asked = ("--unit", "phuong-hoa-mai", "--from", "2023-05-01", "--to", "2023-06-01")
    _, out, _ = run("export", "responses", *asked, "--format", "json")

    assert [row["overall"] for row in json.loads(out)] == [5]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--unit", "no-such"), "portal: No unit has this slug: no-such\n"),
        (
            ("--from", "2023-05-02", "--to", "2023-05-01"),
            "portal: --to must be later than --from\n",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, arguments: tuple[str, ...], line: str) -> None:
    assert run("export", "responses", *arguments) == (2, "", line)


@pytest.mark.only("sqlite")
def test_a_workbook_is_not_thrown_at_a_terminal(engine: Engine, database_url: str) -> None:
    seed_pilot(engine)
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "portal", "export", "responses", "--format", "xlsx"]

    ended = subprocess.run(
        command,
        env=environment(database_url),
        stdout=inside,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )

    os.close(inside)
    os.close(terminal)
    assert (ended.returncode, ended.stderr[:29]) == (2, "portal: a workbook is no text")


@pytest.mark.only("sqlite")
def test_a_reader_that_leaves_an_export_is_no_failure(
    engine: Engine, database_url: str, code: str
) -> None:
    make_responses(engine, code, [5] * 3000, DAY)
    reading_, writing_ = os.pipe()
    os.close(reading_)
    with os.fdopen(writing_, "w") as pipe:
        ended = subprocess.run(
            [sys.executable, "-m", "portal", "export", "responses"],
            env=environment(database_url),
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (ended.returncode, ended.stderr) == (1, b"")


def test_every_reason_to_refuse_a_line_has_its_sentence() -> None:
    root = Path(__file__).parents[2] / "surveys"
    files = {*(root / "transfer").glob("*.py")} - {root / "transfer" / "delivery.py"}
    sources = [*files, root / "questions.py"]
    code = "".join(source.read_text("utf-8") for source in sources)
    raised = r'(?:Flaw\(|BadAnswer\(|flaw = |Wrong\("\w*", |Problem\([\w.]+, [^,]*, )"(\w+)"'

    reasons = set(re.findall(raised, code))

    assert len(reasons) > 20
    assert reasons <= SENTENCES.keys()
