"""The runner: one thread for each job, for as long as its process lives."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine

from portal.jobs import leases
from portal.jobs.duties import JOBS
from portal.jobs.jobs import Job, attempt
from portal.settings import Settings
from surveys.database import writing

_LOOK = 10.0
# While the database is away there is no use in asking every second.
_AWAY = 10.0
_log = logging.getLogger(__name__)


def holder() -> str:
    """A name for whoever runs a job now, which nobody else has."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


@contextmanager
def running(engine: Engine, settings: Settings, jobs: Sequence[Job] = JOBS) -> Generator[None]:
    """Run the jobs in the background of the block; on leaving it, wait for what is under way."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=_serve, args=(job, engine, settings, stop), name=job.name)
        for job in jobs
    ]
    _begin(engine, jobs)
    for thread in threads:
        # A daemon: a run that would outlast the process is cut off, and loses one transaction.
        thread.daemon = True
        thread.start()
    try:
        yield
    finally:
        stop.set()
        _join(threads, 15.0)


def _begin(engine: Engine, jobs: Sequence[Job]) -> None:
    with writing(engine) as connection:
        leases.enrol(connection, [job.name for job in jobs])
        for job in jobs:
            if job.midnight:
                leases.hasten(connection, job.name)


def _join(threads: Sequence[threading.Thread], seconds: float) -> None:
    until = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))


def _serve(job: Job, engine: Engine, settings: Settings, stop: threading.Event) -> None:
    me, wait = holder(), 0.0
    while not stop.wait(wait):
        try:
            attempt(job, engine, settings, me)
            wait = min(_LOOK, job.every.total_seconds())
        except Exception as failed:  # the database is away; the thread has to outlive that
            _log.warning("job %s: %s", job.name, str(failed).partition("\n")[0])
            wait = _AWAY
