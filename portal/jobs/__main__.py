"""``python -m portal.jobs``: the jobs, until standard input ends. ``portal serve`` starts it."""

import os
import signal
import sys

from portal.jobs.runner import running
from portal.settings import read_settings
from surveys.database import opened

# Whoever shares the machine with citizens lets them pass.
_NICE = 5


def main() -> None:
    """Run the jobs for as long as the server holds the other end of standard input."""
    # A terminal's Ctrl-C and a service manager's SIGTERM reach every process; the server decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(_NICE)
    settings = read_settings()
    with opened(settings.database_url) as engine, running(engine, settings):
        sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
