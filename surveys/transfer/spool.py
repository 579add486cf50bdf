"""What was checked, kept on disk until all of the file is known to be good."""

import sqlite3
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from typing import IO

import msgspec

from surveys.transfer.checking import Answered
from surveys.transfer.lines import BadLine, Wrong
from surveys.transfer.staging import PORTION

# So much is kept in memory before the disk is used, in bytes.
_MEMORY = 8_000_000


class Kept(msgspec.Struct, array_like=True, frozen=True):
    """A line of the file by its number, and what it says."""

    line: int
    said: Answered


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Kept]).decode


class Spool:
    """Checked lines, in their order. Memory stays the same however many there are."""

    def __init__(self, file: IO[bytes], keys: sqlite3.Connection) -> None:
        self._file, self._keys = file, keys
        self._batch: list[Kept] = []
        self._sizes: list[int] = []
        self.rows = 0
        self.repeats = 0
        # A database without a name lives in memory, then in a file that nobody else sees.
        for statement in (
            "PRAGMA journal_mode=OFF",
            "CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER, said BLOB) WITHOUT ROWID",
            "BEGIN",
        ):
            keys.execute(statement)

    def put(self, line: int, said: Answered) -> None:
        """Keep a line; one that repeats an earlier line with its key is counted and dropped.

        Raises:
            BadLine: an earlier line has its key and says something else.
        """
        if said.key and self._repeats(line, said):
            self.repeats += 1
            return
        self.rows += 1
        self._batch.append(Kept(line, said))
        if len(self._batch) == PORTION:
            self._write()

    def _repeats(self, line: int, said: Answered) -> bool:
        digest = blake2b(_encode(said), digest_size=16).digest()
        row = (said.key, line, digest)
        if self._keys.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", row).rowcount:
            return False
        find = "SELECT line, said FROM seen WHERE key = ?"
        first, before = self._keys.execute(find, [said.key]).fetchone()
        if before != digest:
            raise BadLine([Wrong("key", "contradicts", str(first))])
        return True

    def _write(self) -> None:
        self._sizes.append(self._file.write(_encode(self._batch)))
        self._batch = []

    def batches(self) -> Iterator[list[Kept]]:
        """All lines, at most ``PORTION`` at a time; nothing may be put in any more."""
        if self._batch:
            self._write()
        self._file.seek(0)
        for size in self._sizes:
            yield _decode(self._file.read(size))


@contextmanager
def open_spool() -> Generator[Spool]:
    """An empty spool, gone at the end of the block."""
    with (
        tempfile.SpooledTemporaryFile(max_size=_MEMORY) as file,
        closing(sqlite3.connect("", isolation_level=None)) as keys,
    ):
        yield Spool(file, keys)
