"""A PostgreSQL server of one's own for the length of a test session."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

BINARIES = "/usr/lib/postgresql"  # where Debian keeps them, one folder per major version
LISTENING = {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
# A test database is thrown away: nothing has to survive a power cut.
THROWN_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


# All that a test could have changed in a database apart from the rows of its tables.
SHAPE = """
    SELECT md5(concat(
        (SELECT string_agg(a.*::text, '|' ORDER BY attrelid, attnum) FROM pg_attribute a
            JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace),
        (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_proc),
        (SELECT count(*) FROM pg_constraint),
        (SELECT count(*) FROM pg_db_role_setting WHERE setdatabase = (
            SELECT oid FROM pg_database WHERE datname = current_database())),
        (SELECT string_agg(version_num, '|') FROM alembic_version)))"""
# Empties the tables that hold rows, as if nobody had ever written to them, and no others.
EMPTY = """
    DO $$ DECLARE held text; name text; found boolean; BEGIN
        FOR name IN SELECT quote_ident(tablename) FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
            EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO found;
            IF found THEN held := concat_ws(', ', held, name); END IF;
        END LOOP;
        IF held IS NOT NULL THEN EXECUTE 'TRUNCATE ' || held || ' CASCADE'; END IF;
        PERFORM setval(quote_ident(sequencename)::regclass, start_value, false) FROM pg_sequences
            WHERE schemaname = 'public' AND last_value IS NOT NULL;
    END $$"""

INITDB = "--username=portal --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync"


@dataclass
class Cluster:
    """A running server; ``admin`` is an autocommitting connection to its first database."""

    port: int
    pid: int
    admin: psycopg.Connection
    numbers: "count[int]"
    # Copies of a template that are empty again, and the shape they have to have.
    spare: dict[str, list[str]] = field(default_factory=dict)
    shapes: dict[str, Any] = field(default_factory=dict)

    def url(self, name: str) -> str:
        """The address of one of its databases, as PORTAL_DATABASE_URL would have it."""
        return f"postgresql://portal@127.0.0.1:{self.port}/{name}"

    @contextmanager
    def database(self) -> Generator[str]:
        """The address of a new database without a portal in it, gone after the block."""
        name = f"test_{next(self.numbers)}"
        self.create(name)
        try:
            yield self.url(name)
        finally:
            self._drop(name)

    @contextmanager
    def copy(self, template: str) -> Generator[str]:
        """The address of an empty copy of ``template``; one that was used before, if it can be.

        Making a database takes twenty times as long as emptying one.
        """
        spare = self.spare.setdefault(template, [])
        if spare:
            name = spare.pop()
        else:
            name = f"test_{next(self.numbers)}"
            self.create(name, template)
        try:
            yield self.url(name)
        finally:
            if self._emptied(name, template):
                spare.append(name)
            else:
                self._drop(name)

    def _emptied(self, name: str, template: str) -> bool:
        """Empty a database; False when more than rows were changed in it."""
        left = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
        self.admin.execute(left, [name])
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            if template not in self.shapes:
                with psycopg.connect(self.url(template)) as plain:
                    self.shapes[template] = plain.execute(SHAPE).fetchone()
            if connection.execute(SHAPE).fetchone() != self.shapes[template]:
                return False
            connection.execute(EMPTY)
        return True

    def _drop(self, name: str) -> None:
        self.admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def crash(self) -> None:
        """End the server as a crash would, and start it again; whoever was connected is cut off."""
        (data,) = self.admin.execute("SHOW data_directory").fetchone() or ("",)
        _run(binary("pg_ctl"), "-D", data, "-w", "-m", "immediate", "restart")
        self.admin.close()
        self.pid, self.admin = _main_process(data), _connected(self.port)

    def create(self, name: str, template: str = "template1") -> None:
        """Make a database that stays until the server goes."""
        # Copying files takes a fifth of the time of writing each page to the log.
        words = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self.admin.execute(words.format(Identifier(name), Identifier(template)))


@contextmanager
def running(
    settings: Mapping[str, str] = THROWN_AWAY, environment: Mapping[str, str] | None = None
) -> Generator[Cluster]:
    """Start a server in a temporary folder; stop and remove it after the block.

    Args:
        environment: variables for the server alone.

    Raises:
        RuntimeError: PostgreSQL is not installed.
    """
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    data, port = folder / "data", _free_port()
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
    with _cleared_away(folder):
        _run(binary("initdb"), "-D", data, *INITDB.split())
        with (data / "postgresql.conf").open("a") as file:
            told = {**LISTENING, **settings, "port": str(port)}
            file.writelines(f"{name} = '{value}'\n" for name, value in told.items())
        _run(binary("pg_ctl"), "-D", data, "-w", "-l", folder / "log", "start", also=environment)
        cluster = Cluster(port, _main_process(data), _connected(port), count(1))
        try:
            yield cluster
        finally:
            cluster.admin.close()


def _main_process(data: str | Path) -> int:
    return int((Path(data) / "postmaster.pid").read_text().partition("\n")[0])


def _connected(port: int) -> psycopg.Connection:
    address = f"host=127.0.0.1 port={port} user=portal dbname=postgres"
    return psycopg.connect(address, autocommit=True)


@contextmanager
def _cleared_away(folder: Path) -> Generator[None]:
    """Stop the server and remove its folder after the block, even if we are killed in it.

    A shell waits at the end of a pipe whose other end only we hold.
    """
    clear = 'cat; "$0" -D "$1/data" -m immediate stop; rm -rf "$1"'
    command: list[str | Path] = ["sh", "-c", clear, binary("pg_ctl"), folder]
    guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, **_quietly())
    try:
        yield
    finally:
        guard.communicate()


def binary(name: str) -> Path:
    """The newest installed ``initdb``, ``pg_ctl``, ``pg_dump`` and so on."""
    found = sorted(Path(BINARIES).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which(name)
    if not found and not on_path:
        raise RuntimeError(f"{name} is missing: install the Debian package postgresql")
    return found[-1] if found else Path(str(on_path))


def _run(*command: str | Path, also: Mapping[str, str] | None = None) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, **_quietly(also))


def _quietly(also: Mapping[str, str] | None = None) -> dict[str, Any]:
    """How every program of the server is started: by an ordinary user, in no folder of ours."""
    words = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", **(also or {})}
    other: dict[str, Any] = {"cwd": "/", "env": words, "stdout": subprocess.DEVNULL}
    if os.getuid() == 0:
        other |= {"user": "postgres", "group": "postgres", "extra_groups": []}
    return other


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
