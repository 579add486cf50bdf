"""The sealer: moves what has settled from ``pending`` into the ledger, in bounded transactions."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, exists, or_, select, text
from sqlalchemy.orm import aliased

from surveys import days
from surveys.bulk import numbers_of, written
from surveys.counts import ADDITION, RESPONSE
from surveys.database import writing
from surveys.responses import Import, Pending, Seal
from surveys.sealing.block import Block
from surveys.sealing.ledger import Line, earlier_facts, lines_of
from surveys.sealing.turn import be_alone

# Rows of one transaction; on SQLite the taps behind it wait for the write lock.
ROWS = {"sqlite": 500, "postgresql": 2000}


def seal_all(engine: Engine, rows: int | None = None) -> int:
    """Seal everything that is due; how many rows were sealed."""
    sealed = 0
    while done := seal_once(engine, rows):
        sealed += done
    return sealed


def seal_once(engine: Engine, rows: int | None = None) -> int:
    """Seal one block of due rows in one transaction.

    Args:
        rows: how many at most; as many as the database bears well if None.

    Returns:
        How many pending rows it moved; 0 when none is due.
    """
    with writing(engine) as connection:
        be_alone(connection)
        due = _due(connection, rows or ROWS[engine.dialect.name], lock=True)
        if not due:
            return 0
        seal_rows(connection, due)
        return len(due)


def is_due(connection: Connection) -> bool:
    """Whether any row waits to be sealed."""
    return bool(_due(connection, 1, lock=False))


def _due(connection: Connection, rows: int, *, lock: bool) -> list[Row[Any]]:
    """The oldest rows that have settled: first what came in by itself, then what was imported.

    Asked for one by one so that the index steps over an import that is not closed yet. Locked, a
    row cannot be amended while it is on its way into the ledger.
    """
    due: list[Row[Any]] = []
    waits = exists().where(Pending.import_id == Import.id)
    closed = select(Import.id).where(Import.closed_at.is_not(None), waits).order_by(Import.id)
    with _by_index(connection):
        for import_id in (None, *connection.scalars(closed)):
            if len(due) < rows:
                asked = _settled(import_id, rows - len(due))
                due += connection.execute(asked.with_for_update() if lock else asked).all()
    return due


@contextmanager
def _by_index(connection: Connection) -> Generator[None]:
    """Have PostgreSQL read in the order of the index, not sort all that waits for each block.

    It cannot know better: what it knows of a table whose rows stay ten minutes is always old.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execute(text("SET LOCAL enable_sort = off"))
    yield
    connection.execute(text("SET LOCAL enable_sort = on"))


def _settled(import_id: int | None, rows: int) -> Select[Any]:
    response = aliased(Pending)
    # A shorter settling time after a restart must not let an addition overtake its response.
    overtakes = exists().where(
        response.key == Pending.key,
        response.kind == RESPONSE,
        response.settles_ms > Pending.settles_ms,
    )
    return (
        select(Pending.__table__)
        .where(
            Pending.import_id == import_id,
            Pending.settles_ms <= days.now_ms(),
            or_(Pending.kind == RESPONSE, ~overtakes),
        )
        .order_by(Pending.import_id, Pending.settles_ms, Pending.id)
        .limit(rows)
    )


def seal_rows(connection: Connection, due: Sequence[Row[Any]]) -> None:
    """Move pending rows into the ledger: plain responses by the database, then all others."""
    last = last_seal(connection)
    plain, others = list[Row[Any]](), list[Row[Any]]()
    for row in due:
        (plain if row.kind == RESPONSE and row.comment is None else others).append(row)
    plain.sort(key=attrgetter("id"))
    block = Block(connection, last)
    if plain:
        block.move(plain)
    if others:
        earlier = earlier_facts(connection, [row for row in others if row.kind == ADDITION])
        lines: list[Line] = []
        for row in others:
            lines += lines_of(row, earlier, block.next_id + len(lines))
        block.write(lines)
    gone = text(f"DELETE FROM pending WHERE id IN ({numbers_of(connection)})")  # noqa: S608
    connection.execute(gone, {"rows": written([row.id for row in due])})
    block.close()


def last_seal(connection: Connection) -> Any:
    """The newest block's row, or None."""
    return connection.execute(
        select(Seal.__table__).order_by(Seal.id.desc()).limit(1)
    ).one_or_none()


def append(connection: Connection, lines: Sequence[Line], last: Any) -> None:
    """Write lines as one block.

    Must run inside the transaction that holds the sealer's lock; ``last`` is ``last_seal``'s row.
    """
    block = Block(connection, last)
    block.write(lines)
    block.close()
