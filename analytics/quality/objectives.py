"""Quality objectives (mục tiêu chất lượng): what a unit wants to reach, and by when.

Whether one is met is never stored here: it is read from the interval on the day it is asked, and
frozen in a review.
"""

from datetime import date, datetime

from sqlalchemy import Double, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Owned, Person
from surveys.database import Base


class Objective(Owned, Base):
    """A target for one indicator. Source: ISO 9001:2015, 6.2."""

    __tablename__ = "objective"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    scope: Mapped[str] = mapped_column(String(4))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    indicator: Mapped[str] = mapped_column(String(40))
    baseline_id: Mapped[int | None] = mapped_column(ForeignKey("baseline.id"))
    target: Mapped[float] = mapped_column(Double)
    # at_least or at_most
    direction: Mapped[str] = mapped_column(String(8))
    # The days whose result decides; ``end`` is excluded.
    start: Mapped[date]
    end: Mapped[date]
    reason: Mapped[str | None] = mapped_column(Text)
    set_at: Mapped[datetime]
    set_by: Mapped[Person]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[Person | None]
    withdrawn_why: Mapped[str | None] = mapped_column(Text)
