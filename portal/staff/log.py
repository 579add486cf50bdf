"""The staff log: who did what, each line chained to the one before it.

A line is written in the transaction of the act itself, so that neither can exist without the other.
The name and the role stand in it as text: the record outlives the account.
"""

import hashlib
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import JSON, BigInteger, Connection, LargeBinary, String, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from surveys import days
from surveys.database import Base, BigId
from surveys.masking import mask
from surveys.sealing.blocks import Differs
from translations import mark

VERSION = 1
GENESIS = bytes(32)

_HEADER = struct.Struct(">3q")
_LENGTH = struct.Struct(">q")
# Any number, as long as everyone who writes the log asks for the same one.
_PG_LOCK = 7_041_809_2
_PORTION = 1000
# A hash is no text, and must stay whole.
_HASH = re.compile("[0-9a-f]{32,}")


class StaffLog(Base):
    """One act; ids run without a gap, and ``hash`` covers the line and the hash before it."""

    __tablename__ = "staff_log"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(24))
    act: Mapped[str] = mapped_column(String(40))
    what: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Who(NamedTuple):
    """The person of an act, as the log names them for ever."""

    name: str
    role: str


NOBODY = Who("", "")


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``verify_log`` read: lines up to the first difference, and the newest hash."""

    lines: int
    root: bytes
    differs: Differs | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing differed."""
        return self.differs is None

    @property
    def difference(self) -> str | None:
        """The first difference in English, None where nothing differed."""
        return str(self.differs) if self.differs else None


def record(connection: Connection, act: str, who: Who, what: dict[str, Any] | None = None) -> None:
    """Write one line, in the transaction that does what it tells of.

    Args:
        connection: from ``writing``; a second writer waits until it commits.
        act: a short fixed phrase such as ``sign-in``.
        what: texts, whole numbers, booleans and lists of them; no comments and no secrets.
            Personal data in a text is covered: the log is read, exported and never erased.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _PG_LOCK})
    newest = select(StaffLog.id, StaffLog.hash).order_by(StaffLog.id.desc()).limit(1)
    id_, before = connection.execute(newest).one_or_none() or (0, GENESIS)
    line = {"id": id_ + 1, "at_ms": days.now_ms(), "who": who.name, "role": who.role}
    line |= {"act": act, "what": _covered(what or {})}
    connection.execute(insert(StaffLog).values(**line, hash=_hash(before, line)))


def _covered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _covered(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_covered(one) for one in value]
    if isinstance(value, str) and not _HASH.fullmatch(value):
        return mask(value)
    return value


def verify_log(connection: Connection) -> Checked:
    """Make every hash again, oldest line first.

    Lines missing at the end are proven only by a root that was kept elsewhere.
    """
    lines, before = 0, GENESIS
    try:
        for row in _rows(connection):
            if row.id > lines + 1:
                missing = mark("line %(line)s of the staff log is missing")
                return Checked(lines, before, Differs(missing, line=lines + 1))
            if row.id <= lines or row.hash != _hash(before, row._asdict()):
                changed = mark("line %(line)s of the staff log was changed")
                return Checked(lines, before, Differs(changed, line=row.id))
            lines, before = row.id, row.hash
    except (TypeError, ValueError, struct.error):
        # SQLite keeps a text in a column of numbers, if somebody puts it there.
        unreadable = mark("line %(line)s of the staff log cannot be read")
        return Checked(lines, before, Differs(unreadable, line=lines + 1))
    return Checked(lines, before)


def _rows(connection: Connection) -> Iterator[Any]:
    """All lines, oldest first; one by one where some of a portion cannot be read."""
    table, size = StaffLog.__table__, _PORTION
    some = select(table).order_by(table.c.id)
    after = some
    while True:
        try:
            rows = connection.execute(after.limit(size)).all()
        except (TypeError, ValueError):
            if size == 1:
                raise
            size = 1
            continue
        if not rows:
            return
        yield from rows
        after = some.where(table.c.id > rows[-1].id)


def _hash(before: bytes, line: dict[str, Any]) -> bytes:
    """SHA-256 over the hash before, the numbers, and each text behind its length."""
    what = json.dumps(line["what"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    texts = [part.encode() for part in (line["who"], line["role"], line["act"], what)]
    written = b"".join(_LENGTH.pack(len(part)) + part for part in texts)
    header = _HEADER.pack(VERSION, line["id"], line["at_ms"])
    return hashlib.sha256(before + header + written).digest()
