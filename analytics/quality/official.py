"""Official figures of others, SIPAS and Decision 766: shown beside ours, never on one axis."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Double, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Person
from surveys.database import Base


class OfficialFigure(Base):
    """A figure as an authority published it, with its source."""

    __tablename__ = "official_figure"
    __table_args__ = (UniqueConstraint("unit_id", "index", "item", "start", "end"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    # sipas or 766
    index: Mapped[str] = mapped_column(String(8))
    # "total", or the factor or group of that index
    item: Mapped[str] = mapped_column(String(40))
    # The days it speaks of; ``end`` is excluded.
    start: Mapped[date]
    end: Mapped[date]
    value: Mapped[float] = mapped_column(Double)
    # What the value can be at most: 100 for per cent, 18 for points of a group.
    out_of: Mapped[float] = mapped_column(Double)
    source: Mapped[str] = mapped_column(String(300))
    link: Mapped[str | None] = mapped_column(String(500))
    published_on: Mapped[date | None]
    entered_at: Mapped[datetime]
    entered_by: Mapped[Person]


class Scoring(Base):
    """A table of points in force from a day to a day (excluded), such as that of Decision 766."""

    __tablename__ = "scoring"
    __table_args__ = (UniqueConstraint("index", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    index: Mapped[str] = mapped_column(String(8))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(300))
    points: Mapped[dict[str, Any]] = mapped_column(JSON)
