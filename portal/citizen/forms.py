"""Reading the one form that everybody sends: strict, small, and forgiving to what it ignores."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from portal.citizen.patience import Patience

# A rating is under 200 bytes; a proxy in front can repeat what fits its 16 KB buffer.
LARGEST = 16_384
# The slowest phone sends 200 bytes in this many seconds; whoever holds the line longer lets it go.
PATIENCE = 30
_FIELDS = {b"overall", b"reason", b"nonce", b"tap", b"given_at", b"website"}

Receive = Callable[[], Awaitable[Mapping[str, Any]]]


class TooLarge(Exception):
    """A body over the cap."""


class BrokenForm(ValueError):
    """A form that says a thing twice or in letters that nobody can read."""


class TooSlow(Exception):
    """A body that was announced and did not come."""


class Gone(Exception):
    """The sender went away before the body was whole."""


async def read_body(headers: Mapping[bytes, bytes], receive: Receive, patience: Patience) -> bytes:
    """The request's body.

    Raises:
        TooLarge: as soon as that is known; the rest is not read.
        TooSlow: it was not whole when the patience ended.
        Gone: the connection ended early.
    """
    try:
        return await patience.wait(_whole(headers, receive))
    except TimeoutError:
        raise TooSlow from None


async def _whole(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    announced = headers.get(b"content-length", b"0")
    if not announced.isdigit() or len(announced) > 12 or int(announced) > LARGEST:
        raise TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body += message.get("body", b"")
        if len(body) > LARGEST:
            raise TooLarge
        if not message.get("more_body"):
            return bytes(body)


def read_fields(body: bytes) -> dict[str, str]:
    """The fields of a rating by name; in-app browsers add their own, which are ignored.

    Raises:
        BrokenForm: a field that stands twice, or is not plain ASCII.
    """
    fields: dict[str, str] = {}
    for part in body.split(b"&"):
        name, _, value = part.partition(b"=")
        if name not in _FIELDS:
            continue
        known = name.decode()
        if known in fields:
            raise BrokenForm(known)
        fields[known] = _plain(value, strict=name != b"website")
    return fields


def _plain(value: bytes, *, strict: bool) -> str:
    if b"%" in value or b"+" in value:
        value = unquote_to_bytes(value.replace(b"+", b" "))
    try:
        return value.decode("ascii", "strict" if strict else "replace")
    except UnicodeDecodeError:
        raise BrokenForm from None
