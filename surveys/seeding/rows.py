"""What all seeding does: read a seed's days, and add only what is not there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from surveys.database import Base
from surveys.places import Unit
from surveys.register import ALWAYS
from surveys.services import Service, ServiceGroup

Seed = Mapping[str, Any]


def known_or_new(connection: Connection, table: type[Base], **columns: Any) -> int:
    """The id of the row whose first column has this value; entered if there is none."""
    name, value = next(iter(columns.items()))
    row = table.__table__
    known = connection.scalar(select(row.c.id).where(row.c[name] == value))
    if known is not None:
        return int(known)
    made = connection.execute(insert(table).values(**columns))
    key = made.inserted_primary_key
    return int(key[0]) if key else 0


def add(connection: Connection, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert rows together; none is no statement."""
    if rows:
        connection.execute(insert(table), rows)


def slugs(connection: Connection, table: type[Unit | Service | ServiceGroup]) -> dict[str, int]:
    """The ids of all rows by their slugs."""
    return {row.slug: row.id for row in connection.execute(select(table.slug, table.id))}


def day(text: str | None) -> date | None:
    """A seed's day; None where the seed leaves it open."""
    return date.fromisoformat(text) if text else None


def dated(row: Seed) -> dict[str, Any]:
    """A seed row with its days read; no beginning means always."""
    span = {"valid_from": day(row["valid_from"]) or ALWAYS, "valid_to": day(row["valid_to"])}
    return dict(row) | span
