"""Taking ratings in: one writer per process, an answer only after the commit has returned."""

from sqlalchemy import Engine

from surveys.intake.batch import Store, Tap
from surveys.intake.sqlite import SQLiteStore
from surveys.intake.writer import IntakeFull, Writer

__all__ = ["IntakeFull", "Tap", "Writer", "open_store"]


def open_store(engine: Engine) -> Store:
    """The store of this database's kind."""
    if engine.dialect.name == "sqlite":
        return SQLiteStore(engine)
    # Its driver is an extra, which nobody needs for a file.
    from surveys.intake.postgresql import PostgreSQLStore

    return PostgreSQLStore(engine)
