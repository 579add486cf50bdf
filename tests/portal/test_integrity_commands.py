"""``portal seal``, ``verify``, ``root``, ``rebuild``, ``jobs`` and ``doctor``, as typed."""

import json
from datetime import date
from pathlib import Path

import pytest
from chain import tamper
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine

from portal import __main__ as command_line
from portal.staff.log import Who, record
from surveys.database import writing

DAY = date(2023, 5, 4)
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _ratings(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")
    monkeypatch.setenv("PORTAL_LOCALE", "en")
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    make_responses(engine, code, [5, 4, 1], DAY)


def run(line: str) -> int:
    return command_line.main(line.split())


def test_what_is_due_is_sealed_once(capsys: Output) -> None:
    assert [run("seal"), run("seal")] == [0, 0]

    assert capsys.readouterr().out == "3 rows were sealed.\n0 rows were sealed.\n"


def test_verify_says_what_it_recomputed(capsys: Output) -> None:
    run("seal")
    capsys.readouterr()

    assert run("verify") == 0

    told = capsys.readouterr().out
    assert told.startswith("Recomputed: entries 3, blocks 1, cells 4, comments 0.\n")
    assert "checkpoint" in told
    assert "The chain ends with block 1, hash " in told


def test_verify_says_what_it_does_not_prove(capsys: Output) -> None:
    assert run("verify") == 0

    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("Not proven: ")
    for unproven in ("closed transactions", "register", "published table", "waits to be sealed"):
        assert unproven in last


def test_verify_speaks_the_language_that_is_set(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("PORTAL_LOCALE", "vi")
    run("seal")
    tamper(engine, "UPDATE entry SET overall = 5 WHERE id = 3")

    assert run("verify") == 1

    told = capsys.readouterr()
    assert told.err == "portal: khối 1: các mục từ 1 đến 3 hoặc chính khối đã bị sửa\n"
    assert "Không được chứng minh: " in told.out


def test_verify_recomputes_the_staff_log(engine: Engine, capsys: Output) -> None:
    for act in ("sign-in", "export"):
        with writing(engine) as connection:
            record(connection, act, Who("lan", "leader"))
    assert run("verify") == 0
    assert "\nThe staff log ends with line 2, hash " in capsys.readouterr().out

    tamper(engine, "UPDATE staff_log SET who = 'mai' WHERE id = 2")
    assert run("verify") == 1
    told = capsys.readouterr()
    assert told.err == "portal: line 2 of the staff log was changed\n"
    assert "The staff log ends" not in told.out


def test_every_room_that_differs_is_named(engine: Engine, capsys: Output) -> None:
    run("seal")
    with writing(engine) as connection:
        record(connection, "export", Who("lan", "leader"))
    tamper(engine, "UPDATE staff_log SET who = 'mai'")
    tamper(engine, "UPDATE cell_day SET o5 = 7")
    capsys.readouterr()

    assert run("verify") == 1

    cells, log = capsys.readouterr().err.splitlines()
    assert "cell_day" in cells
    assert "line 1 of the staff log" in log


def test_verify_ends_with_1_and_the_first_difference(engine: Engine, capsys: Output) -> None:
    run("seal")
    tamper(engine, "UPDATE entry SET overall = 5 WHERE id = 3")

    assert run("verify") == 1

    assert "seal 1: entries 1 to 3" in capsys.readouterr().err


def test_a_root_is_written_and_held_against_the_chain(
    engine: Engine, tmp_path: Path, capsys: Output
) -> None:
    run("seal")
    file = tmp_path / "root.json"
    assert run(f"root --out {file}") == 0
    root = json.loads(file.read_text())
    assert set(root) == {"day", "seal", "hash", "count"}
    assert (root["seal"], root["count"]) == (1, 3)

    assert run(f"verify --root {file}") == 0
    assert "It passes through the root that was held elsewhere." in capsys.readouterr().out

    file.write_text(json.dumps(root | {"hash": "0" * 64}))
    assert run(f"verify --root {file}") == 1
    assert "held root" in capsys.readouterr().err


def test_a_root_goes_to_standard_output(capsys: Output) -> None:
    run("seal")
    capsys.readouterr()

    assert run("root") == 0
    assert json.loads(capsys.readouterr().out)["count"] == 3


@pytest.mark.parametrize(
    ("line", "status"), [("root", 1), ("root --day 2023-05-04", 1), ("root --day 2199-01-01", 2)]
)
def test_a_day_without_a_chain_has_no_root(line: str, status: int, capsys: Output) -> None:
    assert run(line) == status
    assert capsys.readouterr().err.startswith("portal: ")


@pytest.mark.parametrize("held", ["", "[]", '{"seal": 1}', '{"seal": "1", "hash": "x"}', "7"])
def test_a_file_that_is_no_root_is_refused(held: str, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "root.json").write_text(held)

    assert run(f"verify --root {tmp_path / 'root.json'}") == 2
    assert "not a root" in capsys.readouterr().err


def test_a_broken_cell_is_put_right(engine: Engine, capsys: Output) -> None:
    run("seal")
    tamper(engine, "UPDATE cell_day SET o5 = 7")
    assert run("verify") == 1
    capsys.readouterr()

    assert run("rebuild") == 0

    assert capsys.readouterr().out == "Entries counted again: 3.\nOne cell was put right.\n"
    assert run("verify") == 0


def test_a_job_is_done_now_and_listed(capsys: Output) -> None:
    assert run("jobs run seal") == 0
    assert run("jobs run seal") == 0
    assert capsys.readouterr().out == "seal: done.\nseal: nothing to do.\n"

    assert run("jobs list") == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert lines["seal"].endswith("well")
    assert lines["publish"].endswith("never run")


def test_a_job_that_fails_says_so(engine: Engine, capsys: Output) -> None:
    tamper(engine, "DELETE FROM unit_path")

    assert run("jobs run seal") == 1

    assert "seal failed" in capsys.readouterr().err
    run("jobs list")
    assert "UnknownPath" in capsys.readouterr().out


def test_a_job_that_nobody_knows_is_refused(capsys: Output) -> None:
    assert run("jobs run dance") == 2
    assert capsys.readouterr().err == "portal: no such job: dance\n"
