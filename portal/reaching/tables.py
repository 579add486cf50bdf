"""Who is told, and what is on its way to them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Person
from surveys.database import Base


class Addressee(Base):
    """A named person with an e-mail address, or another system with a webhook, at a unit.

    The last four columns say what they were told already, so that a repeated run tells nothing
    twice.
    """

    __tablename__ = "addressee"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    # mail or webhook
    kind: Mapped[str] = mapped_column(String(8))
    # As records name owners, so that they are told what they own.
    name: Mapped[str] = mapped_column(String(120))
    target: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(12))
    alerts: Mapped[bool]
    digest: Mapped[bool]
    added_at: Mapped[datetime]
    added_by: Mapped[Person]
    ended_at: Mapped[datetime | None]
    told_signal: Mapped[int] = mapped_column(default=0)
    told_overdue_on: Mapped[date | None]
    alerted_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    digested_on: Mapped[date | None]


class Delivery(Base):
    """A message, from the moment it was written until it arrived or was given up."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_waiting", "settled_at", "due_ms"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    addressee_id: Mapped[int] = mapped_column(ForeignKey("addressee.id"), index=True)
    # What it tells of; the same is never written twice.
    key: Mapped[str] = mapped_column(String(80), unique=True)
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    due_ms: Mapped[int] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    # When it arrived, or was given up; "" is the error of one that arrived.
    settled_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(300), default="")
