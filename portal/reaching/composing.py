"""Writing messages: one for all that is new, never one for each thing, and nothing twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from analytics.quality.actions.lists import list_overdue
from analytics.quality.signals import Signal
from portal.reaching import news, wording
from portal.reaching.addressees import A, list_addressees
from portal.reaching.news import News
from portal.reaching.quiet import next_loud, read_quiet
from portal.reaching.tables import Addressee, Delivery
from portal.settings import Settings
from portal.staff.log import Who, record
from surveys import days, register
from surveys.database import reading, writing
from surveys.days import first_day
from surveys.register import Register
from translations import gettext as _
from translations import speak

GATHERED_MS: Final = 3_600_000
"""What comes within an hour of a notice waits for the next one."""


def waits(connection: Connection) -> bool:
    """Whether anybody is due to be looked at, so that an idle run writes nothing."""
    now_ms = days.now_ms()
    today = days.office_day(now_ms)
    monday = first_day(today, "week")
    undigested = A.digest & or_(A.digested_on.is_(None), A.digested_on < monday)
    newest = select(func.coalesce(func.max(Signal.id), 0)).scalar_subquery()
    unlooked = or_(A.told_overdue_on.is_(None), A.told_overdue_on < today, A.told_signal < newest)
    unalerted = A.alerts & (A.alerted_ms <= now_ms - GATHERED_MS) & unlooked
    asked = select(A.id).where(A.ended_at.is_(None), or_(undigested, unalerted)).limit(1)
    return connection.scalar(asked) is not None


def compose(engine: Engine, settings: Settings) -> int:
    """Write what is due for everybody; may be repeated at any time.

    Returns:
        How many messages were written.
    """
    with reading(engine) as connection:
        here, overdue = register.load(connection), list_overdue(connection)
        today = days.office_day(days.now_ms())
        everybody = list_addressees(connection)
        drafts = [
            draft
            for who in everybody
            for draft in _drafts(connection, here, who, today, overdue, settings)
        ]
    return sum(_keep(engine, settings, *draft) for draft in drafts)


Draft = tuple[int, str, str, str, dict[str, Any]]


def _drafts(
    connection: Connection, here: Register, who: Any, today: date, overdue: Any, settings: Settings
) -> list[Draft]:
    """Messages for one addressee, each with what will then have been told."""
    with speak(who.language):
        return list(_spoken(connection, here, who, today, overdue, settings))


def _spoken(
    connection: Connection, here: Register, who: Any, today: date, overdue: Any, settings: Settings
) -> Iterator[Draft]:
    now_ms, monday = days.now_ms(), first_day(today, "week")
    if who.alerts and who.alerted_ms <= now_ms - GATHERED_MS:
        told, last = news.alert_for(connection, here, who, today, overdue)
        marks = {"told_signal": last, "told_overdue_on": today, "alerted_ms": now_ms}
        yield _draft(here, who, told, f"alert:{who.id}:{today}:{last}", marks, settings)
    if who.digest and (who.digested_on is None or who.digested_on < monday):
        told = news.digest_for(connection, here, who, today, overdue)
        marks = {"digested_on": monday}
        yield _draft(here, who, told, f"digest:{who.id}:{monday}", marks, settings)


def _draft(
    here: Register, who: Any, told: News, key: str, marks: dict[str, Any], settings: Settings
) -> Draft:
    if told.empty:
        return who.id, key, "", "", marks
    subject = wording.subject(told, here)
    body = wording.text(told, here, settings.base_url)
    if who.kind == "webhook":
        body = wording.as_json(told, here, settings.base_url, key)
    return who.id, key, subject, body, marks


def write_test(connection: Connection, who: Any, by: Who) -> None:
    """Write a message that says that it is one, so that somebody sees whether it arrives."""
    now_ms = days.now_ms()
    key = f"test:{who.id}:{now_ms}"
    with speak(who.language):
        subject, body = _("A test message of Hài Lòng"), _("If you read this, notices reach you.")
    if who.kind == "webhook":
        body = json.dumps({"delivery": key, "kind": "test"})
    made = {"made_at": days.now(), "due_ms": now_ms, "tries": 0, "last_error": ""}
    row = {"addressee_id": who.id, "key": key, "subject": subject, "body": body}
    connection.execute(insert(Delivery).values(row | made))
    record(connection, "addressee tested", by, {"addressee": who.id})


def _keep(
    engine: Engine, settings: Settings, who: int, key: str, subject: str, body: str, marks: Any
) -> int:
    """Store a message with what has been told, both or neither; 0 where there was nothing."""
    due_ms = next_loud(read_quiet(settings.quiet_hours), days.now_ms())
    row = {"addressee_id": who, "key": key, "subject": subject[:300], "body": body}
    with writing(engine) as connection:
        connection.execute(update(Addressee).where(A.id == who).values(**marks))
        if not body:
            return 0
        try:
            with connection.begin_nested():
                made = {"made_at": days.now(), "due_ms": due_ms, "tries": 0, "last_error": ""}
                connection.execute(insert(Delivery).values(row | made))
        except IntegrityError:
            return 0
    return 1
