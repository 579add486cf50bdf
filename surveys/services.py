"""Services: what is served. Procedure codes are re-issued by the ministries, so they have dates."""

from datetime import date

from sqlalchemy import Connection, ForeignKey, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from surveys.database import Base


class ServiceGroup(Base):
    """One of the dozen kinds of business that a citizen recognises."""

    __tablename__ = "service_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]


class ServiceGroupName(Base):
    """A group's name in one language."""

    __tablename__ = "service_group_name"

    group_id: Mapped[int] = mapped_column(ForeignKey("service_group.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))


class Service(Base):
    """An administrative procedure."""

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    domain: Mapped[str] = mapped_column(String(40))
    group_id: Mapped[int] = mapped_column(ForeignKey("service_group.id"), index=True)
    # Who decides: the unit's own committee, the police, the land registry.
    agency: Mapped[str] = mapped_column(String(40))
    # Stands for its whole group, where a citizen cannot or need not be more exact.
    general: Mapped[bool] = mapped_column(default=False)


class ServiceName(Base):
    """A service's name, and the time the law allows it, in one language."""

    __tablename__ = "service_name"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    legal_time: Mapped[str | None] = mapped_column(String(300))


class ServiceCode(Base):
    """A national procedure code and the days on which it was this service's."""

    __tablename__ = "service_code"
    __table_args__ = (UniqueConstraint("service_id", "code", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    code: Mapped[str] = mapped_column(String(24), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    # False where the code is known from memory only and must not be printed as a fact.
    verified: Mapped[bool] = mapped_column(default=True)


class ServiceOffer(Base):
    """At which level of government (commune, district, city) a service is offered, and when."""

    __tablename__ = "service_offer"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    level: Mapped[str] = mapped_column(String(24), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    # What the law allows for it; None where no text was read.
    legal_days: Mapped[int | None]
    # working_day or day
    legal_unit: Mapped[str | None] = mapped_column(String(16))


def offered(connection: Connection, level: str, day: date) -> list[tuple[str, int, int]]:
    """The services of a level on a day: (slug, service id, group id), in the groups' order."""
    valid = or_(ServiceOffer.valid_to.is_(None), ServiceOffer.valid_to > day)
    rows = connection.execute(
        select(Service.slug, Service.id, Service.group_id)
        .join(ServiceOffer, ServiceOffer.service_id == Service.id)
        .join(ServiceGroup, ServiceGroup.id == Service.group_id)
        .where(ServiceOffer.level == level, ServiceOffer.valid_from <= day, valid)
        .order_by(ServiceGroup.position, Service.general, Service.id)
    )
    return [(row.slug, row.id, row.group_id) for row in rows]
