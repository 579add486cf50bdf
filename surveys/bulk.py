"""Many rows in one statement: they travel as one JSON text, so the driver is entered but once."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, text


def numbers_of(connection: Connection) -> str:
    """A subquery of the whole numbers in the parameter ``rows``, made by ``written``."""
    return f"SELECT CAST(value AS BIGINT) FROM {_elements(connection)}"  # noqa: S608 - no values


def written(rows: Iterable[Any]) -> str:
    """Numbers, or rows of numbers, texts, days and None, as the parameter ``rows``."""
    return json.dumps(list(rows), default=str, separators=(",", ":"))


def add_rows(
    connection: Connection, columns: Sequence[Column[Any]], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows, given as the values of those columns of one table."""
    statement = text(_insert(connection, columns))
    connection.execute(statement, {"rows": written(rows)})


def add_up(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add numbers to those that are stored, each row to that of its key.

    Args:
        names: the columns to which numbers are added; others of a new row get their default.
        rows: the key, in the order of its columns, and the numbers.
    """
    keys = list(table.primary_key.columns)
    given = [*keys, *(table.c[name] for name in names)]
    sums = (f"{name} = {table.name}.{name} + excluded.{name}" for name in names)
    key = ", ".join(column.name for column in keys)
    # The WHERE tells SQLite that ON belongs to no join.
    upsert = f"{_insert(connection, given)} WHERE true ON CONFLICT ({key}) DO UPDATE SET "
    connection.execute(text(upsert + ", ".join(sums)), {"rows": written(rows)})


def _insert(connection: Connection, columns: Sequence[Column[Any]]) -> str:
    names = ", ".join(column.name for column in columns)
    return (
        f"INSERT INTO {columns[0].table} ({names}) "  # noqa: S608 - names of columns, no values
        f"SELECT {_values(connection, columns)} FROM {_elements(connection)}"
    )


def _elements(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        return "json_each(:rows)"
    return "jsonb_array_elements(CAST(:rows AS jsonb))"


def _values(connection: Connection, columns: Sequence[Column[Any]]) -> str:
    values = [f"value->>{place}" for place in range(len(columns))]
    if connection.dialect.name == "postgresql":
        kinds = (column.type.compile(connection.dialect) for column in columns)
        values = [f"CAST({v} AS {kind})" for v, kind in zip(values, kinds, strict=True)]
    return ", ".join(values)
