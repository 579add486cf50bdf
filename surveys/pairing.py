"""Pairing: how a device becomes the tablet of a place, and is known from then on.

Staff read out a short code, which is good once and for minutes; the device that shows it gets a
bearer, of which we keep the hash.
"""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import Connection, update

from surveys import codes, days
from surveys.kiosks import Kiosk, Tablet, change, tablets

# Every bearer of a device begins so.
MARK = "hk_"
CODE_LENGTH = 8
CODE_LIVES = timedelta(minutes=15)


class WrongCode(ValueError):
    """A code that pairs nothing here: mistyped, used, too old, or of another counter."""


def offer_code(connection: Connection, kiosk_id: int) -> str:
    """A code with which one device may be paired here soon; any earlier one is void.

    Raises:
        UnknownKiosk: there is no such place.
    """
    code = codes.draw_code(CODE_LENGTH)
    change(connection, kiosk_id, code_hash=_hash(code), code_until=days.now() + CODE_LIVES)
    return code


def unpair(connection: Connection, kiosk_id: int) -> None:
    """Let the device go: its bearer is worthless from now on; so is a code that was not used.

    Raises:
        UnknownKiosk: there is no such place.
    """
    gone = dict.fromkeys(("code_hash", "code_until", "token_hash", "paired_at", "seen_at"))
    change(connection, kiosk_id, **gone, battery=None, charging=None, queued=0, refused=0)


def pair(connection: Connection, touchpoint_id: int, typed: str) -> str:
    """Pair the device at which the code was typed, in place of any before it.

    Returns:
        Its bearer, which is stored nowhere.

    Raises:
        WrongCode: see there.
    """
    code, now = codes.read_drawn(typed, CODE_LENGTH), days.now()
    token = MARK + secrets.token_urlsafe(32)
    # One UPDATE, so that of two devices with the same code one is paired.
    paired = connection.execute(
        update(Kiosk)
        .where(
            Kiosk.touchpoint_id == touchpoint_id,
            Kiosk.code_hash == _hash(code or ""),
            Kiosk.code_until > now,
        )
        .values(code_hash=None, code_until=None, token_hash=_hash(token))
        .values(paired_at=now, seen_at=now, queued=0, refused=0, version=None)
    )
    if not paired.rowcount:
        raise WrongCode
    return token


def paired_or_none(connection: Connection, token: str) -> Tablet | None:
    """The place of the device that shows this bearer."""
    row = connection.execute(tablets().where(Kiosk.token_hash == _hash(token))).one_or_none()
    return Tablet(*row) if row else None


def _hash(secret: str) -> bytes:
    # A bearer has 256 random bits; a code has 40, but lives for minutes.
    return hashlib.sha256(secret.encode()).digest()
