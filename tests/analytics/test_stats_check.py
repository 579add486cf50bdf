"""Every worked case is checked, and a figure that is off is seen."""

import json
from pathlib import Path
from typing import Any

import pytest
from oracles import FILE
from stats_check.__main__ import main
from stats_check.figures import Figure, all_checks, cases, figures

pytestmark = pytest.mark.fast

CASES = {case["id"]: case for case in cases(FILE)}
all_checks(CASES)


@pytest.mark.parametrize("id", CASES)
def test_every_figure_of_the_case_holds(id: str) -> None:
    told = list(figures(CASES[id]))

    assert told
    assert not [figure for figure in told if not figure.holds]


@pytest.mark.parametrize(
    ("ours", "expected", "holds"),
    [(0.87501, 0.875, True), (0.8752, 0.875, False), (None, 0.875, False), ("a", "b", False)],
)
def test_a_figure_holds_within_its_tolerance(ours: Any, expected: Any, holds: bool) -> None:
    assert Figure("case", "name", ours, expected, 0.0001).holds == holds


def test_a_wrong_or_unknown_case_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = CASES["ci_5_5"] | {"expected": {"p": 0.9}}
    unknown = wrong | {"id": "astrology"}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"oracles": [wrong, unknown]}), encoding="utf-8")

    assert main(file) == 1
    said = capsys.readouterr()
    assert "MISS" in said.out
    assert "astrology" in said.err


CASE = CASES["ci_5_5"]


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (None, "No such file"),
        (b"{", "not JSON"),
        (b"\xff\xfe{", "not UTF-8"),
        (b"[]", 'no list "oracles"'),
        (b'{"cases": []}', 'no list "oracles"'),
        (b'{"oracles": []}', "no case"),
        (b'{"oracles": [7]}', "case 1 needs id"),
        (json.dumps({"oracles": [CASE | {"expected": {}}]}).encode(), "case 1 needs id"),
        (json.dumps({"oracles": [CASE, CASE]}).encode(), "ci_5_5 stands there twice"),
    ],
)
def test_a_file_without_cases_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], held: bytes | None, why: str
) -> None:
    file = tmp_path / "cases.json"
    if held is not None:
        file.write_bytes(held)

    assert main(file) == 2
    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("change", [{"inputs": {}}, {"expected": {"wald95_do_not_use": 1}}])
def test_a_case_of_which_nothing_is_checked_does_not_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any]
) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"oracles": [CASE | change]}), encoding="utf-8")

    assert main(file) == 1
    assert "not checked: ci_5_5" in capsys.readouterr().err
