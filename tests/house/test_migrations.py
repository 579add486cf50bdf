"""The migrations make the tables that the code knows, no more and no less."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

import portal.tables  # noqa: F401 - compare_metadata has to see every table
from portal.database import NotMigrated, migrate, require_migrated
from surveys.database import Base, make_engine

pytestmark = pytest.mark.fast


def test_a_migrated_database_has_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_has_a_name(engine: Engine) -> None:
    inspector = inspect(engine)
    # SQLite wants AUTOINCREMENT beside the column itself, where a key cannot have a name.
    left_out = {"alembic_version", "pending"}
    nameless = [
        (table, constraint)
        for table in inspector.get_table_names()
        for constraint in (*inspector.get_foreign_keys(table), inspector.get_pk_constraint(table))
        if not constraint["name"] and table not in left_out
    ]

    assert not nameless


def test_migrating_twice_changes_nothing(bare_url: str) -> None:
    migrate(bare_url)
    migrate(bare_url)

    engine = make_engine(bare_url)
    require_migrated(engine)
    engine.dispose()


def test_an_empty_database_is_recognised(bare_url: str) -> None:
    engine = make_engine(bare_url)
    with pytest.raises(NotMigrated):
        require_migrated(engine)
    engine.dispose()
