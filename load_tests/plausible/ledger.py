"""Writing many responses into the ledger as the sealer would have: entries, chain, cells, comments.

The blocks, their hashes and the counting are the sealer's own. Left out are the steps before
(pending rows, known keys), and on SQLite the wait for the disk: what is lost can be made again.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, Table, event, func, select

from analytics.text.desk import reading_of
from analytics.text.tables import CommentReading
from load_tests.plausible.crowd import Many
from surveys import days
from surveys.database import make_engine
from surveys.responses import Comment, Entry, Screening, Seal
from surveys.screening import RULES
from surveys.sealing import encoding
from surveys.sealing.roots import rooted_until_ms
from surveys.sealing.sealer import ROWS, last_seal

Columns = Mapping[str, Sequence[Any]]
# Responses of one block.
BLOCK = max(ROWS.values())


def open_for_bulk(url: str) -> Engine:
    """Open a database; a SQLite file is written without waiting for the disk."""
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hurry)
    return engine


def _hurry(raw: Any, _record: Any) -> None:
    for pragma in ("synchronous=OFF", "cache_size=-200000", "wal_autocheckpoint=20000"):
        raw.execute(f"PRAGMA {pragma}")


class Ledger:
    """The end of the ledger within one transaction, to which blocks are added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        last = last_seal(connection)
        self._seal_id = last.id if last else 0
        self._entry_id = last.last_id if last else 0
        self._hash: bytes = last.hash if last else encoding.GENESIS
        self._comment_id = connection.scalar(select(func.max(Comment.id))) or 0
        self._sealed_ms = max(days.now_ms(), rooted_until_ms(connection))

    def append(self, many: Many) -> None:
        """Write responses as one block.

        Raises:
            ValueError: there are none, or more than a block has.
        """
        size, first = len(many), self._entry_id + 1
        if not 0 < size <= BLOCK:
            raise ValueError(f"a block of {size} entries")
        ids = range(first, first + size)
        entries: Columns = {**many.columns, "id": ids, "response_id": ids}
        self._seal_id += 1
        self._hash = encoding.block_hash(self._hash, self._seal_id, self._sealed_ms, entries)
        self._entry_id += size
        self._put(Entry.__table__, {**entries, "seal_id": [self._seal_id] * size})
        seal = {"id": self._seal_id, "sealed_ms": self._sealed_ms, "hash": self._hash}
        seal |= {"first_id": first, "last_id": self._entry_id, "encoding": encoding.VERSION}
        self._put(Seal.__table__, {name: [value] for name, value in seal.items()})
        doubted = [first + place for place in many.doubted]
        flags = {"flags": [*many.doubted.values()], "rules": [RULES] * len(doubted)}
        self._put(Screening.__table__, {"response_id": doubted, **flags})
        self._comment(many, first)

    def _comment(self, many: Many, first: int) -> None:
        """Enter the comments as read: the desk would need hours for so many."""
        places = list(many.comments)
        begin, self._comment_id = self._comment_id + 1, self._comment_id + len(places)
        ids, entries = range(begin, self._comment_id + 1), [first + place for place in places]
        where = ("unit_id", "touchpoint_id", "day")
        comments: dict[str, Sequence[Any]] = {
            name: [many.columns[name][place] for place in places] for name in where
        }
        comments |= {"id": ids, "entry_id": entries, "response_id": entries}
        comments["text"] = [text for text, _ in many.comments.values()]
        comments["salt"] = [salt for _, salt in many.comments.values()]
        self._put(Comment.__table__, comments)
        readings = [_reading(text) for text in comments["text"]]
        said = {name: [reading[name] for reading in readings] for name in _reading("")}
        self._put(CommentReading.__table__, {"comment_id": ids, **said})

    def _put(self, table: Any, columns: Columns) -> None:
        """Add rows by the quickest way that the driver has."""
        names = [column.name for column in table.columns if column.name in columns]
        stored = (_stored(self._connection, table, name, columns[name]) for name in names)
        rows, listed = zip(*stored, strict=True), ", ".join(names)
        driver: Any = self._connection.connection.driver_connection
        if self._connection.dialect.name == "sqlite":
            marks = ", ".join("?" * len(names))
            driver.executemany(f"INSERT INTO {table.name} ({listed}) VALUES ({marks})", rows)
            return
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({listed}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)


@lru_cache(None)
def _reading(text: str) -> dict[str, Any]:
    """What the reader of comments says of a text, once, however often it was written."""
    return reading_of(text)


def _stored(connection: Connection, table: Table, name: str, column: Sequence[Any]) -> Any:
    """A column's values as the driver takes them."""
    write = _writer(connection.dialect, table.columns[name].type)
    if write is None or all(value is None for value in column):
        return column
    return [write(value) for value in column]


@lru_cache(None)
def _writer(dialect: Any, kind: Any) -> Callable[[Any], Any] | None:
    """What SQLAlchemy does to a value of this type before the driver has it."""
    write: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return write
