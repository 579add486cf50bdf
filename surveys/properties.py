"""Facts about the whole database, such as that it is a demonstration."""

from sqlalchemy import Connection, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from surveys.database import Base

DEMO = "demo"


class Property(Base):
    """A fact about the whole database, such as that it is a demonstration."""

    __tablename__ = "property"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))


def read(connection: Connection, name: str) -> str | None:
    """The value of a property, or None."""
    return connection.scalar(select(Property.value).where(Property.name == name))


def write(connection: Connection, name: str, value: str) -> None:
    """Set a property."""
    connection.execute(delete(Property).where(Property.name == name))
    connection.execute(insert(Property).values(name=name, value=value))


def is_demo(connection: Connection) -> bool:
    """Whether what the database holds was made up; every page then says so."""
    return read(connection, DEMO) is not None
