"""Bringing in a file of closed transactions: all of it or nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, and_, column, insert, select, values

from surveys import register
from surveys.database import reading
from surveys.transfer import catalogue
from surveys.transfer.closed import COLUMNS, REQUIRED, Checker, Closed
from surveys.transfer.files import Complain, Imported, Progress, Source, judge, silent, source
from surveys.transfer.lines import BadLine, Wrong
from surveys.transfer.staging import PORTION, staging
from surveys.volumes import Volume

_ROW: Any = Volume.__table__.c


def import_volumes(
    engine: Engine, path: str | Path, complain: Complain, progress: Progress = silent
) -> Imported:
    """Store the volumes of a CSV file, if all of its lines are good.

    What is there already with the same value is known; another value replaces it, because a
    corrected count is the better one, and is counted as replaced. Both are kept: figures as of an
    earlier seal are told with the earlier one. Two lines of one file that disagree are refused.
    Values are stored in short transactions and seen by nobody until the last one.

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
    stored = replaced = done = 0
    with staging(engine, "volumes", file.digest, file.name) as opened:
        for portion in _portions(scratch):
            before = _values(engine, portion)
            fresh = [line for line in portion if before.get(line[:3]) != line.closed]
            stored += opened.portion(partial(_insert, fresh, opened.id))
            replaced += sum(line[:3] in before for line in fresh)
            done += len(portion)
            progress("storing", done, lines)
        # Until here nobody sees the file's values; then all of them at once.
        opened.close()
    return Imported(stored=stored - replaced, replaced=replaced, known=lines - stored)


def _values(engine: Engine, portion: list[Closed]) -> dict[tuple[int, date, int], int]:
    """The newest values of the places that the lines name; only closed imports are there yet."""
    place = (_ROW.unit_id, _ROW.day, _ROW.service_id)
    # A join: SQLite would answer a list of places by reading the whole table.
    named = values(*(column(key.name, key.type) for key in place), name="named")
    lines = named.data([line[:3] for line in portion]).cte()
    there = (
        select(*place, _ROW.closed)
        .join_from(lines, Volume, and_(*(lines.c[key.name] == key for key in place)))
        .order_by(_ROW.import_id)
    )
    with reading(engine) as connection:
        return {(row[0], row[1], row[2]): row.closed for row in connection.execute(there)}


def _insert(lines: list[Closed], import_id: int, connection: Connection) -> int:
    if lines:
        rows = [line._asdict() | {"import_id": import_id} for line in lines]
        connection.execute(insert(Volume), rows)
    return len(lines)
