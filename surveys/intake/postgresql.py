"""Storing taps in PostgreSQL: one statement a batch, repeated when the outcome is unknown.

A repeat is harmless because the key is unique. It is also durable: a key that is already there
would write no WAL, so its COMMIT would not wait for a standby; ``WAIT_FOR_STANDBY`` makes it wait.
"""

import time
from collections.abc import Sequence

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from surveys.database import WAIT_FOR_STANDBY
from surveys.intake.batch import Tap, split
from surveys.intake.line import Line

# One array per column of a tap; sent in binary (%b), which takes half of the client's time. Returns
# the keys that were there already. The literal 1 is the kind "response".
KEEP = """
    WITH given AS (
        SELECT * FROM unnest(%b::text[], %b::bigint[], %b::int[], %b::int[], %b::int[], %b::int[],
            %b::int[], %b::smallint[], %b::text[], %b::bigint[], %b::bigint[], %b::date[],
            %b::smallint[], %b::smallint[], %b::bigint[], %b::date[], %b::smallint[])
        AS tap (key, receipt, touchpoint_id, unit_id, path_id, service_id, survey_version_id,
            channel, locale, given_ms, received_ms, day, overall, unfinished, settles_ms, until,
            flags)),
    new AS (
        INSERT INTO known_key (key, receipt, unit_id, day, until)
        SELECT key, receipt, unit_id, day, until FROM given
        ON CONFLICT (key) DO NOTHING RETURNING key),
    kept AS (
        INSERT INTO pending (kind, simulated, key, touchpoint_id, unit_id, path_id, service_id,
            survey_version_id, channel, locale, given_ms, received_ms, day, overall, unfinished,
            settles_ms, flags)
        SELECT 1, false, key, touchpoint_id, unit_id, path_id, service_id, survey_version_id,
            channel, locale, given_ms, received_ms, day, overall, unfinished, settles_ms, flags
        FROM given JOIN new USING (key))
    SELECT key FROM given WHERE key NOT IN (SELECT key FROM new)"""

AMEND = """
    UPDATE pending SET overall = %s, unfinished = %s
    WHERE key = %s AND kind = 1 AND settles_ms > %s"""

# How long a batch is tried while the database is away, in seconds; then the citizens are told to
# come back. A fail-over of a watched pair takes about two.
PATIENCE = 10.0
# ... and how long the next batches are, until one is stored: those behind must not wait in turn.
IMPATIENCE = 3.0


class PostgreSQLStore:
    """One connection per process, opened anew whenever it broke."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._line: Line | None = None
        self._away = False

    def store(self, taps: Sequence[Tap]) -> None:
        """Commit a batch of taps; see ``Store``. Tries again for 10 s while nobody answers."""
        until = time.monotonic() + (IMPATIENCE if self._away else PATIENCE)
        # In the order of their keys, so that two processes with a common key cannot deadlock.
        ordered = sorted(taps, key=lambda tap: tap.key)
        while True:
            try:
                self._commit(ordered, until)
            except psycopg.IntegrityError as refused:
                raise IntegrityError("tap", None, refused) from refused
            except psycopg.DataError as refused:
                raise DataError("tap", None, refused) from refused
            except (psycopg.Error, OSError) as failed:
                self.close()
                if time.monotonic() > until or _is_final(failed):
                    self._away = True
                    raise OperationalError("taps", None, failed) from failed
                time.sleep(0.1)
            else:
                self._away = False
                return

    def _commit(self, taps: Sequence[Tap], until: float) -> None:
        if self._line is None or self._line.closed:
            self._line = Line.open(self._engine)
        line = self._line
        line.until = until
        first, repeats = split(taps)
        known = line.execute(KEEP, [list(column) for column in zip(*first.values(), strict=True)])
        repeats = [first[key] for (key,) in known] + repeats
        if repeats:
            with line.transaction(), line.cursor() as cursor:
                marks = [(tap.overall, tap.unfinished, tap.key, tap.received_ms) for tap in repeats]
                cursor.executemany(AMEND, marks)
                cursor.execute(WAIT_FOR_STANDBY)
        line.trust()

    def close(self) -> None:
        """Close the connection; the next batch opens another."""
        if self._line is not None:
            self._line.close()
            self._line = None


def _is_final(failed: Exception) -> bool:
    # 53100: the disk is full; 42P01, 42501: no table, or not ours. Waiting mends none of them while
    # a citizen stands there. 25006 (read-only) is a server on its way to or from being the primary.
    return getattr(failed, "sqlstate", None) in ("53100", "42P01", "42501")
