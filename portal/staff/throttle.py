"""Slowing down who guesses passwords: by account in the database, by neighbourhood in memory."""

import hashlib
import hmac
import ipaddress
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from math import ceil
from threading import Lock
from typing import Any

from sqlalchemy import Connection, LargeBinary, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.settings import Settings
from portal.staff.accounts import fold_name
from surveys import days
from surveys.database import Base
from translations import ngettext

# The first slips are free; then each doubles the wait, and the tenth closes the door for a while.
FREE = 4
LOCKED_AT = 10
LOCKED = timedelta(minutes=15)
# A name that nobody tried for a day starts anew.
FORGOTTEN = timedelta(days=1)

_NONE = timedelta(0)
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class SignInAttempt(Base):
    """Failed attempts on one name, whether or not an account has it; the name itself is not kept.

    What is typed as a name may well be a password.
    """

    __tablename__ = "sign_in_attempt"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime]


def wait_after(failures: int) -> timedelta:
    """How long a name is blocked after so many failures in a row.

    Source: OWASP ASVS 5.0, 6.3.1 (controls against brute force); the lengths are ours.
    """
    if failures >= LOCKED_AT:
        return LOCKED
    return timedelta(seconds=2 ** (failures - FREE)) if failures > FREE else _NONE


def wait(connection: Connection, key: bytes, name: str) -> timedelta:
    """How long a name is still blocked; zero when it may be tried.

    Ask before the password is checked, and again in the transaction that follows: of a hundred
    guesses sent at once only those count that would have counted one after the other.

    Args:
        key: keyed hashes of names are made with it.
    """
    until = select(SignInAttempt.blocked_until).where(SignInAttempt.hash == _hash(key, name))
    blocked_until = connection.scalar(until)
    return max(blocked_until - days.now(), _NONE) if blocked_until else _NONE


def told(wait: timedelta) -> str:
    """How long to wait, in words."""
    minutes = ceil(wait / timedelta(minutes=1))
    return ngettext(
        "Too many attempts. Please try again in %(num)s minute.",
        "Too many attempts. Please try again in %(num)s minutes.",
        minutes,
    )


def failed(connection: Connection, key: bytes, name: str) -> bool:
    """Count a failure; whether it closed the door. ``connection`` is from ``writing``."""
    now, hashed = days.now(), _hash(key, name)
    connection.execute(delete(SignInAttempt).where(SignInAttempt.last_at < now - FORGOTTEN))
    here = SignInAttempt.hash == hashed
    # Two first failures at the same moment must both count: the update waits for the other's row.
    connection.execute(
        _INSERT[connection.dialect.name](SignInAttempt)
        .values(hash=hashed, failures=0, last_at=now, blocked_until=now)
        .on_conflict_do_nothing()
    )
    more = update(SignInAttempt).where(here).values(failures=SignInAttempt.failures + 1)
    failures = connection.execute(more.returning(SignInAttempt.failures)).scalar_one()
    until = now + wait_after(failures)
    connection.execute(update(SignInAttempt).where(here).values(last_at=now, blocked_until=until))
    return failures == LOCKED_AT


def forgive(connection: Connection, key: bytes, name: str) -> None:
    """Forget the failures of a name whose password was right in the end."""
    connection.execute(delete(SignInAttempt).where(SignInAttempt.hash == _hash(key, name)))


def key_of(settings: Settings) -> bytes:
    """The key that names are hashed with."""
    return settings.key("throttle")[0]


def _hash(key: bytes, name: str) -> bytes:
    return hmac.digest(key, fold_name(name).encode(), "sha256")


class Neighbourhood:
    """Failures of the last quarter of an hour by network, in this process only.

    Keeps no address: networks are known by a hash under a key that dies with the process. Only
    failures on names of accounts belong here: an invented name cannot succeed, and citizens who
    share the Wi-Fi of an office could otherwise lock its staff out by typing any.
    """

    # An account takes LOCKED_AT failures before its own door closes for as long as this window, so
    # a network is closed only where ten accounts are locked already: more than a ward office has.
    # Whoever tries one password on many accounts is held to 400 guesses in an hour.
    LIMIT = 10 * LOCKED_AT
    WINDOW_MS = 900_000
    _MOST = 10_000

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)
        self._lock = Lock()
        self._failures: OrderedDict[bytes, tuple[int, int]] = OrderedDict()

    def wait(self, address: str) -> timedelta:
        """How long this network has to wait; zero when it may try."""
        begun, count = self._failures.get(self._name(address), (0, 0))
        left = begun + self.WINDOW_MS - days.now_ms()
        return timedelta(milliseconds=left if count >= self.LIMIT and left > 0 else 0)

    def failed(self, address: str) -> None:
        """Count a failure on a name that an account has."""
        name, now = self._name(address), days.now_ms()
        with self._lock:
            begun, count = self._failures.pop(name, (now, 0))
            fresh = begun + self.WINDOW_MS <= now
            self._failures[name] = (now, 1) if fresh else (begun, count + 1)
            while len(self._failures) > self._MOST:
                self._failures.popitem(last=False)

    def _name(self, address: str) -> bytes:
        network = network_of(address).encode()
        return hashlib.blake2b(network, digest_size=16, key=self._key).digest()


def network_of(address: str) -> str:
    """The network of an address, /24 or /56; what is no address counts as itself."""
    try:
        host = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((host, 24 if host.version == 4 else 56), strict=False))
