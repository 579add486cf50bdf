"""The management review: a period frozen, its figures, what was decided, who signed.

Source: ISO 9001:2015, 9.3.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Double,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Owned, Person
from surveys.database import Base


class Review(Base):
    """One version of a unit's review of a period. A correction is a new version, never a change.

    There is a row from the freezing on. It fixes ``seal_id`` (the data cut), ``versions`` (of the
    portal, of the questions), ``content`` (the pack, as ``pack.keeping`` writes it) and ``hash``
    over that content; two officers who freeze at once meet in the unique constraint.
    """

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("unit_id", "scope", "kind", "start", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    scope: Mapped[str] = mapped_column(String(4))
    # month, quarter, year
    kind: Mapped[str] = mapped_column(String(8))
    start: Mapped[date]
    end: Mapped[date]
    version: Mapped[int] = mapped_column(SmallInteger)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    # Why a later version was needed; None for the first.
    why: Mapped[str | None] = mapped_column(Text)
    # frozen, signed
    state: Mapped[str] = mapped_column(String(8))
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[Person]
    seal_id: Mapped[int]
    versions: Mapped[dict[str, Any]] = mapped_column(JSON)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class ReviewFigure(Base):
    """A figure of a frozen review, with everything that recomputes it."""

    __tablename__ = "review_figure"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    # Section, indicator and filters, as the pack names the figure.
    name: Mapped[str] = mapped_column(String(160), primary_key=True)
    value: Mapped[float | None] = mapped_column(Double)
    low: Mapped[float | None] = mapped_column(Double)
    high: Mapped[float | None] = mapped_column(Double)
    n: Mapped[int | None]
    count: Mapped[int | None]
    method: Mapped[str | None] = mapped_column(String(24))
    verdict: Mapped[str] = mapped_column(String(8))
    # Formula, survey version, filters, excluded and flagged rows, the command.
    lineage: Mapped[dict[str, Any]] = mapped_column(JSON)


class ReviewNote(Base):
    """What the officer wrote in a section, in one language; the newest counts until the signing."""

    __tablename__ = "review_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    section: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by: Mapped[Person]


class ReviewDecision(Owned, Base):
    """A decision of the meeting (9.3.3); becomes an action of the next period."""

    __tablename__ = "review_decision"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    # improvement, system, resources
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    resources: Mapped[str | None] = mapped_column(Text)
    signal_id: Mapped[int | None] = mapped_column(ForeignKey("signal.id"))
    entered_at: Mapped[datetime]
    entered_by: Mapped[Person]


class ReviewSignature(Base):
    """One of the two roles that sign; the second freezes the review for ever."""

    __tablename__ = "review_signature"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(24), primary_key=True)
    signed_by: Mapped[Person]
    signed_at: Mapped[datetime]
    # What was signed: figures, notes and decisions as they stood.
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
