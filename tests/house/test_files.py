"""Files stay short, are named for ideas, and know no machine but the reader's."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]
ROOMS = ["portal", "analytics", "surveys", "translations", "templates", "tests", "load_tests"]
TEXTS = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".yaml", ".po", ".json", ".sh"}
LINES = 250
FUNCTION_LINES = 40
# Drawers into which everything falls in the end.
DRAWERS = {
    "utils", "util", "helpers", "helper", "common", "core", "lib", "misc", "base",
    "manager", "managers", "handler", "handlers", "processor", "processors",
}  # fmt: skip
# Folders of one developer's machine, and the registries packages come from.
MACHINES = re.compile(
    r"(?<![\w.~-])/(?:tmp|work|root|opt|home)/\w|(?:pypi|pythonhosted|npmjs|yarnpkg)\.(?:org|com)"
)
# A migration is the list of what it makes, written once and never edited: long, and read by nobody
# from top to bottom.
LISTS = ROOT / "portal/migrations/versions"
HERE = Path(__file__)


def sources() -> list[Path]:
    return [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]


def prose() -> list[Path]:
    return [file for file in sources() if LISTS not in file.parents]


def texts() -> Iterator[Path]:
    rooms = [file for room in ROOMS for file in (ROOT / room).rglob("*") if file.is_file()]
    for file in [*ROOT.glob("*"), *ROOT.glob(".ci/*"), *rooms]:
        known = file.suffix in TEXTS or file.name in {"Makefile", "run"}
        ours = "vendor" not in file.parts and ".min." not in file.name and file != HERE
        if known and ours and "__pycache__" not in file.parts:
            yield file


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_no_python_file_is_long() -> None:
    lengths = {name(file): len(file.read_text("utf-8").splitlines()) for file in prose()}

    assert not {file: length for file, length in lengths.items() if length > LINES}


def test_no_function_is_long() -> None:
    long = {}
    for file in prose():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    long[f"{name(file)}:{node.name}"] = length

    assert not long


def test_files_are_named_for_ideas() -> None:
    drawers = {name(file) for file in sources() if {file.stem, file.parent.name} & DRAWERS}

    assert not drawers


def test_every_module_says_what_it_is_about() -> None:
    silent = {
        name(file)
        for file in sources()
        if file.name != "__init__.py" and not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    }

    assert not silent


def test_test_files_have_names_of_their_own() -> None:
    names = [file.name for file in (ROOT / "tests").rglob("test_*.py")]

    assert not {one for one in names if names.count(one) > 1}
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_pins_hold_no_address() -> None:
    assert "://" not in (ROOT / "constraints.txt").read_text("utf-8")


def test_everything_the_portal_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(one for extra in extras for one in extra)]
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text("utf-8"), re.M)

    assert {re.match(r"[\w.-]+", one).group() for one in asked} <= set(pinned)  # type: ignore[union-attr]


def test_no_file_names_a_machine() -> None:
    told = {
        f"{name(file)}: {found.group()}"
        for file in texts()
        for found in MACHINES.finditer(file.read_text("utf-8"))
    }

    assert not told


def test_the_machines_would_be_noticed() -> None:
    assert MACHINES.search('open("/home/someone/portal.db")')
    assert not MACHINES.search("https://example.org/work/x or ./tmp/x or /r/CODE")
