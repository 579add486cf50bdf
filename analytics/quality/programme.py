"""The programme: units that go together through the five phases, and their tasks.

The phases are prepare and survey, train, self-assess, approve and carry out the action programme,
report and maintain.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Owned, Person
from surveys.database import Base


class Wave(Base):
    """A group of units that go through the phases together: the pilot, later the whole city."""

    __tablename__ = "wave"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)


class WavePhase(Base):
    """When a wave is in one of the five phases; ``ends_on`` is excluded."""

    __tablename__ = "wave_phase"

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    # 1 to 5
    phase: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class WaveUnit(Base):
    """A unit of a wave."""

    __tablename__ = "wave_unit"

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class Task(Owned, Base):
    """What a unit has to do in a phase, with the evidence that it was done."""

    __tablename__ = "task"

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    phase: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger)
    # The task of the programme's own list that it came from; None when the unit added it.
    template: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by: Mapped[Person | None]
    # A list of ``{title, link}``.
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    note: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime]
