"""The schema's life: created and brought forward by Alembic, from wherever the portal runs."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from surveys.database import make_engine, sqlite_file, write_lock

MIGRATIONS = Path(__file__).parent / "migrations"


class NotMigrated(RuntimeError):
    """The database lacks the tables of this release; ``portal migrate`` makes them."""


def migrate(url: str) -> None:
    """Create the schema, or bring it forward to this release; a second time does nothing."""
    engine = make_engine(url)
    if file := sqlite_file(engine):
        # It holds what citizens wrote: nobody but its owner reads it, nor the files beside it.
        file.touch(mode=0o600)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        with write_lock(engine), engine.begin() as connection:
            asked = config()
            asked.attributes["connection"] = connection
            command.upgrade(asked, "head")
    finally:
        engine.dispose()


def config() -> Config:
    """Where the migrations are; the connection is added by whoever uses it."""
    asked = Config()
    asked.set_main_option("script_location", str(MIGRATIONS))
    asked.set_main_option("path_separator", "os")
    return asked


def revision(connection: Connection) -> str | None:
    """The schema's revision, None before the first migration."""
    return MigrationContext.configure(connection).get_current_revision()


def require_migrated(engine: Engine) -> None:
    """Do nothing when the schema is this release's.

    Raises:
        NotMigrated: it is older, newer, or not there.
    """
    head = ScriptDirectory.from_config(config()).get_current_head()
    with engine.connect() as connection:
        if revision(connection) != head:
            raise NotMigrated
