"""Temporary databases for the tests, on SQLite, on PostgreSQL or on both.

A test that asks for ``engine`` (or ``database_url``) runs once per chosen database: SQLite alone
by default, both in `make test`. ``@pytest.mark.only("sqlite")`` ties a test to one of them. With
both, tests of pages and commands take turns, each on one of the two: what differs between databases
is asked where the statements are. ``@pytest.mark.both`` has such a test run on each.
"""

import os
import shutil
from collections.abc import Generator
from pathlib import Path
from zlib import crc32

import pytest
from cluster import Cluster, running
from sqlalchemy import Engine

import translations
from portal.database import migrate
from surveys.database import make_engine

pytest_plugins = ["browser"]

KINDS = ("sqlite", "postgresql")
TEMPLATE = "portal_template"
PAGES = Path(__file__).parent / "portal"


@pytest.fixture(autouse=True)
def vietnamese() -> Generator[None]:
    """Every test begins in the portal's own language, whatever was spoken before it."""
    with translations.speak(translations.DEFAULT):
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    chosen = os.environ.get("PORTAL_TEST_DATABASE", "sqlite")
    parser.addoption("--database", choices=[*KINDS, "both"], default=chosen)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Repeat whatever touches a database, directly or through another fixture."""
    if "database_kind" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--database")
    only = metafunc.definition.get_closest_marker("only")
    kinds = only.args if only else _turn(metafunc) if chosen == "both" else (chosen,)
    metafunc.parametrize("database_kind", kinds)


def _turn(metafunc: pytest.Metafunc) -> tuple[str, ...]:
    if PAGES not in metafunc.definition.path.parents or metafunc.definition.get_closest_marker(
        "both"
    ):
        return KINDS
    # By its name, so that a test has the same turn in every run and on every worker.
    return (KINDS[crc32(metafunc.definition.name.encode()) % len(KINDS)],)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: while Playwright is open, this thread cannot run another event loop."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("template") / "portal.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def cluster() -> Generator[Cluster]:
    """A PostgreSQL server without a portal in it."""
    with running() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgresql_template(cluster: Cluster) -> str:
    """The name of a migrated PostgreSQL database, to be copied."""
    cluster.create(TEMPLATE)
    migrate(cluster.url(TEMPLATE))
    return TEMPLATE


@pytest.fixture
def database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Generator[str]:
    """The address of a migrated, empty database of this test's own."""
    if database_kind == "sqlite":
        file = tmp_path / "portal.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    template = request.getfixturevalue("postgresql_template")
    with request.getfixturevalue("cluster").copy(template) as url:
        yield url


@pytest.fixture
def bare_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The address of a database nobody has migrated yet."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    with request.getfixturevalue("cluster").database() as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Generator[Engine]:
    """A migrated, empty database of this test's own, open."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()
