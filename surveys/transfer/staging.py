"""Rows of an import on their way in: stored in short transactions, counted from one last commit.

Nobody counts the rows of an import that is not closed. One that never was closed left no trace
that anybody sees; its rows and keys are cleared away before the next import begins.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update

from surveys import days
from surveys.database import reading, writing
from surveys.responses import Import, KnownKey, Pending
from surveys.sealing.sealer import last_seal
from surveys.sealing.turn import be_alone
from surveys.transfer.alone import Busy, alone
from surveys.volumes import Volume

# More rows would hold the write lock longer than a citizen's tap should wait.
PORTION = 500


class Overtaken(RuntimeError):
    """Somebody took this import for abandoned and cleared it away; nothing of it was stored."""


class Staging:
    """An import that is open: ``id`` is what its rows carry."""

    def __init__(self, engine: Engine, import_id: int, digest: str) -> None:
        self._engine = engine
        self.id, self._digest = import_id, digest

    def portion(self, store: Callable[[Connection], int]) -> int:
        """Store some rows in a transaction of their own; how many, as ``store`` says.

        Raises:
            Overtaken: the import is not ours any more.
        """
        with writing(self._engine) as connection:
            stored = store(connection)
            self._mine(connection, rows=Import.rows + stored)
        return stored

    def close(self) -> None:
        """Let every row count from now on.

        A seal knows the imports that closed before it. No seal may come between our look at the
        clock and our commit, nor may a clock that went back put us in front of one: what was told
        as of a seal would change.
        """
        with writing(self._engine) as connection:
            be_alone(connection)
            last = last_seal(connection)
            after_ms = last.sealed_ms + 1 if last else 0
            self._mine(connection, closed_at=days.moment(max(days.now_ms(), after_ms)))

    def _mine(self, connection: Connection, **values: Any) -> None:
        mine = update(Import).where(Import.id == self.id, Import.digest == self._digest)
        if not connection.execute(mine.values(**values)).rowcount:
            raise Overtaken


@contextmanager
def staging(engine: Engine, what: str, digest: str, name: str) -> Generator[Staging]:
    """Open an import; leaving the block without ``close`` clears it away.

    Must run inside ``alone``, after ``clear``.
    """
    with writing(engine) as connection:
        made = connection.execute(
            insert(Import).values(
                what=what, digest=digest, name=name[-200:], rows=0, started_at=days.now()
            )
        )
        key = made.inserted_primary_key
    opened = Staging(engine, int(key[0]) if key else 0, digest)
    try:
        yield opened
    finally:
        clear(engine)


def clear_abandoned(engine: Engine) -> int:
    """Clear away what killed imports left; leaves one that is under way alone.

    Returns:
        How many imports were cleared away.
    """
    try:
        with alone(engine, wait=None):
            return clear(engine)
    except Busy:
        return 0


def clear(engine: Engine) -> int:
    """Clear away every import that is open. Must run inside ``alone``."""
    with reading(engine) as connection:
        left = connection.scalars(select(Import.id).where(Import.closed_at.is_(None))).all()
    for import_id in left:
        # From here on whoever opened it cannot add to it or close it.
        with writing(engine) as connection:
            mine = update(Import).where(Import.id == import_id)
            connection.execute(mine.values(digest=f"abandoned-{import_id}"))
        for clear_some in (_clear_portion, _clear_volumes):
            while clear_some(engine, import_id):
                pass
        with writing(engine) as connection:
            connection.execute(delete(Import).where(Import.id == import_id))
    return len(left)


def _clear_portion(engine: Engine, import_id: int) -> int:
    staged = select(Pending.id, Pending.key).where(Pending.import_id == import_id).limit(PORTION)
    with writing(engine) as connection:
        rows = connection.execute(staged).all()
        connection.execute(delete(KnownKey).where(KnownKey.key.in_([row.key for row in rows])))
        connection.execute(delete(Pending).where(Pending.id.in_([row.id for row in rows])))
    return len(rows)


def _clear_volumes(engine: Engine, import_id: int) -> int:
    key = (Volume.unit_id, Volume.day, Volume.service_id, Volume.import_id)
    staged = select(*key).where(Volume.import_id == import_id).limit(PORTION)
    # One by one: SQLite would answer a list of places by reading the whole import.
    one = delete(Volume).where(*(column == bindparam(column.key) for column in key))
    with writing(engine) as connection:
        rows = [dict(row) for row in connection.execute(staged).mappings()]
        if rows:
            connection.execute(one, rows)
    return len(rows)
