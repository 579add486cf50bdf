"""Marked events: what a reader of a series has to know before calling a change a change."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Person
from surveys.database import Base


class Event(Base):
    """Something that happened to a unit, or to the whole city, from a day to a day (excluded)."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    # None for the whole city
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    # tet, merger, survey, outage, other
    kind: Mapped[str] = mapped_column(String(16))
    # annotate: drawn beside the series; break: the series begins anew
    effect: Mapped[str] = mapped_column(String(8))
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[Person]


class EventName(Base):
    """What stands beside the mark, in one language."""

    __tablename__ = "event_name"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
