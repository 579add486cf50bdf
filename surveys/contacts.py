"""What may name a person, or harm one: kept apart from the responses, read by few."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveys.database import Base


class Contact(Base):
    """How to reach a citizen who wants an answer; encrypted, deleted 90 days after the close."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(128), unique=True)
    sealed_box: Mapped[bytes] = mapped_column(LargeBinary)
    consented_at: Mapped[datetime]
    delete_on: Mapped[date | None]


class MoneyReport(Base):
    """Extra money asked for. Only the inspector's role reads it; never exported or listed."""

    __tablename__ = "money_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    service_id: Mapped[int | None]
    # The month only: a day and an hour could point at the person.
    month: Mapped[date]
    answer: Mapped[int] = mapped_column(SmallInteger)
    note: Mapped[str | None] = mapped_column(Text)
