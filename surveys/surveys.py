"""Surveys in frozen versions: a published version never changes, each response keeps its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveys.database import Base


class Survey(Base):
    """A set of questions that develops over the years."""

    __tablename__ = "survey"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)


class SurveyVersion(Base):
    """The questions and their words in every language, as they stood from ``published_at``.

    ``digest`` is the SHA-256 of ``definition``; ``comparable`` says whether a series may run on
    across the change from the version before.
    """

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    comparable: Mapped[bool] = mapped_column(default=True)
    published_at: Mapped[datetime | None]
