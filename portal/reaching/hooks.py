"""Webhooks: one signed POST to an address that may be asked, with an end to waiting.

The receiver checks ``Hai-Long-Signature: t=SECONDS,v1=HEX``: HMAC-SHA256 with its secret over the
seconds, a full stop and the body. ``Hai-Long-Delivery`` is the same for every try of one message.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from surveys import days
from translations import mark

# For each step of the network, and for the whole of one try.
_STEP, _WHOLE = 5.0, 10.0


NO_ADDRESS = mark("this is no address such as https://host/path")
INSIDE = mark("this host is on a private network, and not in PORTAL_WEBHOOK_HOSTS")
NOT_SECURE = mark("only https, unless the host stands in PORTAL_WEBHOOK_HOSTS")


class BadAddress(ValueError):
    """An address that is not asked; carries a line, a msgid where it is judged, that says why."""


class NotTaken(Exception):
    """The other side did not take it; carries what it said."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Which addresses may be asked: https on public ones, and hosts that were allowed by name.

    Without this, whoever may enter an address could make the server read its own network.
    Source: OWASP, server-side request forgery.
    """

    allowed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, hosts: Iterable[str]) -> Guard:
        """Allowing these hosts, each as ``host`` or ``host:port``."""
        return cls(frozenset(hosts))

    def judge(self, url: str) -> SplitResult:
        """The parts of an address.

        Raises:
            BadAddress: it may not be asked.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise BadAddress(NO_ADDRESS) from None
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise BadAddress(NO_ADDRESS)
        if self._named(parts.hostname, port):
            return parts
        if _is_inside(parts.hostname):
            raise BadAddress(INSIDE)
        if parts.scheme != "https":
            raise BadAddress(NOT_SECURE)
        return parts

    def addresses(self, parts: SplitResult) -> list[str]:
        """The network addresses of a host, each of them public unless the host was allowed.

        They are what is then connected to: a second look-up could say something else.

        Raises:
            BadAddress: one of them is private.
            OSError: it has none.
        """
        host, port = str(parts.hostname), parts.port
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
        numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not self._named(host, port):
            for number in numbers:
                if not _is_public(number):
                    raise BadAddress(f"{host} is on a private network")
        return numbers

    def _named(self, host: str, port: int | None) -> bool:
        return host in self.allowed or f"{host}:{port}" in self.allowed


# Addresses of version 6 that lead to one of version 4. Source: RFC 6052, RFC 3056.
_LEADS_ON: Final = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "2002::/16", "fec0::/10")))


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    leads_on = any(address in one for one in _LEADS_ON if one.version == address.version)
    return address.is_global and not address.is_multicast and not leads_on


def _is_inside(host: str) -> bool:
    """Whether a host is a number, or a name, of a private network, without asking anybody.

    Other names are judged when they are asked for: what they lead to may change.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not _is_public(host)
    except ValueError:
        pass
    try:
        # Systems also read 127.1 and 2130706433 as numbers.
        return not _is_public(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        return False


def secret_of(key: bytes, addressee_id: int, url: str) -> str:
    """The secret that one receiver checks signatures with; derived, so that none is kept."""
    return hmac.new(key, f"{addressee_id} {url}".encode(), hashlib.sha256).hexdigest()


def signature(secret: str, seconds: int, body: bytes) -> str:
    """What stands in ``Hai-Long-Signature``."""
    signed = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={signed.hexdigest()}"


def post(guard: Guard, url: str, secret: str, key: str, body: bytes) -> None:
    """Send one message; leads elsewhere are not followed.

    Raises:
        BadAddress, NotTaken, OSError, http.client.HTTPException: it did not arrive.
    """
    parts = guard.judge(url)
    seconds = days.now_ms() // 1000
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Hai-Long",
        "Hai-Long-Delivery": key,
        "Hai-Long-Signature": signature(secret, seconds, body),
        "Connection": "close",
    }
    line = _Line(parts, guard.addresses(parts)[0])
    # A receiver that trickles bytes never runs into the limit of a single step.
    watchdog = threading.Timer(_WHOLE, line.cut)
    watchdog.daemon = True
    watchdog.start()
    try:
        path = parts.path or "/"
        line.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        reply = line.getresponse()
        if not 200 <= reply.status < 300:
            raise NotTaken(f"answered {reply.status}")
    finally:
        watchdog.cancel()
        line.close()


_PORTS: Final = {"http": 80, "https": 443}


class _Line(http.client.HTTPConnection):
    """A connection to one network address, under the name of its host."""

    def __init__(self, parts: SplitResult, number: str) -> None:
        port = parts.port or _PORTS[parts.scheme]
        super().__init__(str(parts.hostname), port, timeout=_STEP)
        self._number, self._secure = number, parts.scheme == "https"

    def connect(self) -> None:
        """Connect to the address that was judged."""
        self.sock = socket.create_connection((self._number, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            # Held before it shakes hands: ``cut`` has to reach one that never ends to.
            line = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = line
            line.do_handshake()

    def cut(self) -> None:
        """End whatever is waited for."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()
