"""What may name a person, or harm one: kept apart from the responses, read by few."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import (
    BigInteger,
    Connection,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from surveys import days
from surveys.database import Base
from surveys.masking import clean
from surveys.typed import tidy

# Source: our own rule; said on the page where the contact is asked for.
KEPT_DAYS = 90
LONGEST_CONTACT, LONGEST_NOTE = 120, 300
# Whether extra money was asked for.
MONEY_ANSWERS = {"no": 0, "yes": 1, "unsaid": 2}
# The link between a report and its response lives as long as the page of additions.
_LINKED_DAYS = 2


class OtherKey(ValueError):
    """A contact that was encrypted with a key we do not have any more."""


class Contact(Base):
    """How to reach a citizen who wants an answer; encrypted, deleted after ``delete_on``.

    While somebody works on the answer it has no such day; it gets one when the case is closed.
    """

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(128), unique=True)
    sealed_box: Mapped[bytes] = mapped_column(LargeBinary)
    consented_at: Mapped[datetime]
    delete_on: Mapped[date | None]


class MoneyReport(Base):
    """Extra money asked for. Only the inspector's role reads it; never exported or listed.

    ``link`` lets its writer correct it, and is blanked when ``linked_until`` is over: then nothing
    leads from a report to a response.
    """

    __tablename__ = "money_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    service_id: Mapped[int | None]
    # The month only: a day and an hour could point at the person.
    month: Mapped[date]
    answer: Mapped[int] = mapped_column(SmallInteger)
    note: Mapped[str | None] = mapped_column(Text)
    link: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    linked_until: Mapped[date | None]


@dataclass(frozen=True, slots=True)
class Where:
    """Of which office and service, and on which day, something is told."""

    unit_id: int
    service_id: int | None
    day: date


def leave_contact(connection: Connection, box_key: bytes, response: str, text: str) -> date:
    """Keep how to reach the writer of a response, instead of what was kept before.

    Args:
        box_key: 32 bytes.
        response: its key.
        text: as typed; not blank.

    Returns:
        The day after which it is deleted.
    """
    forget_contact(connection, response)
    last = deletion_day()
    connection.execute(
        insert(Contact).values(
            key=response,
            sealed_box=_box(box_key).encrypt(tidy(text)[:LONGEST_CONTACT].encode()),
            consented_at=days.now(),
            delete_on=last,
        )
    )
    return last


def read_contact(connection: Connection, box_key: bytes, response: str) -> str | None:
    """How to reach the writer of a response, or None.

    Raises:
        OtherKey: it was sealed with another key, and cannot be read.
    """
    sealed = connection.scalar(select(Contact.sealed_box).where(Contact.key == response))
    if sealed is None:
        return None
    try:
        return _box(box_key).decrypt(sealed).decode()
    except InvalidToken:
        raise OtherKey from None


def is_kept(connection: Connection, response: str) -> bool:
    """Whether there is a contact of this response."""
    return connection.scalar(select(Contact.id).where(Contact.key == response)) is not None


def last_day_of(connection: Connection, response: str) -> date | None:
    """The day after which a contact is deleted; None while its case is open, or without one."""
    return connection.scalar(select(Contact.delete_on).where(Contact.key == response))


def forget_contact(connection: Connection, response: str) -> None:
    """Delete the contact of a response, if there is one."""
    connection.execute(delete(Contact).where(Contact.key == response))


def deletion_day() -> date:
    """The day after which a contact that is left now is deleted."""
    return days.office_day(days.now_ms()) + timedelta(days=KEPT_DAYS)


def _box(key: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(key))


def report_money(
    connection: Connection, link_key: bytes, response: str, where: Where, answer: int, note: str
) -> None:
    """Keep what the writer of a response says of extra money; a second time replaces the first.

    Args:
        link_key: 32 bytes, the key of the label "money".
        answer: one of ``MONEY_ANSWERS``.
        note: as typed; it is masked here.
    """
    digest = hashlib.blake2b(response.encode(), key=link_key, digest_size=8).digest()
    link = int.from_bytes(digest, "big", signed=True)
    connection.execute(delete(MoneyReport).where(MoneyReport.link == link))
    connection.execute(
        insert(MoneyReport).values(
            unit_id=where.unit_id,
            service_id=where.service_id,
            month=where.day.replace(day=1),
            answer=answer,
            note=clean(tidy(note)[:LONGEST_NOTE], LONGEST_NOTE) or None,
            link=link,
            linked_until=days.office_day(days.now_ms()) + timedelta(days=_LINKED_DAYS),
        )
    )


class Told(NamedTuple):
    """A report as the inspector reads it."""

    unit_id: int
    service_id: int | None
    month: date
    answer: int
    note: str | None


def list_money(connection: Connection) -> list[Told]:
    """All reports, newest month first; within a month in an order that tells nothing of time."""
    columns = [getattr(MoneyReport, name) for name in Told._fields]
    order = (MoneyReport.month.desc(), MoneyReport.unit_id, MoneyReport.note, MoneyReport.answer)
    return [Told(*row) for row in connection.execute(select(*columns).order_by(*order))]


def unlink_money(connection: Connection) -> int:
    """Blank what leads from a report to its writer once nobody may correct it; how many."""
    today = days.office_day(days.now_ms())
    over = update(MoneyReport).where(MoneyReport.linked_until < today)
    return int(connection.execute(over.values(link=None, linked_until=None)).rowcount)


def forget_contacts(connection: Connection) -> int:
    """Delete the contacts whose last day is over; how many."""
    today = days.office_day(days.now_ms())
    return int(connection.execute(delete(Contact).where(Contact.delete_on < today)).rowcount)
