"""Bringing in a file of closed transactions: all of it or nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, bindparam, insert, select, tuple_, update

from surveys import register
from surveys.database import reading
from surveys.responses import Volume
from surveys.transfer import catalogue
from surveys.transfer.closed import COLUMNS, REQUIRED, Checker, Closed
from surveys.transfer.files import Complain, Imported, Progress, Source, judge, silent, source
from surveys.transfer.lines import BadLine, Wrong
from surveys.transfer.staging import PORTION, staging


def import_volumes(
    engine: Engine, path: str | Path, complain: Complain, progress: Progress = silent
) -> Imported:
    """Store the volumes of a CSV file, if all of its lines are good.

    What is there already with the same value is known; another value replaces it, because a
    corrected count is the better one, and is counted as replaced. Two lines of one file that
    disagree are refused. New values are stored in short transactions and seen by nobody until the
    last one, which also replaces what changed.

    Args:
        path: the file; columns ``unit, service, day, closed``, where ``service`` may be blank.
        complain: told every problem as it is found.

    Raises:
        OSError: the file cannot be read.
        FileChanged: nothing was stored.
    """
    with source(engine, path, progress) as file, closing(_scratch()) as scratch:
        if file.before:
            return Imported(before=file.before)
        with reading(engine) as connection:
            checker = Checker(register.load(connection), catalogue.load(connection))
        repeats = 0

        def take(line: int, cells: dict[str, str]) -> None:
            nonlocal repeats
            repeats += not _keep(scratch, line, checker.check(cells))

        if problems := judge(file, COLUMNS, REQUIRED, take, complain, progress):
            return Imported(problems=problems)
        done = _store(engine, file, scratch, progress)
        return replace(done, known=done.known + repeats)


def _scratch() -> sqlite3.Connection:
    """A table in memory, or on disk when it grows, that finds what is said twice."""
    scratch = sqlite3.connect("", isolation_level=None)
    scratch.execute(
        "CREATE TABLE line (unit_id, day, service_id, closed, number,"
        " PRIMARY KEY (unit_id, day, service_id)) WITHOUT ROWID"
    )
    scratch.execute("BEGIN")
    return scratch


def _keep(scratch: sqlite3.Connection, number: int, line: Closed) -> bool:
    """Keep a line; False where an earlier one has said the same."""
    place = (line.unit_id, line.day.isoformat(), line.service_id)
    row = (*place, line.closed, number)
    if scratch.execute("INSERT OR IGNORE INTO line VALUES (?, ?, ?, ?, ?)", row).rowcount:
        return True
    find = "SELECT number, closed FROM line WHERE (unit_id, day, service_id) = (?, ?, ?)"
    first, closed = scratch.execute(find, place).fetchone()
    if closed != line.closed:
        raise BadLine([Wrong("closed", "contradicts", str(first))])
    return False


def _portions(scratch: sqlite3.Connection) -> Iterator[list[Closed]]:
    found = scratch.execute("SELECT unit_id, day, service_id, closed FROM line")
    while rows := found.fetchmany(PORTION):
        yield [Closed(unit, date.fromisoformat(day), *rest) for unit, day, *rest in rows]


def _store(
    engine: Engine, file: Source, scratch: sqlite3.Connection, progress: Progress
) -> Imported:
    (lines,) = scratch.execute("SELECT count(*) FROM line").fetchone()
    stored = done = 0
    changed: list[Closed] = []
    with staging(engine, "volumes", file.digest, file.name) as opened:
        for portion in _portions(scratch):
            new, other = _compared(engine, portion)
            changed += other
            stored += opened.portion(partial(_insert, new, opened.id))
            done += len(portion)
            progress("storing", done, lines)
        # Until here nobody sees the file's values; then all of them at once.
        opened.close(partial(_replace, changed, opened.id))
    return Imported(stored=stored, replaced=len(changed), known=lines - stored - len(changed))


def _compared(engine: Engine, portion: list[Closed]) -> tuple[list[Closed], list[Closed]]:
    """Those of the lines that are new, and those that had another value before."""
    places = [line[:3] for line in portion]
    columns = (Volume.unit_id, Volume.day, Volume.service_id)
    there = select(*columns, Volume.closed).where(tuple_(*columns).in_(places))
    with reading(engine) as connection:
        before = {tuple(row[:3]): row.closed for row in connection.execute(there)}
    new = [line for line in portion if line[:3] not in before]
    return new, [line for line in portion if before.get(line[:3], line.closed) != line.closed]


def _insert(lines: list[Closed], import_id: int, connection: Connection) -> int:
    if lines:
        rows = [line._asdict() | {"import_id": import_id} for line in lines]
        connection.execute(insert(Volume), rows)
    return len(lines)


def _replace(lines: list[Closed], import_id: int, connection: Connection) -> int:
    if lines:
        here = Volume.__table__.c
        place = (here[name] == bindparam(f"at_{name}") for name in Closed._fields[:3])
        rows = [
            {"closed": line.closed, "import_id": import_id}
            | {f"at_{name}": value for name, value in zip(Closed._fields, line[:3], strict=False)}
            for line in lines
        ]
        connection.execute(update(Volume).where(*place), rows)
    return len(lines)
