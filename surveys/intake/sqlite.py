"""Storing taps in SQLite: one transaction a batch, durable when COMMIT returns."""

import json
import sqlite3
from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from surveys.database import write_lock
from surveys.intake.batch import Tap, split

# Asked before anything is written. OR IGNORE would be shorter, and would take a row that breaks any
# other rule for a known key, and thank for nothing.
KNOWN = "SELECT key FROM known_key WHERE key IN (SELECT value FROM json_each(?))"

REMEMBER = "INSERT INTO known_key (key, receipt, unit_id, day, until) VALUES (?, ?, ?, ?, ?)"

# The numbers are a tap's columns. The literal 1 is the kind "response".
KEEP = """
    INSERT INTO pending (kind, simulated, key, touchpoint_id, unit_id, path_id, service_id,
        survey_version_id, channel, locale, given_ms, received_ms, day, overall, unfinished,
        settles_ms, flags)
    VALUES (1, 0, ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?17)"""

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
        try:
            with write_lock(self._engine):
                self._transact(taps)
        except sqlite3.IntegrityError as refused:
            raise IntegrityError("tap", None, refused) from refused
        except sqlite3.Error as failed:
            raise OperationalError("taps", None, failed) from failed

    def _transact(self, taps: Sequence[Tap]) -> None:
        connection = self._connect()
        first, repeats = split(taps)
        try:
            connection.execute("BEGIN IMMEDIATE")
            known = {key for (key,) in connection.execute(KNOWN, [json.dumps(list(first))])}
            fresh = [_row(tap) for key, tap in first.items() if key not in known]
            connection.executemany(REMEMBER, [(r[0], r[1], r[3], r[11], r[15]) for r in fresh])
            connection.executemany(KEEP, fresh)
            if known or repeats:
                repeats = [first[key] for key in known] + repeats
                connection.executemany(
                    AMEND,
                    [(tap.overall, tap.unfinished, tap.key, tap.received_ms) for tap in repeats],
                )
            connection.execute("COMMIT")
        except BaseException:
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


def _row(tap: Tap) -> tuple[object, ...]:
    return (*tap[:11], tap.day.isoformat(), *tap[12:15], tap.until.isoformat(), tap.flags)
