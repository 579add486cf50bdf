"""Signals: a figure that asks for somebody's eye, with the evidence of that moment."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Owned, Person
from surveys.database import Base


class Signal(Owned, Base):
    """A rule that fired, once for its period, however often the rules are run.

    ``evidence`` is what the rule saw: points, limits, baseline, the command that recomputes them.
    It never changes, whatever is counted later.
    """

    __tablename__ = "signal"
    __table_args__ = (
        UniqueConstraint("unit_id", "subject", "rule", "start", "end"),
        Index("ix_signal_unit_id_state", "unit_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    # What was watched, as text, so that it can be unique: indicator, service, touchpoint.
    subject: Mapped[str] = mapped_column(String(120))
    indicator: Mapped[str | None] = mapped_column(String(40))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    touchpoint_id: Mapped[int | None] = mapped_column(ForeignKey("touchpoint.id"))
    # A rule of control charts, or silent, perfect, burst.
    rule: Mapped[str] = mapped_column(String(40))
    # The days it speaks of; ``end`` is excluded.
    start: Mapped[date]
    end: Mapped[date]
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)
    seal_id: Mapped[int]
    raised_at: Mapped[datetime]
    # new, in_work (a nonconformity names it as its source), closed
    state: Mapped[str] = mapped_column(String(12))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[Person | None]
    # "No action needed" is an answer only with its reason.
    closed_why: Mapped[str | None] = mapped_column(Text)


class SignalSentence(Base):
    """What the signal says to a leader, in one language, frozen with its evidence."""

    __tablename__ = "signal_sentence"

    signal_id: Mapped[int] = mapped_column(ForeignKey("signal.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    sentence: Mapped[str] = mapped_column(Text)
