"""Each failure of a command is one clear line and a status that says which kind it was."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine

import portal.__main__ as command_line
from portal.commands import Refused

pytestmark = pytest.mark.fast


def run(monkeypatch: pytest.MonkeyPatch, act: Callable[[argparse.Namespace], int | None]) -> int:
    def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        subparsers.add_parser("act").set_defaults(run=act)

    monkeypatch.setattr(command_line, "COMMANDS", (SimpleNamespace(add_to=add_to),))
    return command_line.main(["act"])


def failing(failure: BaseException) -> Callable[[argparse.Namespace], int | None]:
    def act(_arguments: argparse.Namespace) -> int | None:
        raise failure

    return act


@pytest.mark.parametrize(
    ("failure", "status", "line"),
    [
        (Refused("no such unit: xa-x"), 2, "portal: no such unit: xa-x\n"),
        (Refused("the chain differs at 7", status=1), 1, "portal: the chain differs at 7\n"),
        (FileNotFoundError(2, "No such file", "a.csv"), 1, "portal: a.csv: No such file\n"),
        (ValueError("odd\nvery odd"), 1, "portal: ValueError: odd\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_a_failure_is_one_line(
    failure: BaseException,
    status: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, failing(failure)) == status
    assert capsys.readouterr().err == line


def test_a_database_speaks_for_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def act(_arguments: argparse.Namespace) -> None:
        with create_engine("sqlite://").connect() as connection:
            connection.exec_driver_sql("SELECT * FROM nowhere")

    assert run(monkeypatch, act) == 1
    assert capsys.readouterr().err == "portal: OperationalError: no such table: nowhere\n"


def test_several_mistakes_are_several_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, failing(Refused("line 2: no mark\nline 7: no such unit")))

    assert capsys.readouterr().err == "portal: line 2: no mark\nportal: line 7: no such unit\n"


def test_a_reader_that_leaves_is_no_failure() -> None:
    # The pipe breaks as `portal settings | head -0` would break it.
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ended = subprocess.run(
            [sys.executable, "-m", "portal", "settings"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            env={
                **os.environ,
                "PORTAL_DATABASE_URL": "postgresql://db/x",
                "PORTAL_SECRET": "x" * 40,
            },
            check=False,
        )

    assert (ended.returncode, ended.stderr) == (1, b"")


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    probe = (
        "import sys, portal.__main__ as m\n"
        "try: m.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'litestar', 'sqlalchemy', 'babel', 'textblob'} & set(sys.modules)))"
    )

    ended = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    )

    assert ended.stdout.splitlines()[-1] == "[]"
