"""The database: one base for all tables, one way to read and one way to write."""

import fcntl
import re
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    create_engine,
    event,
)
from sqlalchemy.engine import URL, Dialect, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# Alembic can drop or alter a constraint on SQLite only by its name.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite gives a row number only to a column that is exactly INTEGER PRIMARY KEY.
BigId = BigInteger().with_variant(Integer(), "sqlite")


# A transaction that found its rows there already writes nothing, so its COMMIT would not wait for a
# standby that has yet to hear of them; in PostgreSQL this makes it wait.
WAIT_FOR_STANDBY = "SELECT pg_logical_emit_message(true, 'portal', 'repeat')"

# Where a connection keeps the server's last warning.
_WARNED = "warned"

# A server that lost its power says nothing more; without these a line to it hangs for minutes.
_LIVELY = {
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC; SQLite would lose the zone otherwise."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Ask PostgreSQL for ``timestamptz``; SQLite ignores the zone."""
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: nobody could say what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite dropped."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment()}


def make_engine(url: str | URL) -> Engine:
    """Open a database.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql://user@host/db``; PostgreSQL goes through psycopg 3.
            Of several hosts (``postgresql://user@a:5432,b:5432/db``) the one that can write is
            taken with ``?target_session_attrs=read-write``.

    Raises:
        ValueError: another kind of database.
    """
    address = make_url(_one_host_each(url) if isinstance(url, str) else url)
    kind = address.get_backend_name()
    if kind == "postgresql":
        lively = {name: said for name, said in _LIVELY.items() if name not in address.query}
        address = address.set(drivername="postgresql+psycopg").update_query_dict(lively)
        engine = create_engine(address, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    if kind != "sqlite" or not address.database:
        raise ValueError(f"{kind}: the portal knows SQLite files and PostgreSQL")
    # A logged error must not carry a citizen's comment: parameters stay hidden.
    engine = create_engine(address, pool_size=8, max_overflow=24, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def opened(url: str | URL) -> Generator[Engine]:
    """A database for the length of a block; its connections are closed after it."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _one_host_each(url: str) -> str:
    """Write several hosts as SQLAlchemy reads them: ``@a,b/db`` becomes ``@/db?host=a&host=b``."""
    several = r"(postgresql[^/]*://(?:[^/@]*@)?)([^/@?]+,[^/@?]+)([^?]*)(?:\?(.*))?"
    found = re.fullmatch(several, url)
    if found is None:
        return url
    start, hosts, path, query = found.groups()
    named = [f"host={host}" for host in hosts.split(",")]
    return f"{start}{path}?{'&'.join([*named, *filter(None, [query])])}"


def _prepare_postgresql(raw: Any, record: Any) -> None:
    # Without keepalives the server would keep the locks of a client whose machine lost its power
    # for two hours: no other could seal or import. What pages ask is answered in milliseconds; to
    # compile it first took the overview of a city two seconds, each time.
    raw.execute(
        "SELECT set_config('tcp_keepalives_idle', '5', false),"
        " set_config('tcp_keepalives_interval', '2', false),"
        " set_config('tcp_keepalives_count', '3', false),"
        " set_config('jit', 'off', false)"
    )
    raw.commit()

    def heard(notice: Any) -> None:
        if notice.severity_nonlocalized == "WARNING":
            record.info[_WARNED] = notice.message_primary

    raw.add_notice_handler(heard)


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    # Python's sqlite3 opens transactions late and never for SELECT, so two reads of one page
    # could see two states; we say BEGIN ourselves.
    raw.isolation_level = None
    for pragma in (
        "foreign_keys=ON",
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=FULL",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "")
    connection.exec_driver_sql(f"BEGIN {mode}")


def sqlite_file(engine: Engine) -> Path | None:
    """The database file, or None on PostgreSQL."""
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """One snapshot: every read inside sees the same state, whatever is sealed meanwhile."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else None
    options: dict[str, Any] = {"isolation_level": level, "postgresql_readonly": True}
    with engine.connect() as connection:
        if level:
            connection = connection.execution_options(**options)
        with connection.begin() as transaction:
            yield connection
            transaction.rollback()


@contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """One transaction that commits at the end of the block, or leaves no trace.

    On SQLite it holds the write lock of the file, so keep it under 50 ms: a citizen's tap may wait.

    Raises:
        OperationalError: among others, when COMMIT said yes with a warning: PostgreSQL stored it,
            and stopped waiting for the standby that should have it too.
    """
    with (
        write_lock(engine),
        engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection,
    ):
        with connection.begin():
            yield connection
            connection.info.pop(_WARNED, None)
        if warned := connection.info.get(_WARNED):
            raise OperationalError("COMMIT", None, RuntimeError(warned))


@contextmanager
def write_lock(engine: Engine) -> Generator[None]:
    """Wait in line for the SQLite file; nothing on PostgreSQL.

    SQLite's own busy handler sleeps and is unfair: the tail of 32 writers was 2.5 s, with a file
    lock 35 ms.
    """
    file = sqlite_file(engine)
    if file is None:
        yield
        return
    with open(f"{file}.write-lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
