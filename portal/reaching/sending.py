"""Sending messages: each try ends, a failed one comes again ever later, none blocks another."""

from __future__ import annotations

import http.client
import smtplib
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from sqlalchemy import Connection, Engine, select, update

from portal.reaching import hooks, mail
from portal.reaching.hooks import Guard
from portal.reaching.quiet import next_loud, read_quiet
from portal.reaching.tables import Addressee, Delivery
from portal.settings import Settings
from surveys import days
from surveys.database import reading, writing

TRIES: Final = 10
"""After so many, in all over a day, a message is given up."""

_FIRST_WAIT_MS, _LONGEST_WAIT_MS = 60_000, 6 * 3_600_000
_AT_ONCE: Final = 4
_PORTION: Final = 40
_ERROR: Final = 300
D = Delivery.__table__.c


def waits(connection: Connection) -> bool:
    """Whether a message is due."""
    due = (D.settled_at.is_(None), D.due_ms <= days.now_ms())
    return connection.scalar(select(D.id).where(*due).limit(1)) is not None


def send_due(engine: Engine, settings: Settings) -> int:
    """Try every message that is due, a few at a time.

    Returns:
        How many arrived.
    """
    with reading(engine) as connection:
        due = _due(connection)
    loud_ms = next_loud(read_quiet(settings.quiet_hours), days.now_ms())
    if loud_ms > days.now_ms():
        return _put_off(engine, due, loud_ms)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        errors = list(pool.map(lambda row: _try(settings, row), due))
    with writing(engine) as connection:
        for row, error in zip(due, errors, strict=True):
            _note(connection, row, error)
    return sum(error is None for error in errors)


def _put_off(engine: Engine, due: list[Any], loud_ms: int) -> int:
    """What was due before quiet hours, or is tried again in them, waits for their end."""
    with writing(engine) as connection:
        for row in due:
            connection.execute(update(Delivery).where(D.id == row.id).values(due_ms=loud_ms))
    return 0


def _due(connection: Connection) -> list[Any]:
    """The oldest due ones; of one addressee one at a time, so that order stays."""
    who = Addressee.__table__.c
    asked = (
        select(Delivery.__table__, who.kind, who.name, who.target)
        .join(Addressee.__table__, who.id == D.addressee_id)
        .where(D.settled_at.is_(None), D.due_ms <= days.now_ms())
        .order_by(D.due_ms, D.id)
    )
    return _first_of_each(connection.execute(asked.limit(_PORTION)))


def _first_of_each(rows: Iterable[Any]) -> list[Any]:
    first: dict[int, Any] = {}
    for row in rows:
        first.setdefault(row.addressee_id, row)
    return list(first.values())


def _try(settings: Settings, row: Any) -> str | None:
    """Send one message; None when it arrived, else why not."""
    try:
        if row.kind == "mail":
            mail.send(settings, row.name, row.target, row.subject, row.body, row.key)
        else:
            secret = hooks.secret_of(settings.key("webhook")[0], row.addressee_id, row.target)
            guard = Guard.of(settings.webhook_hosts)
            hooks.post(guard, row.target, secret, row.key, row.body.encode())
    except (
        *(hooks.BadAddress, hooks.NotTaken, OSError, ValueError),
        *(http.client.HTTPException, smtplib.SMTPException),
    ) as failed:
        return f"{type(failed).__name__}: {failed}"[:_ERROR]
    return None


def _note(connection: Connection, row: Any, error: str | None) -> None:
    tries = row.tries + 1
    values: dict[str, Any] = {"tries": tries, "last_error": error or ""}
    if error is None or tries >= TRIES:
        values["settled_at"] = days.now()
    else:
        values["due_ms"] = days.now_ms() + wait_after(tries)
    mine = update(Delivery).where(D.id == row.id, D.settled_at.is_(None))
    connection.execute(mine.values(**values))


def wait_after(tries: int) -> int:
    """Milliseconds to the next try: 1, 2, 4 ... minutes, at most six hours."""
    wait: int = _FIRST_WAIT_MS * 2 ** (tries - 1)
    return min(wait, _LONGEST_WAIT_MS)


def list_deliveries(
    connection: Connection, limit: int = 50, unit_ids: Collection[int] | None = None
) -> list[Any]:
    """The newest messages without their bodies, with whom they are for.

    Args:
        unit_ids: of addressees of these units only; None is all.
    """
    who = Addressee.__table__.c
    columns = [column for column in D if column.name != "body"]
    asked = select(*columns, who.kind, who.name, who.unit_id)
    asked = asked.join(Addressee.__table__, who.id == D.addressee_id)
    if unit_ids is not None:
        asked = asked.where(who.unit_id.in_(unit_ids))
    return list(connection.execute(asked.order_by(D.id.desc()).limit(limit)))
