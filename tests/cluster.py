"""A PostgreSQL server of one's own for the length of a test session."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

BINARIES = "/usr/lib/postgresql"  # where Debian keeps them, one folder per major version
# A test database is thrown away: nothing has to survive a power cut.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


INITDB = "--username=portal --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync"


@dataclass(frozen=True)
class Cluster:
    """A running server; ``admin`` is an autocommitting connection to its first database."""

    port: int
    admin: psycopg.Connection
    numbers: "count[int]"

    def url(self, name: str) -> str:
        """The address of one of its databases, as PORTAL_DATABASE_URL would have it."""
        return f"postgresql://portal@127.0.0.1:{self.port}/{name}"

    @contextmanager
    def database(self, template: str = "template1") -> Generator[str]:
        """The address of a new database, a copy of ``template``, gone after the block."""
        name = f"test_{next(self.numbers)}"
        self.create(name, template)
        try:
            yield self.url(name)
        finally:
            self.admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def create(self, name: str, template: str = "template1") -> None:
        """Make a database that stays until the server goes."""
        # Copying files takes a fifth of the time of writing each page to the log.
        words = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self.admin.execute(words.format(Identifier(name), Identifier(template)))


@contextmanager
def running() -> Generator[Cluster]:
    """Start a server in a temporary folder; stop and remove it after the block.

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
            file.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
            file.write(f"port = {port}\n")
        _run(binary("pg_ctl"), "-D", data, "-w", "-l", folder / "log", "start")
        address = f"host=127.0.0.1 port={port} user=portal dbname=postgres"
        with psycopg.connect(address, autocommit=True) as admin:
            yield Cluster(port, admin, count(1))


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


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, **_quietly())


def _quietly() -> dict[str, Any]:
    """How every program of the server is started: by an ordinary user, in no folder of ours."""
    words = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    other: dict[str, Any] = {"cwd": "/", "env": words, "stdout": subprocess.DEVNULL}
    if os.getuid() == 0:
        other |= {"user": "postgres", "group": "postgres", "extra_groups": []}
    return other


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
