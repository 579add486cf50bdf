"""Servers of the bench's own: started, waited for, their processor time read, and ended."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECRET = secrets.token_hex(32)
_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and the processes whose time is its cost."""

    url: str
    pid: int
    # The first process of the database server behind it, where there is one.
    database_pid: int | None = None

    def cpu(self) -> float:
        """Seconds of processor time of the server since it started, its jobs' process included."""
        return _all_seconds(self.pid)

    def cpu_behind(self) -> float:
        """Seconds of processor time of the database server and all its processes."""
        return _all_seconds(self.database_pid) if self.database_pid else 0.0


def _all_seconds(pid: int) -> float:
    return _seconds(pid) + sum(map(_seconds, _children(pid)))


def _seconds(pid: int) -> float:
    """What a process used, with those of its children that ended. Source: proc(5), stat."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return 0.0
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def _children(pid: int) -> list[int]:
    # A process is a child of the thread that started it.
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(one) for task in tasks for one in (task / "children").read_text().split()]


def environment(database_url: str) -> dict[str, str]:
    """The variables of a portal on this database that seals after a second."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return kept | {
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_SECRET": SECRET,
        "PORTAL_SETTLE_SECONDS": "1",
    }


def portal(database_url: str, *arguments: str) -> str:
    """Run a command of the portal; what it printed.

    Raises:
        CalledProcessError: it was refused or failed.
    """
    command = [sys.executable, "-m", "portal", *arguments]
    done = subprocess.run(
        command, env=environment(database_url), check=True, capture_output=True, text=True
    )
    return done.stdout


@contextmanager
def portal_server(
    database_url: str, database_pid: int | None = None, also: Mapping[str, str] | None = None
) -> Generator[Server]:
    """``portal serve``, one process, for the length of the block.

    Args:
        also: further variables for it alone.
    """
    port = _free_port()
    command = ["-m", "portal", "serve", "--port", str(port)]
    with _started(command, port, environment(database_url) | dict(also or {})) as pid:
        yield Server(f"http://127.0.0.1:{port}", pid, database_pid)


@contextmanager
def module_server(
    module: str, database_url: str, database_pid: int | None = None
) -> Generator[Server]:
    """A module of the bench that serves on the port it is told, for the length of the block."""
    port = _free_port()
    with _started(["-m", module, str(port)], port, environment(database_url)) as pid:
        yield Server(f"http://127.0.0.1:{port}", pid, database_pid)


@contextmanager
def _started(arguments: Iterable[str], port: int, variables: Mapping[str, str]) -> Generator[int]:
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(server, port)
            yield server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(40)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"{server.args!r} ended with {server.returncode} while starting")
        try:
            # Any answer will do: the floors have no such page.
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live").close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{server.args!r} did not answer in {_START_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
