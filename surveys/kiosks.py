"""Kiosks: places for a tablet at a counter; which device stands there, and what it last told us.

A place keeps its name, hours and interval while devices come and go (``surveys.pairing``). Nothing
here says anything about anybody who answers there.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    Connection,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    String,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from surveys import days
from surveys.database import Base

# A device tells of itself every minute; a few that are lost on the way are no news.
MISSED = timedelta(minutes=15)
WORKING_DAYS = 0b0011111
EVERY_DAY = 0b1111111
LONGEST_NAME = 80
LONGEST_INTERVAL = 120
# The longest version that a device may tell.
LONGEST_VERSION = 24


class Kiosk(Base):
    """A place for a tablet, and the device that is paired there.

    ``opens`` and ``closes`` are minutes of the office's day, both None where it is always open;
    ``weekdays`` is a bit for each day, Monday the lowest. At least ``interval_s`` seconds lie
    between two answers. ``queued`` answers wait on the device, ``refused`` ones were not taken.
    """

    __tablename__ = "kiosk"

    id: Mapped[int] = mapped_column(primary_key=True)
    touchpoint_id: Mapped[int] = mapped_column(ForeignKey("touchpoint.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    opens: Mapped[int | None] = mapped_column(SmallInteger)
    closes: Mapped[int | None] = mapped_column(SmallInteger)
    weekdays: Mapped[int] = mapped_column(SmallInteger, default=WORKING_DAYS)
    interval_s: Mapped[int] = mapped_column(SmallInteger, default=5)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    code_until: Mapped[datetime | None]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    # In percent; None where the device does not tell.
    battery: Mapped[int | None] = mapped_column(SmallInteger)
    charging: Mapped[bool | None]
    queued: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    version: Mapped[str | None] = mapped_column(String(LONGEST_VERSION))


class UnknownKiosk(LookupError):
    """There is no such place for a tablet."""


# unpaired, no device; waiting, a code was given; asleep, outside its hours; away, it should be
# heard and is not.
State = Literal["unpaired", "waiting", "alive", "asleep", "away"]


class Tablet(NamedTuple):
    """A place for a tablet as ``Kiosk`` holds it, without its secrets."""

    id: int
    touchpoint_id: int
    name: str
    opens: int | None
    closes: int | None
    weekdays: int
    interval_s: int
    code_until: datetime | None
    paired_at: datetime | None
    seen_at: datetime | None
    delivered_at: datetime | None
    battery: int | None
    charging: bool | None
    queued: int
    refused: int
    version: str | None

    def open_at(self, ms: int) -> bool:
        """Whether it takes answers at that time, by the office's clock."""
        at = days.office_time(ms)
        if not self.weekdays >> at.weekday() & 1:
            return False
        if self.opens is None or self.closes is None:
            return True
        return self.opens <= at.hour * 60 + at.minute < self.closes

    def state(self, now_ms: int) -> State:
        """What is to be thought of it now."""
        now = days.moment(now_ms)
        if self.paired_at is None:
            return "waiting" if self.code_until and self.code_until > now else "unpaired"
        if self.seen_at and self.seen_at > now - MISSED:
            return "alive"
        # In the morning it gets as long to wake up.
        should = self.open_at(now_ms) and self.open_at(now_ms - int(MISSED / _MS))
        return "away" if should else "asleep"


_MS = timedelta(milliseconds=1)


class Report(NamedTuple):
    """What a device tells of itself."""

    battery: int | None
    charging: bool | None
    queued: int
    refused: int
    version: str


def add_kiosk(connection: Connection, touchpoint_id: int, name: str) -> int:
    """Make a place for a tablet at a touchpoint; its id."""
    values = {"touchpoint_id": touchpoint_id, "name": name, "made_at": days.now()}
    made = insert(Kiosk).values(**values).returning(Kiosk.id)
    return connection.execute(made).scalar_one()


def list_kiosks(
    connection: Connection, touchpoint_ids: Collection[int] | None = None
) -> list[Tablet]:
    """The places at these touchpoints, or all, in the order of their names."""
    some = tablets().order_by(Kiosk.name, Kiosk.id)
    if touchpoint_ids is not None:
        some = some.where(Kiosk.touchpoint_id.in_(touchpoint_ids))
    return [Tablet(*row) for row in connection.execute(some)]


def change(connection: Connection, kiosk_id: int, **values: Any) -> None:
    """Change name, hours, weekdays or interval of a place.

    Raises:
        UnknownKiosk: there is none.
    """
    done = connection.execute(update(Kiosk).where(Kiosk.id == kiosk_id).values(**values))
    if not done.rowcount:
        raise UnknownKiosk(kiosk_id)


def remove(connection: Connection, kiosk_id: int) -> None:
    """Forget a place; a device that stood there is no longer known.

    Raises:
        UnknownKiosk: there is none.
    """
    if not connection.execute(delete(Kiosk).where(Kiosk.id == kiosk_id)).rowcount:
        raise UnknownKiosk(kiosk_id)


def note_report(connection: Connection, kiosk_id: int, report: Report) -> None:
    """Keep what a device told of itself just now."""
    told = update(Kiosk).where(Kiosk.id == kiosk_id)
    connection.execute(told.values(**report._asdict(), seen_at=days.now()))


def note_delivery(connection: Connection, kiosk_id: int) -> None:
    """Keep that a device delivered answers just now."""
    connection.execute(update(Kiosk).where(Kiosk.id == kiosk_id).values(delivered_at=days.now()))


def tablets() -> Any:
    """What selects every ``Tablet``."""
    return select(*(getattr(Kiosk, name) for name in Tablet._fields))
