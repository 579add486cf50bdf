"""A block in the making: rows of the ledger, what hangs on them, their cells, and at last its hash.

Entries get their ids in the order in which they are written. Everything happens inside the
transaction that holds the sealer's lock.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text

from surveys import days
from surveys.bulk import add_rows, numbers_of, written
from surveys.places import UnitPath
from surveys.responses import SAID, Comment, Entry, Pending, Screening, Seal
from surveys.screening import RULES
from surveys.sealing import encoding
from surveys.sealing.counting import Counting, fold
from surveys.sealing.ledger import Line
from surveys.sealing.roots import rooted_until_ms

_PORTION = 500
_NAMES = Pending.__table__.columns.keys()
_SCREENED: Sequence[Any] = [
    Screening.__table__.c[name] for name in ("response_id", "flags", "rules")
]
_MADE = ("id", "response_id", "seal_id", "sign", "prior_a", "prior_b")


class Block:
    """The next block; ``last`` is the row of the one before, None for the first."""

    def __init__(self, connection: Connection, last: Any) -> None:
        self._connection = connection
        self._last = last
        self._id = (last.id if last else 0) + 1
        self._first_id = self.next_id = (last.last_id if last else 0) + 1
        self._columns: dict[str, list[Any]] = {name: [] for name in encoding.COLUMNS}
        self._flagged: list[bool] = []

    def move(self, plain: Sequence[Row[Any]]) -> None:
        """Enter pending responses without a comment, in the order of their ids.

        The database copies them from ``pending`` itself; deleting them is left to the caller.
        """
        said, made = ", ".join(SAID), ", ".join(_MADE)
        copied = self._connection.execute(
            text(
                f"INSERT INTO entry ({made}, {said}) "  # noqa: S608 - names of columns
                f"SELECT :before + row_number() OVER (ORDER BY id), "
                f":before + row_number() OVER (ORDER BY id), :seal, 1, 0, 0, {said} "
                f"FROM pending WHERE id IN ({numbers_of(self._connection)})"
            ),
            {"before": self.next_id - 1, "seal": self._id, "rows": written(r.id for r in plain)},
        )
        if copied.rowcount != len(plain):
            raise LookupError(f"{copied.rowcount} of {len(plain)} pending rows are there")
        ids, size = range(self.next_id, self.next_id + len(plain)), len(plain)
        columns: dict[str, Sequence[Any]] = dict(zip(_NAMES, zip(*plain, strict=True), strict=True))
        columns |= {"id": ids, "response_id": ids, "commitment": [None] * size}
        columns |= {"sign": [1] * size, "prior_a": [0] * size, "prior_b": [0] * size}
        self._take(columns, columns["flags"])

    def write(self, lines: Sequence[Line]) -> None:
        """Enter lines, whose ids have to begin with ``next_id``."""
        comments = _commit_comments(lines)
        rows = [line.entry | {"seal_id": self._id} for line in lines]
        for start in range(0, len(rows), _PORTION):
            self._connection.execute(insert(Entry), rows[start : start + _PORTION])
        if comments:
            self._connection.execute(insert(Comment), comments)
        columns = {name: [line.entry[name] for line in lines] for name in encoding.COLUMNS}
        self._take(columns, [line.flags for line in lines])

    def _take(self, columns: encoding.Columns, flags: Sequence[int]) -> None:
        for name, column in self._columns.items():
            column.extend(columns[name])
        self._flagged += map(bool, flags)
        said = zip(columns["id"], columns["response_id"], flags, strict=True)
        if doubted := [(id_, why, RULES) for id_, response, why in said if why and id_ == response]:
            add_rows(self._connection, _SCREENED, doubted)
        self.next_id += len(flags)

    def close(self) -> None:
        """Count the block and seal it; one without entries leaves no trace."""
        if self.next_id == self._first_id:
            return
        counting = Counting(ancestors_of(self._connection))
        counting.add(self._columns, self._flagged)
        fold(self._connection, counting.tally())
        # A clock set back puts nothing into a day whose root was handed out.
        sealed_ms = max(days.now_ms(), rooted_until_ms(self._connection))
        before = self._last.hash if self._last else encoding.GENESIS
        self._connection.execute(
            insert(Seal).values(
                id=self._id,
                sealed_ms=sealed_ms,
                first_id=self._first_id,
                last_id=self.next_id - 1,
                encoding=encoding.VERSION,
                hash=encoding.block_hash(before, self._id, sealed_ms, self._columns),
            )
        )


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


def ancestors_of(connection: Connection) -> dict[int, tuple[int, ...]]:
    """The frozen ancestors of every path."""
    return {
        id_: tuple(int(unit) for unit in ancestors.split(".") if unit)
        for id_, ancestors in connection.execute(select(UnitPath.id, UnitPath.ancestors))
    }
