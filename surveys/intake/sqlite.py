"""Storing taps in SQLite: three statements a batch, durable when COMMIT returns."""

import json
import sqlite3
from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from surveys.database import write_lock
from surveys.intake.batch import Tap

# A batch travels as one JSON text, so that SQLite is entered once per statement, not per row, and
# the interpreter lock is free meanwhile. The literal 1 is the kind "response". Not OR IGNORE: it
# would take a row that breaks any other rule for a known key, and thank for nothing.
REMEMBER = """
    INSERT INTO known_key (key, receipt, unit_id, day, until)
    SELECT value->>0, value->>1, value->>3, value->>11, value->>15 FROM json_each(?)
    WHERE true ON CONFLICT (key) DO NOTHING RETURNING key"""

KEEP = """
    INSERT INTO pending (kind, key, touchpoint_id, unit_id, path_id, service_id, survey_version_id,
        channel, locale, given_ms, received_ms, day, overall, unfinished, settles_ms, flags,
        simulated)
    SELECT 1, value->>0, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7,
        value->>8, value->>9, value->>10, value->>11, value->>12, value->>13, value->>14,
        value->>16, 0
    FROM json_each(?)"""

AMEND = """
    UPDATE pending SET overall = ?, unfinished = ?
    WHERE key = ? AND kind = 1 AND settles_ms > ?"""


class SQLiteStore:
    """One connection to the file, used by the writer's thread alone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: sqlite3.Connection | None = None

    def store(self, taps: Sequence[Tap]) -> None:
        """Commit a batch of taps; see ``Store``."""
        rows = [
            (*tap[:11], tap.day.isoformat(), *tap[12:15], tap.until.isoformat(), tap.flags)
            for tap in taps
        ]
        try:
            with write_lock(self._engine):
                self._transact(taps, rows)
        except sqlite3.IntegrityError as refused:
            raise IntegrityError("tap", None, refused) from refused
        except sqlite3.Error as failed:
            raise OperationalError("taps", None, failed) from failed

    def _transact(self, taps: Sequence[Tap], rows: Sequence[Sequence[object]]) -> None:
        connection = self._connect()
        try:
            connection.execute("BEGIN IMMEDIATE")
            new = {key for (key,) in connection.execute(REMEMBER, [json.dumps(rows)])}
            fresh, repeated = [], []
            for tap, row in zip(taps, rows, strict=True):
                if tap.key in new:
                    new.remove(tap.key)
                    fresh.append(row)
                else:
                    repeated.append((tap.overall, tap.unfinished, tap.key, tap.received_ms))
            connection.execute(KEEP, [json.dumps(fresh)])
            if repeated:
                connection.executemany(AMEND, repeated)
            connection.execute("COMMIT")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            raw = self._engine.raw_connection()
            driver = raw.driver_connection
            raw.detach()
            if not isinstance(driver, sqlite3.Connection):
                raise TypeError("not an SQLite connection")
            self._connection = driver
        return self._connection

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            self._connection.close()
            self._connection = None
