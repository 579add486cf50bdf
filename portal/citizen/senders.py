"""Telling senders apart for a day without knowing any of them.

A sender is a keyed hash of a network and a browser's name. The key is random, lives in this
process's memory, and is thrown away at midnight; then nobody, we included, can say which address a
hash stood for. Neither the hash nor what went into it is stored or logged.
"""

import hashlib
import secrets
from datetime import timedelta
from ipaddress import IPv6Address

from litestar.types import HTTPScope

from surveys import days

# Source: what a household or an office shares: 24 bits of IPv4, 56 of IPv6 (RFC 6177).
_IPV6_BYTES = 7


class Senders:
    """Gives senders their hashes of today."""

    def __init__(self) -> None:
        self._key, self._since_ms, self._until_ms = b"", 0, 0

    def of(self, scope: HTTPScope, user_agent: bytes, now_ms: int) -> bytes:
        """Eight bytes that are the same for one network and browser until midnight, office time."""
        # A clock that was a day ahead and was set back must not lengthen a key's life.
        if not self._since_ms <= now_ms < self._until_ms:
            today = days.office_day(now_ms)
            self._key, self._since_ms = secrets.token_bytes(32), days.start_of(today)
            self._until_ms = days.start_of(today + timedelta(days=1))
        client = scope["client"]
        network = _network(client[0] if client else "")
        return hashlib.blake2b(network + user_agent, key=self._key, digest_size=8).digest()


def _network(address: str) -> bytes:
    if ":" not in address:
        return address.rpartition(".")[0].encode()
    try:
        long = IPv6Address(address)
    except ValueError:
        return address.encode()
    return long.ipv4_mapped.packed[:3] if long.ipv4_mapped else long.packed[:_IPV6_BYTES]
