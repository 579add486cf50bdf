"""Baselines: what "before" and "usual" mean, frozen so that they cannot drift with the data."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import JSON, Double, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Person
from surveys.database import Base

WHOLE: Final = "whole"
"""The bucket of a time taken as one, before an action or an objective; no chart follows it."""


class Baseline(Base):
    """The centre and spread of one series over its first points, or re-based with a reason.

    The newest row of a series is the one in force; ``replaces_id`` leads back to the first.
    """

    __tablename__ = "baseline"
    __table_args__ = (
        Index("ix_baseline_series", "unit_id", "indicator", "scope", "service_id", "bucket"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    indicator: Mapped[str] = mapped_column(String(40))
    # own or tree
    scope: Mapped[str] = mapped_column(String(4))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    bucket: Mapped[str] = mapped_column(String(8))
    # The days it was taken from; ``end`` is excluded.
    start: Mapped[date]
    end: Mapped[date]
    points: Mapped[int] = mapped_column(SmallInteger)
    centre: Mapped[float] = mapped_column(Double)
    # What the chart needs beside the centre: sigma, over-dispersion, n.
    spread: Mapped[dict[str, Any]] = mapped_column(JSON)
    seal_id: Mapped[int]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[Person]
    # Empty for the first baseline of a series only.
    why: Mapped[str | None] = mapped_column(Text)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("baseline.id"))
