"""Bringing in a file of closed transactions: all of it or nothing."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, insert, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from surveys import days, register
from surveys.database import reading, writing
from surveys.register import Register, UnknownService, UnknownUnit
from surveys.responses import Import, Volume
from surveys.transfer import catalogue
from surveys.transfer.catalogue import Catalogue
from surveys.transfer.files import Complain, Imported, Progress, Source, judge, silent, source
from surveys.transfer.lines import BadLine, CellReader, Flaw, Wrong, present

COLUMNS = {name: name for name in ("unit", "service", "day", "closed")}
REQUIRED = {"unit", "day", "closed"}
# Where a line names no service; part of a primary key, so not None.
NO_SERVICE = 0
_PORTION = 500
_DIGITS = 9


class Closed(NamedTuple):
    """How many transactions a unit closed on a day, of one service or of all together."""

    unit_id: int
    day: date
    service_id: int
    closed: int


def import_volumes(
    engine: Engine, path: str | Path, complain: Complain, progress: Progress = silent
) -> Imported:
    """Store the volumes of a CSV file, if all of its lines are good.

    What is there already with the same value is known; another value replaces it, because a
    corrected count is the better one, and is counted as replaced. Two lines of one file that
    disagree are refused. All is stored in one transaction: volumes come by the month and are few.

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
        lines = 0

        def take(line: int, cells: dict[str, str]) -> None:
            nonlocal lines
            _keep(scratch, line, checker.check(cells))
            lines += 1

        if problems := judge(file, COLUMNS, REQUIRED, take, complain, progress):
            return Imported(problems=problems)
        return _store(engine, file, scratch, lines)


class Checker:
    """Judges lines against one state of the register."""

    def __init__(self, register: Register, catalogue: Catalogue) -> None:
        self._register, self._catalogue = register, catalogue
        self._today = days.office_day(days.now_ms())

    def check(self, cells: Mapping[str, str]) -> Closed:
        """What a line says.

        Raises:
            BadLine: all that is wrong with it.
        """
        line = CellReader(cells)
        unit_id = line.read("unit", self._unit)
        day = line.read("day", self._day)
        service_id = line.read("service", lambda text: self._service(text, day))
        closed = line.read("closed", _closed)
        if unit_id is None or day is None or service_id is None or closed is None:
            raise BadLine(line.wrongs)
        return Closed(unit_id, day, service_id, closed)

    def _unit(self, text: str) -> int:
        try:
            return self._register.find_unit(present(text))
        except UnknownUnit:
            raise Flaw("unknown_unit") from None

    def _day(self, text: str) -> date:
        try:
            day = date.fromisoformat(present(text))
        except Flaw:
            raise
        except ValueError:
            raise Flaw("bad_day") from None
        if day < register.ALWAYS:
            raise Flaw("bad_day")
        if day > self._today:
            raise Flaw("future")
        return day

    def _service(self, text: str, day: date | None) -> int:
        if not text or day is None:
            return NO_SERVICE
        try:
            return self._catalogue.find_service(text, day)
        except UnknownService:
            raise Flaw("unknown_service") from None


def _closed(text: str) -> int:
    if not (present(text).isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise Flaw("bad_count")
    return int(text)


def _scratch() -> sqlite3.Connection:
    """A table in memory, or on disk when it grows, that finds what is said twice."""
    scratch = sqlite3.connect("", isolation_level=None)
    scratch.execute(
        "CREATE TABLE line (unit_id, day, service_id, closed, number,"
        " PRIMARY KEY (unit_id, day, service_id)) WITHOUT ROWID"
    )
    scratch.execute("BEGIN")
    return scratch


def _keep(scratch: sqlite3.Connection, number: int, line: Closed) -> None:
    place = (line.unit_id, line.day.isoformat(), line.service_id)
    row = (*place, line.closed, number)
    if scratch.execute("INSERT OR IGNORE INTO line VALUES (?, ?, ?, ?, ?)", row).rowcount:
        return
    find = "SELECT number, closed FROM line WHERE (unit_id, day, service_id) = (?, ?, ?)"
    first, closed = scratch.execute(find, place).fetchone()
    if closed != line.closed:
        raise BadLine([Wrong("closed", "contradicts", str(first))])


def _portions(scratch: sqlite3.Connection) -> Iterator[list[Closed]]:
    found = scratch.execute("SELECT unit_id, day, service_id, closed FROM line")
    while rows := found.fetchmany(_PORTION):
        yield [Closed(unit, date.fromisoformat(day), *rest) for unit, day, *rest in rows]


def _store(engine: Engine, file: Source, scratch: sqlite3.Connection, lines: int) -> Imported:
    with reading(engine) as connection:
        found = [_compared(connection, portion) for portion in _portions(scratch)]
    new, replaced = (sum(column) for column in zip(*found, strict=True)) if found else (0, 0)
    now = days.now()
    with writing(engine) as connection:
        row = {"what": "volumes", "digest": file.digest, "name": file.name[-200:], "rows": lines}
        made = connection.execute(insert(Import).values(row, started_at=now, closed_at=now))
        key = made.inserted_primary_key
        for portion in _portions(scratch):
            _upsert(connection, [line._asdict() for line in portion], key[0] if key else None)
    return Imported(stored=new, replaced=replaced, known=lines - new - replaced)


def _compared(connection: Connection, portion: list[Closed]) -> tuple[int, int]:
    """How many of these lines are new, and how many have another value than before."""
    places = [line[:3] for line in portion]
    columns = (Volume.unit_id, Volume.day, Volume.service_id)
    there = select(*columns, Volume.closed).where(tuple_(*columns).in_(places))
    before = {row[:3]: row.closed for row in connection.execute(there)}
    changed = sum(before.get(line[:3], line.closed) != line.closed for line in portion)
    return len(portion) - len(before), changed


def _upsert(connection: Connection, rows: list[dict[str, Any]], import_id: int | None) -> None:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    fresh = dialect.insert(Volume)
    said = fresh.on_conflict_do_update(
        index_elements=[Volume.unit_id, Volume.day, Volume.service_id],
        set_={"closed": fresh.excluded.closed, "import_id": fresh.excluded.import_id},
        # What says nothing new keeps the import it came with.
        where=Volume.closed != fresh.excluded.closed,
    )
    connection.execute(said, [row | {"import_id": import_id} for row in rows])
