"""Touchpoints: where a citizen meets a service; each has one printed code that never changes."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from surveys.database import Base


class PrintBatch(Base):
    """Posters printed together; a batch can be revoked and its codes then explain."""

    __tablename__ = "print_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(80), unique=True)
    printed_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_why: Mapped[str | None] = mapped_column(String(300))


class Touchpoint(Base):
    """A counter, a slip or a page with its code."""

    __tablename__ = "touchpoint"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(9), unique=True)
    # Key in the seed file, so that seeding twice makes nothing new.
    seed: Mapped[str | None] = mapped_column(String(120), unique=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    channel: Mapped[int]
    # open, closed (for now) or retired (for ever)
    state: Mapped[str] = mapped_column(String(12), default="open")
    opened_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("print_batch.id"))
    # The most responses of any one hour so far; the abuse budget grows from it.
    busiest_hour: Mapped[int] = mapped_column(default=0)


class TouchpointName(Base):
    """What the counter is called, in one language."""

    __tablename__ = "touchpoint_name"

    touchpoint_id: Mapped[int] = mapped_column(ForeignKey("touchpoint.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))


class TouchpointUnit(Base):
    """The unit a touchpoint leads to from a time on, in milliseconds since 1970.

    A merger adds a row at the time it is performed; the rows before it still say where older
    responses belong.
    """

    __tablename__ = "touchpoint_unit"

    touchpoint_id: Mapped[int] = mapped_column(ForeignKey("touchpoint.id"), primary_key=True)
    since_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)


class Revision(Base):
    """A number that grows with every change of a part of the register.

    Every process looks at it once a second and loads its touchpoint map anew when it moved.
    """

    __tablename__ = "revision"

    part: Mapped[str] = mapped_column(String(24), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
