"""What the ratings are set against: the transactions that were closed, as other systems told."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from surveys.database import Base


class Volume(Base):
    """Closed transactions of a service at a unit on a day: what the ratings are set against.

    Append-only: a corrected count is a row of a later import, and the newest known row counts.
    """

    __tablename__ = "volume"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    # 0 where the file names no service
    service_id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id"), primary_key=True, index=True)
    closed: Mapped[int]
