"""The writer's line to PostgreSQL: it never waits for ever and trusts no doubtful commit."""

import math
import secrets
import time
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.errors import Diagnostic
from sqlalchemy import Engine

# Whatever of ours a cut line left behind in the server stands in the way of its own repeat: it may
# hold the keys, and while it waits for a standby nothing but this ends it.
CLEAR = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = %s AND pid <> pg_backend_pid()"""

# The name of this process's line, so that no other's is ever cleared away.
NAME = f"portal writer {secrets.token_hex(8)}"


class Doubtful(psycopg.OperationalError):
    """COMMIT said yes with a warning: it is stored here, perhaps on no standby."""


class Line(psycopg.Connection[tuple[Any, ...]]):
    """An autocommitting connection that knows how long its caller can wait."""

    until = math.inf
    _warning: str | None = None

    @classmethod
    def open(cls, engine: Engine) -> "Line":
        """Connect as the engine would, to any of the hosts its address names."""
        _, address = engine.dialect.create_connect_args(engine.url)
        line = cls.connect(**{**address, "application_name": NAME}, autocommit=True)
        line.execute(CLEAR, [NAME])
        line.add_notice_handler(line._heard)
        return line

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for the server as psycopg does, but no longer than ``until`` (monotonic seconds).

        A server whose standbys are away holds a COMMIT for as long as they are, and
        ``statement_timeout`` does not end that.
        """
        left = max(0.0, self.until - time.monotonic())
        return super().wait(gen, interval, left if timeout is None else min(left, timeout))

    def trust(self) -> None:
        """Do nothing if whatever was committed is where the server was told to keep it.

        Raises:
            Doubtful: the server warned, as it does when its wait for a standby is cancelled.
        """
        if self._warning:
            raise Doubtful(self._warning)

    def _heard(self, notice: Diagnostic) -> None:
        if notice.severity_nonlocalized == "WARNING":
            self._warning = notice.message_primary
