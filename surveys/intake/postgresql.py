"""Storing taps in PostgreSQL: multi-row statements, repeated when the outcome is unknown.

A repeat is harmless because the key is unique. It is also durable: a key that is already there
would write no WAL, so its COMMIT would not wait for a standby; the message below makes it wait.
"""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from surveys.intake.batch import Tap

if TYPE_CHECKING:
    import psycopg

# The literal 1 is the kind "response".
REMEMBER = """
    INSERT INTO known_key (key, receipt, unit_id, day, until)
    SELECT * FROM unnest(%s::text[], %s::bigint[], %s::int[], %s::date[], %s::date[])
    ON CONFLICT DO NOTHING RETURNING key"""

KEEP = """
    INSERT INTO pending (kind, simulated, key, touchpoint_id, unit_id, path_id, service_id,
        survey_version_id, channel, locale, given_ms, received_ms, day, overall, unfinished,
        settles_ms, flags)
    SELECT 1, false, * FROM unnest(%s::text[], %s::int[], %s::int[], %s::int[], %s::int[],
        %s::int[], %s::smallint[], %s::text[], %s::bigint[], %s::bigint[], %s::date[],
        %s::smallint[], %s::smallint[], %s::bigint[], %s::smallint[])"""

AMEND = """
    UPDATE pending SET overall = %s, unfinished = %s
    WHERE key = %s AND kind = 1 AND settles_ms > %s"""

WAIT_FOR_STANDBY = "SELECT pg_logical_emit_message(true, 'portal', 'repeat')"

# How long a batch is tried again while the database is away, in seconds; then the citizens are told
# to come back. A fail-over of a watched pair takes about two.
PATIENCE = 10.0


class PostgreSQLStore:
    """One connection per process, opened anew whenever it broke."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: psycopg.Connection[Any] | None = None

    def store(self, taps: Sequence[Tap]) -> None:
        """Commit a batch of taps; see ``Store``. Tries again for 10 s while nobody answers."""
        import psycopg

        until = time.monotonic() + PATIENCE
        # In the order of their keys, so that two processes with a common key cannot deadlock.
        ordered = sorted(taps, key=lambda tap: tap.key)
        while True:
            try:
                return self._transact(ordered)
            except psycopg.IntegrityError as refused:
                raise IntegrityError("tap", None, refused) from refused
            except psycopg.DataError as refused:
                raise DataError("tap", None, refused) from refused
            except (psycopg.Error, OSError) as failed:
                self.close()
                if time.monotonic() > until or _is_final(failed):
                    raise OperationalError("taps", None, failed) from failed
                time.sleep(0.1)

    def _transact(self, taps: Sequence[Tap]) -> None:
        connection = self._connect()
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(REMEMBER, _columns(taps, "key receipt unit_id day until"))
            new = {key for (key,) in cursor.fetchall()}
            fresh, repeated = [], []
            for tap in taps:
                if tap.key in new:
                    new.remove(tap.key)
                    fresh.append(tap)
                else:
                    repeated.append((tap.overall, tap.unfinished, tap.key, tap.received_ms))
            if fresh:
                cursor.execute(KEEP, _columns(fresh, _PENDING))
            if repeated:
                cursor.executemany(AMEND, repeated)
                cursor.execute(WAIT_FOR_STANDBY)

    def _connect(self) -> "psycopg.Connection[Any]":
        if self._connection is None or self._connection.closed:
            import psycopg

            url = self._engine.url.set(drivername="postgresql")
            self._connection = psycopg.connect(
                url.render_as_string(hide_password=False), autocommit=True, connect_timeout=3
            )
        return self._connection

    def close(self) -> None:
        """Close the connection; the next batch opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


_PENDING = (
    "key touchpoint_id unit_id path_id service_id survey_version_id channel locale given_ms"
    " received_ms day overall unfinished settles_ms flags"
)


def _columns(taps: Sequence[Tap], names: str) -> list[list[Any]]:
    return [[getattr(tap, name) for tap in taps] for name in names.split()]


def _is_final(failed: Exception) -> bool:
    # 53100: the disk is full. 25006: read-only. Waiting mends neither while a citizen stands there.
    return getattr(failed, "sqlstate", None) in ("53100", "25006", "42P01", "42501")
