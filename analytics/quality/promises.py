"""What the office did because of what citizens said ("you said, we did"), approved first."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Person
from surveys.database import Base


class SaidDid(Base):
    """An item of the public page, the thank-you and the board on the office wall.

    Drawn from a closed nonconformity, whose measured effect it may show.
    """

    __tablename__ = "said_did"
    __table_args__ = (Index("ix_said_did_unit_id_state", "unit_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    nonconformity_id: Mapped[int | None] = mapped_column(ForeignKey("nonconformity.id"))
    effect_check_id: Mapped[int | None] = mapped_column(ForeignKey("effect_check.id"))
    said_on: Mapped[date]
    did_on: Mapped[date]
    # draft, approved, withdrawn
    state: Mapped[str] = mapped_column(String(12))
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[Person]
    approved_at: Mapped[datetime | None]
    # The leader of the unit.
    approved_by: Mapped[Person | None]
    withdrawn_why: Mapped[str | None] = mapped_column(String(300))


class SaidDidWords(Base):
    """The two sentences of an item, in one language."""

    __tablename__ = "said_did_words"

    said_did_id: Mapped[int] = mapped_column(ForeignKey("said_did.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    said: Mapped[str] = mapped_column(Text)
    did: Mapped[str] = mapped_column(Text)
