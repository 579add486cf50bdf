"""Tickets: the signed slip inside a rating page that makes one tap one response.

A ticket says for which touchpoint and when the page was made, and carries 128 bits that become the
response's key. It needs no memory on our side and names nobody.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Literal

from surveys import days

LIFETIME_MS = 8 * 86_400_000
# A phone may lend itself to a family, not to a campaign.
TAPS_PER_TICKET = 3
_RANDOM, _TIME, _MAC = 16, 6, 16
_SIZE = _RANDOM + _TIME + _MAC
_TAP = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that was ours: its random part in hex, its time, and the secret that signed it."""

    random: str
    issued_ms: int
    secret: bytes


class BadTicket(ValueError):
    """A ticket that cannot be used; ``why`` is forged (or for another touchpoint) or expired.

    An expired one is ``old``: what was stored under it can still be recognised.
    """

    def __init__(self, why: Literal["forged", "expired"], old: Ticket | None = None) -> None:
        super().__init__(why)
        self.why, self.old = why, old


def _mac(secret: bytes, code: str, body: bytes) -> bytes:
    return hashlib.blake2b(body + code.encode(), key=secret, digest_size=_MAC).digest()


def issue(secret: bytes, code: str, now_ms: int) -> str:
    """Make a ticket for a touchpoint: 51 characters, base64url.

    Args:
        secret: 16 to 64 bytes, the key of the label "ticket".
        code: the touchpoint's code.
        now_ms: milliseconds since 1970.
    """
    moment = now_ms.to_bytes(_TIME, "big")
    # A key that begins with its time finds its place at the end of every index, beside those of the
    # same minute: a batch then touches a few pages and not three for each tap.
    body = moment + secrets.token_bytes(_RANDOM - _TIME) + moment
    ticket = body + _mac(secret, code, body)
    return base64.urlsafe_b64encode(ticket).rstrip(b"=").decode("ascii")


def read(secrets_: list[bytes], code: str, text: str, now_ms: int) -> Ticket:
    """Check a ticket against the current secret and, after a rotation, the one before.

    Raises:
        BadTicket: "forged" when no secret of ours signed it for this touchpoint; "expired" when it
            is older than 8 days.
    """
    try:
        raw = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadTicket("forged") from None
    if len(raw) != _SIZE:
        raise BadTicket("forged")
    body, mac = raw[:-_MAC], raw[-_MAC:]
    for secret in secrets_:
        if hmac.compare_digest(mac, _mac(secret, code, body)):
            break
    else:
        raise BadTicket("forged")
    issued_ms = int.from_bytes(body[_RANDOM:], "big")
    ticket = Ticket(body[:_RANDOM].hex(), issued_ms, secret)
    if now_ms - issued_ms > LIFETIME_MS:
        raise BadTicket("expired", ticket)
    return ticket


def key_of(ticket: Ticket, tap: str) -> str:
    """The response's key: the ticket's random part, and the tap that a script made.

    Raises:
        ValueError: a tap that is not 32 hexadecimal digits.
    """
    if not tap:
        return ticket.random
    if not _TAP.fullmatch(tap := tap.lower()):
        raise ValueError("a tap has 32 hexadecimal digits")
    return f"{ticket.random}-{tap}"


def given_at(claim: str, issued_ms: int, received_ms: int) -> int:
    """When the citizen tapped: the device's claim where it is possible, else our own clock.

    Args:
        claim: milliseconds since 1970 or ISO 8601 as the device wrote it, or nothing.
        issued_ms, received_ms: the ticket's time and ours; a possible claim lies between.
    """
    given = days.read_moment(claim) if claim else None
    return given if given is not None and issued_ms <= given <= received_ms else received_ms
