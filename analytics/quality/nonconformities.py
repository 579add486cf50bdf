"""Nonconformities (phiếu KPH): contain, find the cause, act, and prove that it worked.

Source: ISO 9001:2015, 10.2.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Double, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Owned, Person
from surveys.database import Base


class Nonconformity(Owned, Base):
    """One record, from the day it was opened to the day a second person closed it."""

    __tablename__ = "nonconformity"
    __table_args__ = (Index("ix_nonconformity_unit_id_state", "unit_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # What is printed on the form.
    number: Mapped[str] = mapped_column(String(24), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    # signal, comment, case, audit, assessment or decision, and its id; audits have none here
    source: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[int | None]
    description: Mapped[str] = mapped_column(Text)
    # Frozen when it was opened: what its source showed then.
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)
    # minor, major, critical
    severity: Mapped[str] = mapped_column(String(12))
    opened_at: Mapped[datetime]
    opened_by: Mapped[Person]
    containment: Mapped[str | None] = mapped_column(Text)
    cause_group: Mapped[str | None] = mapped_column(String(40))
    action: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None]
    acted_on: Mapped[date | None]
    # new, in_work, waiting (for the effect), closed, reopened
    state: Mapped[str] = mapped_column(String(12))
    # Given instead of an action, never together with one.
    no_action_why: Mapped[str | None] = mapped_column(Text)
    # What the register of risks and the management system took from it.
    risks_updated: Mapped[str | None] = mapped_column(Text)
    # Never the owner: a second person closes.
    closed_by: Mapped[Person | None]
    closed_at: Mapped[datetime | None]


class Why(Base):
    """One of the five whys: the answer to the why before it."""

    __tablename__ = "nonconformity_why"

    nonconformity_id: Mapped[int] = mapped_column(ForeignKey("nonconformity.id"), primary_key=True)
    # 1 to 5
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    answer: Mapped[str] = mapped_column(Text)


class Step(Base):
    """Something that happened to the record: a change of state, owner, date or unit, and why."""

    __tablename__ = "nonconformity_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonconformity_id: Mapped[int] = mapped_column(ForeignKey("nonconformity.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[Person]
    act: Mapped[str] = mapped_column(String(24))
    was: Mapped[str | None] = mapped_column(String(240))
    became: Mapped[str | None] = mapped_column(String(240))
    note: Mapped[str | None] = mapped_column(Text)


class EffectCheck(Base):
    """How it will be seen whether the action worked: fixed before the action, computed on its day.

    Before is the frozen baseline, not the bad points that opened the record; the verdict comes from
    the interval of the difference of differences. Too little data moves the date by a new row.
    """

    __tablename__ = "effect_check"
    __table_args__ = (UniqueConstraint("nonconformity_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nonconformity_id: Mapped[int] = mapped_column(ForeignKey("nonconformity.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    fixed_at: Mapped[datetime]
    fixed_by: Mapped[Person]
    indicator: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(4))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    baseline_id: Mapped[int | None] = mapped_column(ForeignKey("baseline.id"))
    target: Mapped[float] = mapped_column(Double)
    needed_n: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    checked_at: Mapped[datetime | None]
    seal_id: Mapped[int | None]
    # better, not_shown, worse, too_little
    verdict: Mapped[str | None] = mapped_column(String(12))
    # Before, after, the same services elsewhere, the difference with its interval.
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
