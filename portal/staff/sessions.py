"""Sessions of staff: kept in the database, known by the hash of a random id, ended at any time."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, ForeignKey, LargeBinary, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.staff.accounts import COLUMNS, Account, StaffAccount, read_account
from surveys import days
from surveys.database import Base

# Source: OWASP Session Management Cheat Sheet, idle and absolute timeout of an office tool.
LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=60)
# "Last seen" is written once a minute at most, so that reading stays reading.
_NOTED = timedelta(minutes=1)


class StaffSession(Base):
    """Someone signed in. Whoever reads this table cannot act as them: the id itself is not here."""

    __tablename__ = "staff_session"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(43))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Session(NamedTuple):
    """A live session: its account, the token its forms carry, and whether to note that it lives."""

    account: Account
    csrf: str
    stale: bool


def open_session(connection: Connection, account_id: int) -> str:
    """Begin a session under a new id, and forget those that are over; returns the id.

    The id is drawn here and nowhere else: one that a browser brings along is never adopted.
    """
    now = days.now()
    connection.execute(delete(StaffSession).where(StaffSession.expires_at <= now))
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(StaffSession).values(
            hash=_hash(token),
            account_id=account_id,
            csrf=secrets.token_urlsafe(32),
            created_at=now,
            seen_at=now,
            expires_at=now + LONGEST,
        )
    )
    return token


def find_session(connection: Connection, token: str) -> Session | None:
    """The session of an id, if it still lives and its account still works."""
    now = days.now()
    row = connection.execute(
        select(*COLUMNS, StaffSession.csrf, StaffSession.seen_at)
        .join(StaffSession, StaffSession.account_id == StaffAccount.id)
        .where(
            StaffSession.hash == _hash(token),
            StaffSession.expires_at > now,
            StaffSession.seen_at > now - IDLE,
        )
    ).first()
    if row is None:
        return None
    account = read_account(row)
    if not account.works_on(days.office_day(days.to_ms(now))):
        return None
    return Session(account, row.csrf, stale=row.seen_at <= now - _NOTED)


def note_seen(connection: Connection, token: str) -> None:
    """Note that the session is in use."""
    seen = update(StaffSession).where(StaffSession.hash == _hash(token))
    connection.execute(seen.values(seen_at=days.now()))


def end_session(connection: Connection, token: str) -> None:
    """End one session; a stolen copy of its cookie is worth nothing from now on."""
    connection.execute(delete(StaffSession).where(StaffSession.hash == _hash(token)))


def end_all(connection: Connection, account_id: int) -> None:
    """End every session of an account."""
    connection.execute(delete(StaffSession).where(StaffSession.account_id == account_id))


def _hash(token: str) -> bytes:
    # The id has 256 random bits, so a plain hash cannot be guessed back.
    return hashlib.sha256(token.encode()).digest()
