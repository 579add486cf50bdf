"""The jobs there are. A new one is a line in ``JOBS``."""

import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine, delete

from analytics.quality.actions import checks, moving
from analytics.quality.casework import keeping
from analytics.quality.watching import handling, raising
from analytics.text import desk, lessons
from portal import publishing
from portal.jobs.jobs import Job
from portal.reaching import composing, sending
from portal.settings import Settings
from portal.staff.sessions import StaffSession
from surveys import contacts, days, forgetting, records, register
from surveys.database import reading, writing
from surveys.sealing import checkpoints, roots, sealer
from surveys.transfer.staging import clear_abandoned

# One run goes on for this long at most; what is left is due again at once.
_SHIFT = 20.0
# After a piece of work it rests this many times as long: on SQLite taps wait while it has the file.
# What is left seals some 5,000 ratings a second, and a whole country has 320 in its busiest.
_REST = 3.0
# But no longer than this, in seconds: where it waited itself, it took nothing from anybody.
_LONGEST_REST = 2.0


class UnknownJob(LookupError):
    """No job has this name."""


def _for_a_shift(work: Callable[[], int]) -> None:
    """Work while there is work, resting after each piece: most of the time belongs to citizens."""
    until = time.monotonic() + _SHIFT
    begun = time.monotonic()
    while work() and time.monotonic() < until:
        time.sleep(min(_LONGEST_REST, _REST * (time.monotonic() - begun)))
        begun = time.monotonic()


def _seal(engine: Engine, _settings: Settings) -> None:
    _for_a_shift(lambda: sealer.seal_once(engine))


def _read(engine: Engine, _settings: Settings) -> None:
    _for_a_shift(lambda: desk.read_waiting(engine))


def _publish(engine: Engine, _settings: Settings) -> None:
    publishing.publish(engine)


def _signals(engine: Engine, settings: Settings) -> None:
    raising.raise_signals(engine)
    with writing(engine) as connection:
        handling.close_heard_again(connection, settings.locale)


def _root(engine: Engine, _settings: Settings) -> None:
    with writing(engine) as connection:
        roots.make_missing_roots(connection)


def _close(engine: Engine, _settings: Settings) -> None:
    checkpoints.close_months(engine)


def _forget(engine: Engine, _settings: Settings) -> None:
    forgetting.forget_keys(engine)
    forgetting.forget_receipts(engine)
    with writing(engine) as connection:
        keeping.close_quiet_ones(connection)
        keeping.forget_receipts(connection)
        contacts.forget_contacts(connection)
        contacts.unlink_money(connection)
        connection.execute(delete(StaffSession).where(StaffSession.expires_at <= days.now()))


def _succeed(engine: Engine, _settings: Settings) -> None:
    with writing(engine) as connection:
        keeping.follow_succession(connection)


def _check(engine: Engine, _settings: Settings) -> None:
    """The records of merged units move on, then the checks whose day has come are computed."""
    with reading(engine) as connection:
        here = register.load(connection)
    with writing(engine) as connection:
        moving.move_to_successors(connection, here)
    with reading(engine) as connection:
        due = checks.list_due(connection)
    for number in due:
        with reading(engine) as connection:
            computed = checks.compute(connection, here, number)
        with writing(engine) as connection:
            checks.keep(connection, computed)


def _compose(engine: Engine, settings: Settings) -> None:
    composing.compose(engine, settings)


def _send(engine: Engine, settings: Settings) -> None:
    # It waits for other machines and burdens this one little, so it does not rest.
    until = time.monotonic() + _SHIFT
    while sending.send_due(engine, settings) and time.monotonic() < until:
        pass


def _learn(engine: Engine, _settings: Settings) -> None:
    records.learn_busiest_hours(engine)


def _study(engine: Engine, _settings: Settings) -> None:
    lessons.study(engine)


def _clear(engine: Engine, _settings: Settings) -> None:
    clear_abandoned(engine)


_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)

JOBS = (
    Job("seal", _seal, _SECOND, waits=sealer.is_due),
    Job("read", _read, 5 * _SECOND, waits=lambda connection: desk.unread(connection) > 0),
    Job("root", _root, _MINUTE, midnight=True),
    Job("close", _close, _MINUTE, midnight=True, lease=60 * _MINUTE),
    Job("publish", _publish, _MINUTE, midnight=True, lease=30 * _MINUTE),
    Job("checks", _check, _MINUTE, midnight=True, lease=10 * _MINUTE),
    Job("signals", _signals, _MINUTE, midnight=True, lease=30 * _MINUTE),
    Job("compose", _compose, 5 * _MINUTE, waits=composing.waits, lease=10 * _MINUTE),
    Job("send", _send, 10 * _SECOND, waits=sending.waits, lease=10 * _MINUTE),
    Job("forget", _forget, _MINUTE, midnight=True, lease=10 * _MINUTE),
    Job("succeed", _succeed, _MINUTE, midnight=True),
    Job("learn", _learn, _MINUTE, midnight=True, lease=10 * _MINUTE),
    Job("study", _study, _MINUTE, midnight=True, lease=30 * _MINUTE),
    Job("clear", _clear, _MINUTE, midnight=True, lease=10 * _MINUTE),
)


def find_job(name: str) -> Job:
    """The job of this name.

    Raises:
        UnknownJob: there is none.
    """
    for job in JOBS:
        if job.name == name:
            return job
    raise UnknownJob(name)
