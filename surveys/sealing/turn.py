"""Whose turn it is at the ledger: one process at a time appends to it, or says where it stands."""

from sqlalchemy import Connection, text

# Any number, as long as everyone asks for the same one.
_PG_LOCK = 7_041_809_1


def be_alone(connection: Connection) -> None:
    """Wait until no other process appends to the ledger; holds until the transaction ends.

    On SQLite the write lock already lets one in at a time.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _PG_LOCK})
