"""What a job is, and one attempt at it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine

from portal.jobs import leases
from portal.settings import Settings
from surveys import days
from surveys.database import reading, writing

# A job that fails is tried again after 1, 2, 4 ... of its steps, but at least this often.
_LONGEST = timedelta(hours=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is done by one process at a time.

    Attributes:
        every: how long after one run the next is due; a job of midnight tries again after it.
        midnight: due after each midnight of the office instead, and at every start.
        lease: how long a run may take before others think that its process died.
        waits: whether there is anything to do; asked before a lease is written.
        run: does the work in short transactions and may be repeated at any time.
    """

    name: str
    run: Callable[[Engine, Settings], object]
    every: timedelta
    midnight: bool = False
    lease: timedelta = timedelta(minutes=1)
    waits: Callable[[Connection], bool] = lambda _connection: True

    def due_after(self, failures: int) -> int:
        """The millisecond at which it is due again, after so many failures in a row."""
        now_ms = days.now_ms()
        if failures:
            wait = min(self.every * 2 ** min(failures - 1, 20), max(_LONGEST, self.every))
            return now_ms + int(wait.total_seconds() * 1000)
        if self.midnight:
            return days.start_of(days.office_day(now_ms) + timedelta(days=1))
        return now_ms + int(self.every.total_seconds() * 1000)


def attempt(job: Job, engine: Engine, settings: Settings, holder: str) -> bool:
    """Run a job if it is due, has work and is free; what goes wrong is noted on its row.

    Returns:
        Whether it was run.

    Raises:
        DBAPIError: the database is away; then nothing can be noted either.
    """
    with reading(engine) as connection:
        if not (leases.is_due(connection, job.name, days.now_ms()) and job.waits(connection)):
            return False
    with writing(engine) as connection:
        lease = leases.take(connection, job.name, holder, job.lease.total_seconds())
    if lease is None:
        return False
    error = _run(job, engine, settings)
    failures = lease.failures_in_a_row + 1 if error else 0
    with writing(engine) as connection:
        leases.give_back(connection, lease, job.due_after(failures), error)
    return True


def _run(job: Job, engine: Engine, settings: Settings) -> str | None:
    try:
        job.run(engine, settings)
    except Exception as failed:  # nobody waits for a job: its row and the log say what happened
        _log.error("job %s failed", job.name, exc_info=failed)
        return f"{type(failed).__name__}: {failed}"
    return None
