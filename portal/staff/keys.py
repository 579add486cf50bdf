"""API keys: what another system shows to bring ratings in or to read figures."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler
from sqlalchemy import Connection, ForeignKey, LargeBinary, String, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.staff.log import Who, record
from surveys import days
from surveys.database import Base, reading, writing
from surveys.register import Register

Scope = Literal["collect", "read"]
SCOPES: tuple[Scope, ...] = ("collect", "read")

_MARK = "hl_"
_SHOWN = 8
# When a key was last used is kept to the hour: enough to find the forgotten ones.
_NOTED = timedelta(hours=1)


class ApiKey(Base):
    """A key, known by its hash; ``prefix`` is the part of it that lists show."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    prefix: Mapped[str] = mapped_column(String(16), unique=True)
    scope: Mapped[str] = mapped_column(String(12))
    # With a unit, the key holds for it and those below it; without one, everywhere.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class UnknownKey(LookupError):
    """No key begins like this."""


class Key(NamedTuple):
    """A key that was accepted."""

    id: int
    prefix: str
    scope: str
    unit_id: int | None
    used_at: datetime | None

    def covers(self, register: Register, unit_id: int) -> bool:
        """Whether it holds for a unit today."""
        today = days.office_day(days.now_ms())
        return self.unit_id in (None, unit_id, *register.ancestors(unit_id, today))


def add_key(connection: Connection, scope: Scope, unit_id: int | None, by: Who) -> str:
    """Make a key; returns it, for it is stored nowhere."""
    key = _MARK + secrets.token_urlsafe(32)
    prefix = key[: len(_MARK) + _SHOWN]
    made = {"prefix": prefix, "scope": scope, "unit_id": unit_id}
    connection.execute(insert(ApiKey).values(hash=_hash(key), created_at=days.now(), **made))
    record(connection, "key added", by, {"key": prefix, "scope": scope, "unit": unit_id})
    return key


def list_keys(connection: Connection) -> list[Any]:
    """Every key as a row of the table, oldest first."""
    return list(connection.execute(select(ApiKey.__table__).order_by(ApiKey.id)))


def revoke_key(connection: Connection, prefix: str, by: Who) -> None:
    """Make the key that begins so worthless from now on; twice is no error.

    Raises:
        UnknownKey: none begins so.
    """
    known = select(ApiKey.revoked_at).where(ApiKey.prefix == prefix)
    row = connection.execute(known).one_or_none()
    if row is None:
        raise UnknownKey(prefix)
    if row.revoked_at is None:
        revoked = update(ApiKey).where(ApiKey.prefix == prefix)
        connection.execute(revoked.values(revoked_at=days.now()))
        record(connection, "key revoked", by, {"key": prefix})


def key_or_none(connection: Connection, text: str) -> Key | None:
    """The key that was shown, unless it is unknown or revoked."""
    columns = (getattr(ApiKey, name) for name in Key._fields)
    live = select(*columns).where(ApiKey.hash == _hash(text), ApiKey.revoked_at.is_(None))
    row = connection.execute(live).one_or_none()
    return Key(*row) if row else None


@dataclass(frozen=True)
class HoldsKey:
    """A guard made by ``holds_key``."""

    scope: Scope

    def __call__(
        self, connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
    ) -> None:
        """Refuse whoever shows no such key."""
        with reading(connection.app.state.engine) as reader:
            key = key_or_none(reader, bearer_of(connection))
        if key is None:
            raise NotAuthorizedException("a valid key is needed")
        if key.scope != self.scope:
            raise PermissionDeniedException(f"the key has scope {key.scope}, not {self.scope}")
        _note_use(connection.app.state.engine, key)
        connection.scope["auth"] = key


def bearer_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """What is shown as ``Authorization: Bearer``; "" where nothing is."""
    kind, _, text = connection.headers.get("authorization", "").partition(" ")
    return text.strip() if kind.lower() == "bearer" else ""


def holds_key(scope: Scope) -> HoldsKey:
    """A guard of API routes: ``Authorization: Bearer KEY`` of this scope; ``key_of`` has it then.

    Answers 401 without a valid key, 403 with one of another scope.
    """
    return HoldsKey(scope)


def key_of(request: Request[Any, Any, Any]) -> Key:
    """The key that ``holds_key`` accepted."""
    key: Key = request.auth
    return key


def _note_use(engine: Any, key: Key) -> None:
    now = days.now()
    if key.used_at is None or key.used_at <= now - _NOTED:
        with writing(engine) as connection:
            connection.execute(update(ApiKey).where(ApiKey.id == key.id).values(used_at=now))


def _hash(key: str) -> bytes:
    # The key has 256 random bits, so a plain hash cannot be guessed back.
    return hashlib.sha256(key.encode()).digest()
