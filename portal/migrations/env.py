"""How Alembic meets our tables: always with a connection that the portal opened."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

import portal.tables
from surveys.database import Base, Moment


def render(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database: a migration outlives the code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can change a table only by making it anew; the first migration changes nothing.
    render_as_batch=context.config.attributes.get("batch", True),
    compare_type=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()

__all__ = ["portal"]
