"""Reading the names that are kept in tables, one row for each language."""

from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute

from surveys.words import Names


def read_names(connection: Connection, of: InstrumentedAttribute[int]) -> Names:
    """All names of one table.

    Args:
        of: its column that says whose name it is; ``language`` and ``name`` stand beside it.
    """
    table, names = of.class_.__table__, Names()
    rows = connection.execute(select(of, table.c.language, table.c.name))
    for id_, language, name in rows:
        names.by_id[id_][language] = name
    return names
