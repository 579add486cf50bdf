"""The jobs' own process, beside the server.

Who seals must not share an interpreter with who thanks: of two threads only one runs at a time, and
sealing a rating costs as much of it as taking one. One such process belongs to each ``serve``.
"""

import logging
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

# A run under way when the server ends has this many seconds; then it is cut off and repeated later.
_ENDING = 20.0
# One that died is replaced after 1, 2, 4 ... seconds, at most after this many.
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
        self._thread = threading.Thread(target=self._keep, name="jobs beside", daemon=True)
        self._process = self._begin()

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Hang up, which the process hears as its end, and wait for it."""
        self._ending.set()
        process = self._process
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            process.kill()
        self._thread.join(_ENDING)

    # The line to its standard input is how the process learns that the server is gone, killed or
    # not; the settings are in the environment that both share.
    def _begin(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", "portal.jobs"], stdin=subprocess.PIPE)

    def _keep(self) -> None:
        wait = 1.0
        while True:
            code = self._process.wait()
            if self._ending.is_set():
                return
            _log.error("the jobs' process ended with %s; another begins in %.0f s", code, wait)
            if self._ending.wait(wait):
                return
            self._process, wait = self._begin(), min(_LONGEST, 2 * wait)
