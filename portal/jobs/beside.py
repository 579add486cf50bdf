"""The jobs' own process, beside the server.

Who seals must not share an interpreter with who thanks: of two threads only one runs at a time, and
sealing a rating costs as much of it as taking one. One such process belongs to each ``serve``.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress

# A run under way when the server ends has this many seconds; then it is cut off and repeated later.
_ENDING = 20.0
# One that died is replaced after 1, 2, 4 ... seconds, at most after this many; 1 again for one that
# had lived longer.
_LONGEST = 60.0
_log = logging.getLogger(__name__)


@contextmanager
def jobs_beside() -> Generator[None]:
    """Keep the process for the length of the block; one that dies is replaced."""
    keeper = _Keeper()
    keeper.start()
    try:
        yield
    finally:
        keeper.end()


class _Keeper:
    """Starts the process, waits for it, and starts another unless it was told to end."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._replacing = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="jobs beside", daemon=True)
        self._process = _begin()

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Hang up, which the process hears as its end, and wait for it."""
        with self._replacing:
            self._ending.set()
            process = self._process
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            process.kill()
        self._thread.join(_ENDING)

    def _keep(self) -> None:
        wait = 1.0
        while True:
            begun = time.monotonic()
            code = _end_of(self._process)
            if self._ending.is_set():
                return
            if time.monotonic() - begun > _LONGEST:  # it had lived well; this is a new trouble
                wait = 1.0
            _log.error("the jobs' process ended with %s; another begins in %.0f s", code, wait)
            if self._ending.wait(wait):
                return
            wait = min(_LONGEST, 2 * wait)
            self._replace()

    def _replace(self) -> None:
        with self._replacing:
            if self._ending.is_set():
                return
            try:
                self._process = _begin()
            except OSError as failed:  # no memory, too many processes: tried again after a while
                _log.error("the jobs' process could not begin: %s", failed)


def _begin() -> "subprocess.Popen[bytes]":
    # The line to its standard input is how the process learns that the server is gone, killed or
    # not; the settings are in the environment that both share. It takes its modules from where the
    # server took them, whatever lies in the folder where that was started (-P), and has a process
    # group of its own, so that a terminal's Ctrl-C and Ctrl-Z are the server's business alone.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "portal.jobs"],
        stdin=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        process_group=0,
    )


def _end_of(process: "subprocess.Popen[bytes]") -> int:
    """Wait for its end. One that is stopped is woken: taps may wait for the file that it holds."""
    asked = os.WEXITED | os.WSTOPPED | os.WNOWAIT
    with suppress(ChildProcessError):  # somebody else waited for it and had the answer first
        while (seen := os.waitid(os.P_PID, process.pid, asked)) and seen.si_code == os.CLD_STOPPED:
            process.send_signal(signal.SIGCONT)
    return process.wait()
