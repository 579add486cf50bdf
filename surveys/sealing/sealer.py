"""The sealer: moves what has settled from ``pending`` into the ledger, in bounded transactions."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, delete, exists, insert, or_, select
from sqlalchemy.orm import aliased

from surveys import cells, days
from surveys.counts import ADDITION, ENTRY_FIELDS, RESPONSE
from surveys.database import writing
from surveys.places import UnitPath
from surveys.responses import CLASS_OF, Comment, Entry, Import, Pending, Screening, Seal
from surveys.sealing import encoding
from surveys.sealing.ledger import Line, earlier_facts, lines_of
from surveys.sealing.roots import rooted_until_ms
from surveys.sealing.turn import be_alone

# One transaction holds the write lock; 2,000 rows keep it short enough for the taps behind it.
ROWS = 2000
RULES = 1


def seal_all(engine: Engine, rows: int = ROWS) -> int:
    """Seal everything that is due; how many rows were sealed."""
    sealed = 0
    while done := seal_once(engine, rows):
        sealed += done
    return sealed


def seal_once(engine: Engine, rows: int = ROWS) -> int:
    """Seal one block of due rows in one transaction.

    Returns:
        How many pending rows it moved; 0 when none is due.
    """
    with writing(engine) as connection:
        be_alone(connection)
        due = _due(connection, rows, lock=True)
        if not due:
            return 0
        seal_rows(connection, due)
        connection.execute(delete(Pending).where(Pending.id.in_([row.id for row in due])))
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
    for import_id in (None, *connection.scalars(closed)):
        if len(due) < rows:
            asked = _settled(import_id, rows - len(due))
            due += connection.execute(asked.with_for_update() if lock else asked)
    return due


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
        .order_by(Pending.settles_ms, Pending.id)
        .limit(rows)
    )


def seal_rows(connection: Connection, due: Sequence[Row[Any]]) -> None:
    """Enter pending rows into the ledger, in their order."""
    last = last_seal(connection)
    earlier = earlier_facts(connection, [row for row in due if row.kind == ADDITION])
    lines: list[Line] = []
    for row in due:
        lines += lines_of(row, earlier, (last.last_id if last else 0) + len(lines) + 1)
    if lines:
        append(connection, lines, last)


def last_seal(connection: Connection) -> Any:
    """The newest block's row, or None."""
    return connection.execute(
        select(Seal.__table__).order_by(Seal.id.desc()).limit(1)
    ).one_or_none()


def append(connection: Connection, lines: Sequence[Line], last: Any) -> None:
    """Write lines as one block: entries, comments, screening, cells, chain.

    Must run inside the transaction that holds the sealer's lock; ``last`` is ``last_seal``'s row.
    """
    seal_id = (last.id if last else 0) + 1
    # A clock set back puts nothing into a day whose root was handed out.
    sealed_ms = max(days.now_ms(), rooted_until_ms(connection))
    comments = _commit_comments(lines)
    for portion in _portions([line.entry | {"seal_id": seal_id} for line in lines]):
        connection.execute(insert(Entry), portion)
    if comments:
        connection.execute(insert(Comment), comments)
    doubted = [
        {"response_id": line.entry["id"], "flags": line.flags, "rules": RULES}
        for line in lines
        if line.flags and line.entry["response_id"] == line.entry["id"]
    ]
    if doubted:
        connection.execute(insert(Screening), doubted)
    cells.fold(connection, cells.tally(_counted(connection, lines)))
    block = [[line.entry[name] for name in encoding.COLUMNS] for line in lines]
    before = last.hash if last else encoding.GENESIS
    connection.execute(
        insert(Seal).values(
            id=seal_id,
            sealed_ms=sealed_ms,
            first_id=lines[0].entry["id"],
            last_id=lines[-1].entry["id"],
            encoding=encoding.VERSION,
            hash=encoding.block_hash(before, seal_id, sealed_ms, block),
        )
    )


def _portions(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [rows[start : start + 500] for start in range(0, len(rows), 500)]


def _commit_comments(lines: Sequence[Line]) -> list[dict[str, Any]]:
    comments = []
    for line in lines:
        if line.comment is None:
            continue
        salt = secrets.token_bytes(16)
        line.entry["commitment"] = encoding.commitment(salt, line.comment)
        where = {name: line.entry[name] for name in ("unit_id", "touchpoint_id", "day")}
        comments.append(
            where
            | {
                "entry_id": line.entry["id"],
                "response_id": line.entry["response_id"] or line.entry["id"],
                "text": line.comment,
                "salt": salt,
            }
        )
    return comments


def _counted(connection: Connection, lines: Sequence[Line]) -> list[cells.Counted]:
    paths = ancestors_of(connection, {line.entry["path_id"] for line in lines})
    return [counted(line.entry, paths[line.entry["path_id"]], bool(line.flags)) for line in lines]


def ancestors_of(connection: Connection, path_ids: set[int]) -> dict[int, tuple[int, ...]]:
    """The frozen ancestors of each path."""
    found = select(UnitPath.id, UnitPath.ancestors).where(UnitPath.id.in_(path_ids))
    return {
        id_: tuple(int(unit) for unit in ancestors.split(".") if unit)
        for id_, ancestors in connection.execute(found)
    }


def counted(entry: dict[str, Any], ancestors: tuple[int, ...], flagged: bool) -> cells.Counted:
    """An entry's columns as the cells count them."""
    return cells.Counted(
        unit_id=entry["unit_id"],
        ancestors=ancestors,
        touchpoint_id=entry["touchpoint_id"],
        service_id=entry["service_id"] or 0,
        given_ms=entry["given_ms"],
        day=entry["day"],
        channel_class=CLASS_OF[entry["channel"]],
        flagged=flagged,
        items=[entry[name] for name in ENTRY_FIELDS],
    )
