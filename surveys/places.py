"""Units: who serves. Their names, codes, parents and successors all have dates.

Statistics codes are used again for other places over time (113 of the 114 codes of 2025 existed
before, 95 of them for another place), so a unit is known by a key of ours.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.database import Base

# At which level of government each kind of unit stands; services are offered by level.
LEVELS = {
    "city": "city",
    "province": "city",
    "urban_district": "district",
    "rural_district": "district",
    "district_city": "district",
    "town": "district",
    "ward": "commune",
    "commune": "commune",
    "township": "commune",
    "special_zone": "commune",
}


class Unit(Base):
    """A public office, a node of the tree; ``slug`` is fixed for all time."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(24))
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class UnitName(Base):
    """A unit's name in one language; always carries the type (Quận, Phường)."""

    __tablename__ = "unit_name"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    # The name folded for search: no diacritics, one tone position.
    folded: Mapped[str] = mapped_column(String(160), index=True)


class UnitCode(Base):
    """An official code and the days on which it was this unit's; ``valid_to`` is excluded."""

    __tablename__ = "unit_code"
    __table_args__ = (UniqueConstraint("scheme", "code", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(24))
    code: Mapped[str] = mapped_column(String(24))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class UnitParent(Base):
    """Under whom a unit stands, from a day to a day (excluded)."""

    __tablename__ = "unit_parent"
    __table_args__ = (UniqueConstraint("unit_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    parent_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Succession(Base):
    """Who follows whom.

    ``effective_on`` is the date in law: names, codes and breaks in series follow it.
    ``performed_at`` is when it was carried out here: from then touchpoints lead to the successor.
    What was received stays where it was received.
    """

    __tablename__ = "succession"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "effective_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    # whole, part, or land_only (territory without people)
    share: Mapped[str] = mapped_column(String(12))
    effective_on: Mapped[date]
    performed_at: Mapped[datetime | None]
    basis: Mapped[str | None] = mapped_column(String(200))


class UnitPath(Base):
    """A unit with its ancestors as they were on some day: where a response counts, frozen.

    ``ancestors`` holds unit ids from the root to the parent, joined by dots, empty for a root.
    """

    __tablename__ = "unit_path"
    __table_args__ = (Index("ix_unit_path_unit_id_ancestors", "unit_id", "ancestors", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    ancestors: Mapped[str] = mapped_column(String(120))
