"""Daily roots: where the chain stood at the end of an office day, to be held by others.

A root that somebody keeps elsewhere proves everything sealed up to it. The portal's own copy is for
handing out; it must be what the chain says, or others would be told something else than is sealed.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, LargeBinary, Row, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from surveys import days
from surveys.database import Base
from surveys.responses import Seal
from surveys.sealing.attested import NOTHING, Attested
from surveys.sealing.blocks import Differs
from surveys.sealing.turn import be_alone
from translations import mark


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
    # A block that was begun within the day has to be in its root.
    be_alone(connection)
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


def rooted_until_ms(connection: Connection) -> int:
    """The end of the newest day that has a root; 0 before the first root."""
    newest = connection.scalar(select(func.max(DailyRoot.day)))
    return days.start_of(newest + timedelta(days=1)) if newest else 0


def check_roots(connection: Connection, since: Attested = NOTHING) -> Iterator[date]:
    """The days whose kept root is where the chain stood, oldest first; the chain must be proven.

    Args:
        since: where the rows begin; roots of before cannot be held against anything.

    Raises:
        Differs: a root is not that of its day, or its day is not over.
    """
    today = days.office_day(days.now_ms())
    for day, kept, stood in reversed(list(_beside_the_chain(connection, since))):
        if day >= today:
            raise Differs(mark("the daily root of %(day)s: that day is not over"), day=day)
        if kept != stood:
            words = mark(
                "the daily root of %(day)s is not where the chain stood at the end of that day"
            )
            raise Differs(words, day=day)
        yield day


def _beside_the_chain(
    connection: Connection, since: Attested
) -> Iterator[tuple[date, list[Any], list[Any]]]:
    """Each day with a root, newest first: what was kept, and what the blocks say."""
    columns = (Seal.sealed_ms, Seal.id, Seal.hash, Seal.last_id)
    seals = iter(connection.execute(select(*columns).order_by(Seal.id.desc())).all())
    start = (0, since.seal, bytes.fromhex(since.hash), since.entries)
    last = next(seals, start)
    roots = select(DailyRoot.day, DailyRoot.seal, DailyRoot.hash, DailyRoot.count)
    later = roots.where(DailyRoot.seal >= since.seal).order_by(DailyRoot.day.desc())
    for day, *kept in connection.execute(later).all():
        end_ms = days.start_of(day + timedelta(days=1))
        # What was sealed after the end of a day was sealed after that of every day before.
        while last[0] >= end_ms:
            last = next(seals, start)
        yield day, kept, list(last[1:])


def _root(row: Any) -> Root:
    day, seal, hash_, count, _ = row
    return Root(day, seal, hash_.hex(), count)


def _last_seal_of(connection: Connection, day: date) -> Row[Any] | None:
    end_ms = days.start_of(day + timedelta(days=1))
    last = select(Seal.__table__).where(Seal.sealed_ms < end_ms).order_by(Seal.id.desc()).limit(1)
    return connection.execute(last).one_or_none()
