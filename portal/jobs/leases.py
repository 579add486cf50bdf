"""Who may run a job now: one row per job, so that of many processes one does the work.

A lease is a guarded UPDATE: whoever changes the row may run. A holder that dies loses it by time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    String,
    and_,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from surveys import days
from surveys.database import Base

_SAID = 500
# How far the clocks of two servers may be apart.
_SKEW_MS = 60_000


class JobLease(Base):
    """A job: who holds it, when it is due again, how it went so far."""

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str | None] = mapped_column(String(80))
    lease_until_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    due_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    last_started: Mapped[datetime | None]
    last_finished: Mapped[datetime | None]
    # Of the last run; None when it went well.
    last_error: Mapped[str | None] = mapped_column(String(_SAID))
    runs: Mapped[int] = mapped_column(default=0)
    # Failures in all, and since the last run that went well.
    failures: Mapped[int] = mapped_column(default=0)
    failures_in_a_row: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to run a job until it is given back or its time is over."""

    name: str
    holder: str
    failures_in_a_row: int


def enrol(connection: Connection, names: list[str]) -> None:
    """Give each job its row; those that have one keep it."""
    known = set(connection.scalars(select(JobLease.name)))
    fresh = [{"name": name} for name in names if name not in known]
    if fresh:
        connection.execute(insert(JobLease), fresh)


def hasten(connection: Connection, name: str) -> None:
    """Make a job due at once."""
    connection.execute(update(JobLease).where(JobLease.name == name).values(due_ms=0))


def is_due(connection: Connection, name: str, now_ms: int) -> bool:
    """Whether a job could be taken now; a plain read, so that idling writes nothing."""
    return connection.scalar(select(JobLease.name).where(*_free(name, now_ms))) is not None


def _free(name: str, now_ms: int) -> tuple[ColumnElement[bool], ...]:
    free = and_(JobLease.due_ms <= now_ms, JobLease.lease_until_ms <= now_ms)
    # A run that began in the future: the clock was set back, and due times mean nothing.
    astray = JobLease.last_started > days.moment(now_ms + _SKEW_MS)
    return JobLease.name == name, or_(free, astray)


def take(connection: Connection, name: str, holder: str, seconds: float) -> Lease | None:
    """Take a job that is due and that nobody holds; None when somebody else was first.

    Args:
        holder: a name that no other process or thread has.
        seconds: after which others may take it over.
    """
    now_ms = days.now_ms()
    taken = connection.execute(
        update(JobLease)
        .where(*_free(name, now_ms))
        .values(
            holder=holder,
            lease_until_ms=now_ms + int(seconds * 1000),
            last_started=days.moment(now_ms),
        )
    )
    if not taken.rowcount:
        return None
    row = select(JobLease.failures_in_a_row).where(JobLease.name == name)
    return Lease(name, holder, connection.scalar(row) or 0)


def give_back(connection: Connection, lease: Lease, due_ms: int, error: str | None) -> bool:
    """Note how a run ended and when the next is due.

    Returns:
        False when the lease had run out and another holder has it: then nothing is noted.
    """
    failed = int(error is not None)
    ended = connection.execute(
        update(JobLease)
        .where(JobLease.name == lease.name, JobLease.holder == lease.holder)
        .values(
            holder=None,
            lease_until_ms=0,
            due_ms=due_ms,
            last_finished=days.now(),
            last_error=error[:_SAID] if error else None,
            runs=JobLease.runs + 1,
            failures=JobLease.failures + failed,
            failures_in_a_row=JobLease.failures_in_a_row + 1 if failed else 0,
        )
    )
    return bool(ended.rowcount)


def list_jobs(connection: Connection) -> list[Any]:
    """Every job as a row of the table, by name."""
    return list(connection.execute(select(JobLease.__table__).order_by(JobLease.name)))


def find_job(connection: Connection, name: str) -> Any:
    """The row of a job that was enrolled."""
    return connection.execute(select(JobLease.__table__).where(JobLease.name == name)).one()
