"""How Alembic meets our tables: always with a connection that the portal opened."""

from alembic import context

import portal.tables
from surveys.database import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can change a table only by making it anew.
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

__all__ = ["portal"]
