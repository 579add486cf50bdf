"""Self-assessment against Annex A of ISO 18091: colours with evidence, never from ratings.

The names of indicators are ours; the texts of the standard are not ours to print.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Person
from surveys.database import Base


class AnnexIndicator(Base):
    """One of the 39 management indicators; ``code`` is "1.1" to "4.9", ``area`` 1 to 4."""

    __tablename__ = "annex_indicator"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    area: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger)


class AnnexIndicatorName(Base):
    """Our own short name of an indicator, in one language."""

    __tablename__ = "annex_indicator_name"

    indicator_id: Mapped[int] = mapped_column(ForeignKey("annex_indicator.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))


class SubIndicator(Base):
    """What the city asks within an indicator; may change over the years, the 39 may not.

    An indicator takes the weakest colour of its required ones.
    """

    __tablename__ = "sub_indicator"
    __table_args__ = (UniqueConstraint("indicator_id", "number", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("annex_indicator.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    required: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class SubIndicatorName(Base):
    """What a sub-indicator asks, in one language."""

    __tablename__ = "sub_indicator_name"

    sub_indicator_id: Mapped[int] = mapped_column(ForeignKey("sub_indicator.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))


class Assessment(Base):
    """A unit's assessment of one day; what it is compared with is ``previous_id``."""

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("unit_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    day: Mapped[date]
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"))
    assessor: Mapped[Person]
    # Somebody from outside the unit; until then it is a self-assessment.
    verifier: Mapped[Person | None]
    verified_at: Mapped[datetime | None]


class AssessmentColour(Base):
    """The colour of one sub-indicator with its evidence."""

    __tablename__ = "assessment_colour"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    sub_indicator_id: Mapped[int] = mapped_column(ForeignKey("sub_indicator.id"), primary_key=True)
    # red, yellow, green
    colour: Mapped[str] = mapped_column(String(8))
    # A list of ``{title, link}``; a figure of the portal is linked like any other.
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    note: Mapped[str | None] = mapped_column(Text)
    verified_colour: Mapped[str | None] = mapped_column(String(8))
