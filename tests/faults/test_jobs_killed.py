"""The jobs' process: replaced when it dies, gone when its server is."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from serving import Server, serving

T = TypeVar("T")
pytestmark = [pytest.mark.slow, pytest.mark.only("sqlite")]


def test_jobs_that_died_are_begun_again_and_those_that_were_stopped_are_woken(
    database_url: str, code: str
) -> None:
    with serving(database_url) as server:
        (first,) = until(lambda: jobs_of(server))
        os.kill(first, signal.SIGKILL)
        (second,) = until(lambda: [pid for pid in jobs_of(server) if pid != first])
        os.kill(second, signal.SIGSTOP)
        until(lambda: state_of(second) != "T")
        assert server.stop() == 0
        assert not alive(second)


def test_no_job_outlives_a_server_that_was_killed(database_url: str, code: str) -> None:
    with serving(database_url) as server:
        (jobs,) = until(lambda: jobs_of(server))
        server.kill()
        until(lambda: not alive(jobs))


def until(found: Callable[[], T], seconds: float = 20.0) -> T:
    """What is found, as soon as it is there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen := found():
            return seen
        time.sleep(0.05)
    raise AssertionError("it never came")


def jobs_of(server: Server) -> list[int]:
    """The processes that a server started for its jobs."""
    tasks = Path(f"/proc/{server.process.pid}/task").iterdir()
    children = [pid for task in tasks for pid in (task / "children").read_text().split()]
    return [int(pid) for pid in children if b"portal.jobs" in _command(pid)]


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def alive(pid: int) -> bool:
    """Whether it runs; one that ended and was not asked for yet does not."""
    return state_of(pid) not in ("", "Z")


def state_of(pid: int) -> str:
    """The letter that the system gives to what a process does: T when it is stopped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""
