"""One import at a time: whoever holds the lock knows that every open import was abandoned."""

import fcntl
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from surveys.database import sqlite_file

# Any number, as long as every import asks for the same one.
_PG_LOCK = 7_041_809_2


class Busy(RuntimeError):
    """Another import is under way."""


@contextmanager
def alone(engine: Engine, wait: Callable[[], None] | None) -> Generator[None]:
    """Hold the right to import; the system frees it when the process ends, however it ends.

    Args:
        wait: called once before waiting for another import; None does not wait.

    Raises:
        Busy: another import is under way, and ``wait`` is None.
    """
    file = sqlite_file(engine)
    with _locked_file(file, wait) if file else _locked_server(engine, wait):
        yield


@contextmanager
def _locked_file(file: Path, wait: Callable[[], None] | None) -> Generator[None]:
    with open(f"{file}.import-lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if wait is None:
                raise Busy from None
            wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _locked_server(engine: Engine, wait: Callable[[], None] | None) -> Generator[None]:
    # A lock of the session, so no transaction stays open while a file is read.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        lock = {"lock": _PG_LOCK}
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), lock):
            if wait is None:
                raise Busy
            wait()
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), lock)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)
