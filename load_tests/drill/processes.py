"""Programs of a site: started, found by the site's mark, frozen, and killed as a whole.

Patroni detaches the PostgreSQL it starts, so no process group and no parent holds all of a machine
together. But every command line on it names the machine's folder or the site's network, and what
has such a line, with all its descendants, is the machine.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

GUARD = "load_tests.drill.guard"
# PostgreSQL refuses root. The postgres user may not read the folder a developer's Python lies in
# (often one that only root may enter), so it keeps the one right to read past such doors.
_STEP_DOWN = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
_STEP_DOWN += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"]


_ours: list["subprocess.Popen[bytes]"] = []


def server_user() -> str:
    """Who runs the servers: ourselves, or postgres where we are root."""
    return "" if os.getuid() else "postgres"


def cannot_run(module: str) -> str:
    """Why the server's user could not run a module of this Python; "" when it could."""
    step_down = _STEP_DOWN if server_user() else []
    command = [*step_down, sys.executable, "-c", f"import {module}"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    if not done.returncode:
        return ""
    who = server_user() or "you"
    told = (done.stderr.strip() or "no word").splitlines()[-1]
    return f"{who} cannot run {module} with {sys.executable} ({told}): run `make setup`"


def start(
    command: Sequence[str | Path],
    folder: Path,
    variables: Mapping[str, str] | None = None,
    *,
    as_server: bool = True,
) -> "subprocess.Popen[bytes]":
    """Start a program in a folder; what it prints goes to ``log`` in it."""
    words = [*_STEP_DOWN, *map(str, command)] if as_server and server_user() else command
    surroundings = {"PATH": f"{os.environ['PATH']}:/usr/sbin", "LC_ALL": "C.UTF-8"}
    # Nothing is left in the developer's folders by another user.
    surroundings |= {"PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder), **(variables or {})}
    with (folder / "log").open("ab") as log:
        started = subprocess.Popen(
            words,
            cwd=folder,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _ours.append(started)
    return started


def marked(mark: str) -> set[psutil.Process]:
    """Every process whose command line holds the mark, with its descendants; never ourselves."""
    found: dict[int, psutil.Process] = {}
    others: list[tuple[int, psutil.Process]] = []
    for process in psutil.process_iter():
        try:
            words, parent = process.cmdline(), process.ppid()
        except psutil.NoSuchProcess:
            continue
        if process.pid == os.getpid() or GUARD in words:
            continue
        if any(mark in word for word in words):
            found[process.pid] = process
        else:
            others.append((parent, process))
    before = -1
    while before < len(found):
        before = len(found)
        found |= {one.pid: one for parent, one in others if parent in found}
    return set(found.values())


def freeze(processes: Iterable[psutil.Process]) -> None:
    """Stop each where it stands: its connections stay open, and nothing answers."""
    _send(processes, signal.SIGSTOP)


def thaw(processes: Iterable[psutil.Process]) -> None:
    """Let each go on."""
    _send(processes, signal.SIGCONT)


def _send(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue


def kill(mark: str) -> None:
    """Kill all that is marked, as a power cut would; returns once nothing of it runs."""
    while found := {one for one in marked(mark) if _runs(one)}:
        # Nobody may start another while its neighbours fall.
        freeze(found)
        _send(found, signal.SIGKILL)
        time.sleep(0.05)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def cleared_away(folder: Path, mark: str) -> Generator[None]:
    """Kill what is marked and remove the folder after the block, even if we are killed in it.

    Another process waits at the end of a pipe whose other end only we hold.
    """
    words: dict[str, Any] = {"stdin": subprocess.PIPE, "start_new_session": True}
    guard = subprocess.Popen([sys.executable, "-m", GUARD, str(folder), mark], **words)
    try:
        yield
    finally:
        guard.communicate()
        # Dead by now; the system forgets them once we have looked.
        while _ours:
            _ours.pop().wait()


def wait(seconds: float, what: str, question: Callable[[], bool]) -> float:
    """Ask until the answer is yes; the seconds it took.

    Raises:
        TimeoutError: it never was.
    """
    began = time.monotonic()
    while not question():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.1)
    return time.monotonic() - began
