"""Bringing in a file of responses: all of it or nothing."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from surveys import days, register
from surveys.counts import RESPONSE
from surveys.database import reading
from surveys.responses import ITEMS, Entry, KnownKey, Pending
from surveys.sealing.ledger import at_places
from surveys.transfer import catalogue
from surveys.transfer.checking import REQUIRED, Checker, columns_of
from surveys.transfer.files import Complain, Imported, Progress, Source, judge, silent, source
from surveys.transfer.spool import Kept, Spool, open_spool
from surveys.transfer.staging import staging


def import_responses(
    engine: Engine,
    path: str | Path,
    complain: Complain,
    progress: Progress = silent,
    *,
    simulated: bool = False,
) -> Imported:
    """Store the responses of a CSV file, if all of its lines are good.

    The file is checked whole first. Its rows are then stored in short transactions, so that a
    serving portal stays fast, and count together from one last commit. A line whose key is known,
    in the file or in the database, stores nothing and changes nothing; without a key, the file's
    hash and the line's number are the key. Comments are masked before they are stored.

    Args:
        path: the file, see ``checking.columns_of`` for its columns.
        complain: told every problem as it is found.
        simulated: all of them were made up, for a demonstration; else those that say so.

    Raises:
        OSError: the file cannot be read.
        FileChanged, Overtaken: nothing was stored.
    """
    with source(engine, path, progress) as file, open_spool() as spool:
        if file.before:
            return Imported(before=file.before)
        if problems := _check(engine, file, spool, complain, progress):
            return Imported(problems=problems)
        return _store(engine, file, spool, progress, simulated=simulated)


def _check(
    engine: Engine, file: Source, spool: Spool, complain: Complain, progress: Progress
) -> int:
    with reading(engine) as connection:
        here, names = register.load(connection), catalogue.load(connection)
    checker = Checker(here, names, days.now_ms())

    def take(line: int, cells: dict[str, str]) -> None:
        spool.put(line, checker.check(cells))

    return judge(file, columns_of(names), REQUIRED, take, complain, progress)


def _store(
    engine: Engine, file: Source, spool: Spool, progress: Progress, *, simulated: bool
) -> Imported:
    stored = done = 0
    with staging(engine, "responses", file.digest, file.name) as opened:
        common = {
            "kind": RESPONSE,
            "received_ms": days.now_ms(),
            # Nothing to settle, and nothing to screen: nobody can say how fast paper was filled in.
            "settles_ms": 0,
            "flags": 0,
            "import_id": opened.id,
        }
        if simulated:
            common["simulated"] = True
        for batch in spool.batches():
            rows = _unheld(engine, _rows(batch, file.digest, common), file.digest)
            stored += opened.portion(partial(_keep, rows))
            done += len(batch)
            progress("storing", done, spool.rows)
        opened.close()
    return Imported(stored=stored, known=spool.rows - stored + spool.repeats)


def _rows(batch: Sequence[Kept], digest: str, common: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for line, said in ((kept.line, kept.said) for kept in batch):
        row = {name: getattr(said, name) for name in said.__struct_fields__}
        row["key"] = said.key or f"{digest}-{line}"
        row |= zip(ITEMS, row.pop("items"), strict=True)
        rows.append(row | common)
    return rows


def _unheld(engine: Engine, rows: list[dict[str, Any]], digest: str) -> list[dict[str, Any]]:
    """The rows but those that are stored already though their key is not remembered any more.

    The key of a tap is forgotten after some days; a file that brings it back, such as our own
    export, must not count it twice.
    """
    given = [row for row in rows if not row["key"].startswith(digest)]
    if not given:
        return rows
    keys = [row["key"] for row in given]
    waiting = select(Pending.key).where(Pending.key.in_(keys), Pending.kind == RESPONSE)
    # The ledger has no index of keys, but one of units and days.
    places = {(row["unit_id"], row["day"]) for row in given}
    there = at_places(places)
    sealed = select(Entry.key).where(there, Entry.key.in_(keys), Entry.kind == RESPONSE)
    with reading(engine) as connection:
        held = {*connection.scalars(waiting), *connection.scalars(sealed)}
    return [row for row in rows if row["key"] not in held]


def _keep(rows: list[dict[str, Any]], connection: Connection) -> int:
    """Store the rows whose keys are new, and remember these for ever; how many."""
    if not rows:
        return 0
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    remember = dialect.insert(KnownKey).on_conflict_do_nothing().returning(KnownKey.key)
    keys = [{name: row[name] for name in ("key", "unit_id", "day")} for row in rows]
    new = set(connection.scalars(remember, keys))
    if new:
        connection.execute(insert(Pending), [row for row in rows if row["key"] in new])
    return len(new)
