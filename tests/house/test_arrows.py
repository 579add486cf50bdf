"""Nobody reaches up: floors import those below them, and each library has its room."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]
FLOORS = ["portal", "analytics", "surveys", "translations"]  # each may import those after it
ROOMS = {
    "litestar": {"portal"},
    "jinja2": {"portal"},
    "uvicorn": {"portal"},
    "alembic": {"portal"},
    "sqlalchemy": {"portal", "analytics", "surveys"},
    "textblob": {"analytics"},
    "babel": {"translations"},
}


def imported(file: Path) -> set[str]:
    """The top-level names of everything a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def importers(floor: str, of: set[str]) -> dict[str, set[str]]:
    """The files of a floor that import any of these names, each with those it imports."""
    files = sorted((ROOT / floor).rglob("*.py"))
    found = {str(file.relative_to(ROOT)): imported(file) & of for file in files}
    return {file: names for file, names in found.items() if names}


@pytest.mark.parametrize("floor", FLOORS)
def test_nothing_imports_the_floor_above(floor: str) -> None:
    assert not importers(floor, set(FLOORS[: FLOORS.index(floor)]))


def test_templates_are_data() -> None:
    assert not importers("templates", {*FLOORS, *ROOMS})


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_stays_in_its_room(library: str) -> None:
    outside = [floor for floor in [*FLOORS, "templates"] if floor not in ROOMS[library]]

    assert not {file for floor in outside for file in importers(floor, {library})}


def test_whoever_loads_the_portal_knows_it_by_http_alone() -> None:
    found = importers("load_tests", {*FLOORS, "templates"})

    # These measure its parts, play what its rules would say, and fill its tables.
    inside = ("load_tests/alarms/", "load_tests/bench/", "load_tests/plausible/")
    assert not [file for file in found if not file.startswith(inside)]


def test_nobody_imports_the_tests() -> None:
    tests = {file.stem for file in (ROOT / "tests").glob("*.py")} | {"tests", "load_tests"}

    assert not {file for floor in FLOORS for file in importers(floor, tests)}
