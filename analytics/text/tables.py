"""What is thought of comments: readings, corrections by staff, and what is known of the reader.

Opinions of ours, so they stand beside the ledger and may change.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Double, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveys.database import Base


class CommentReading(Base):
    """The newest reading of a sealed comment."""

    __tablename__ = "comment_reading"
    __table_args__ = (Index("ix_comment_reading_version_comment_id", "version", "comment_id"),)

    comment_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("comment.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(12))
    # -1..1; None is "unsure"
    polarity: Mapped[float | None] = mapped_column(Double)
    kind: Mapped[str] = mapped_column(String(16))
    themes: Mapped[list[str]] = mapped_column(JSON)
    # What is said of each theme, -1..1; None where it is only named.
    leanings: Mapped[dict[str, float | None]] = mapped_column(JSON)
    # The comment folded for searching; a part of it too.
    folded: Mapped[str] = mapped_column(Text)
    # The words that drove the verdict: parts of the comment, so they go when it is erased.
    words: Mapped[list[str]] = mapped_column(JSON)
    read_at: Mapped[datetime]


class CommentCorrection(Base):
    """What a staff member says instead; the newest counts, and says nothing where it is None."""

    __tablename__ = "comment_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("comment.id", ondelete="CASCADE"), index=True
    )
    # The reading that was corrected.
    version: Mapped[str] = mapped_column(String(40))
    polarity: Mapped[float | None] = mapped_column(Double)
    kind: Mapped[str | None] = mapped_column(String(16))
    themes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(120))


class Quotation(Base):
    """A comment chosen to be quoted in reports."""

    __tablename__ = "quotation"

    comment_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("comment.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    chosen_at: Mapped[datetime]
    chosen_by: Mapped[str] = mapped_column(String(120))


class ModelCard(Base):
    """What is known of one version of the reader: made from what, tested on what, in use or not."""

    __tablename__ = "model_card"

    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    made_at: Mapped[datetime]
    # Comments and corrections of this portal that it learned from; 0 for the lexicon alone.
    learned_from: Mapped[int]
    # What it learned; None for the lexicon alone.
    weights: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Accuracy, macro-F1 and their intervals on the fixed labelled set.
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    accepted: Mapped[bool] = mapped_column(Boolean)
    why: Mapped[str | None] = mapped_column(Text)
