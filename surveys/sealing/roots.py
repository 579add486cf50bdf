"""Daily roots: where the chain stood at the end of an office day, to be held by others.

A root that somebody keeps elsewhere proves everything sealed up to it; the portal's own copy proves
nothing and is only for handing out.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, LargeBinary, Row, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from surveys import days
from surveys.database import Base
from surveys.responses import Seal


class DailyRoot(Base):
    """The root of a day that is over; made once and never again."""

    __tablename__ = "daily_root"

    day: Mapped[date] = mapped_column(primary_key=True)
    seal: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    count: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Root:
    """Where the chain stood: the last seal, its hash in hexadecimal, the entries up to it."""

    day: date
    seal: int
    hash: str
    count: int

    def told(self) -> dict[str, Any]:
        """The members that interfaces promise, fit for JSON."""
        return asdict(self) | {"day": self.day.isoformat()}


class NothingSealed(LookupError):
    """Up to the end of that day nothing had been sealed; carries the day."""


def root_at(connection: Connection, day: date) -> Root:
    """Where the chain stood at the end of an office day; for today, where it stands now.

    Raises:
        NothingSealed: there was no chain yet.
    """
    kept = connection.execute(select(DailyRoot.__table__).where(DailyRoot.day == day)).one_or_none()
    if kept:
        return _root(kept)
    last = _last_seal_of(connection, day)
    if last is None:
        raise NothingSealed(day)
    return Root(day, last.id, last.hash.hex(), last.last_id)


def make_root(connection: Connection, day: date) -> Root:
    """Keep the root of a day that is over; one that was made already is answered as it is.

    Raises:
        NothingSealed: there was no chain yet.
        ValueError: the day is not over.
    """
    if day >= days.office_day(days.now_ms()):
        raise ValueError(f"{day} is not over")
    root = root_at(connection, day)
    if connection.scalar(select(DailyRoot.day).where(DailyRoot.day == day)) is None:
        columns = {"seal": root.seal, "hash": bytes.fromhex(root.hash), "count": root.count}
        connection.execute(insert(DailyRoot).values(day=day, made_at=days.now(), **columns))
    return root


def make_missing_roots(connection: Connection) -> list[Root]:
    """Make the roots of all days up to yesterday that have none yet, oldest first."""
    first = connection.scalar(select(Seal.sealed_ms).where(Seal.id == 1))
    if first is None:
        return []
    newest = connection.scalar(select(func.max(DailyRoot.day)))
    day = newest + timedelta(days=1) if newest else days.office_day(first)
    today, made = days.office_day(days.now_ms()), []
    while day < today:
        made.append(make_root(connection, day))
        day += timedelta(days=1)
    return made


def list_roots(connection: Connection, limit: int = 400) -> list[Root]:
    """The newest daily roots, newest first."""
    rows = select(DailyRoot.__table__).order_by(DailyRoot.day.desc()).limit(limit)
    return [_root(row) for row in connection.execute(rows)]


def _root(row: Any) -> Root:
    day, seal, hash_, count, _ = row
    return Root(day, seal, hash_.hex(), count)


def _last_seal_of(connection: Connection, day: date) -> Row[Any] | None:
    end_ms = days.start_of(day + timedelta(days=1))
    last = select(Seal.__table__).where(Seal.sealed_ms < end_ms).order_by(Seal.id.desc()).limit(1)
    return connection.execute(last).one_or_none()
