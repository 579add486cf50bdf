"""The security headers: on every answer of every status, so they wrap the finished application."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

Headers = tuple[tuple[bytes, bytes], ...]

CSP = b"content-security-policy"
_YEAR = 365 * 86_400
# Kept out of every index: a receipt in the address is a bearer of access, and a rating page belongs
# to whoever stands before its code.
_UNLISTED = ("/staff", "/t/", "/kiosk/", "/r/", "/R/")


def digest(text: str) -> str:
    """The source expression that allows one inline ``<style>`` or ``<script>``, to the byte."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def policy(
    *, styles: Iterable[str] = (), scripts: Iterable[str] = (), workers: Iterable[str] = ()
) -> bytes:
    """A Content-Security-Policy without ``unsafe-inline`` and without foreign addresses.

    Args:
        styles: ``digest`` of inline styles, allowed beside our own style sheets.
        scripts: ``'self'`` or digests; none means that no script runs at all.
        workers: ``'self'`` where a page may bring a service worker.

    Source: CSP Level 3.
    """
    rules = {
        "default-src": "'none'",
        "style-src": " ".join(["'self'", *styles]),
        "script-src": " ".join(scripts) or "'none'",
        "worker-src": " ".join(workers) or "'none'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items()).encode()


class SecureHeaders:
    """An ASGI application that answers as the one inside it, with the headers added.

    A policy that an answer brings itself is kept: the rating page allows its one style by hash.
    """

    def __init__(self, inside: ASGIApp, *, https: bool) -> None:
        self._inside = inside
        always = _always(https)
        self._kinds = {
            # (staff page, kept out of indexes): the headers, precomputed because citizens wait.
            (staff, unlisted): (*always, *_robots(unlisted), (CSP, _policy_of(staff)))
            for staff in (False, True)
            for unlisted in (False, True)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; add the headers where an answer starts."""
        if scope["type"] != ScopeType.HTTP:
            return await self._inside(scope, receive, send)
        added = self._kinds[_kind(scope["path"])]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message["headers"]
                message["headers"] = [*own, *(added[:-1] if CSP in dict(own) else added)]
            await send(message)

        return await self._inside(scope, receive, sending)


def _kind(path: str) -> tuple[bool, bool]:
    staff = path == "/staff" or path.startswith("/staff/")
    return staff, path.startswith(_UNLISTED)


def _policy_of(staff: bool) -> bytes:
    return policy(scripts=["'self'"] if staff else [])


def _robots(unlisted: bool) -> Headers:
    return ((b"x-robots-tag", b"noindex"),) if unlisted else ()


def _always(https: bool) -> Headers:
    strict = ((b"strict-transport-security", b"max-age=%d" % _YEAR),) if https else ()
    return (
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        *strict,
    )


class HeadToo:
    """An ASGI application that answers HEAD as it answers GET, without the body.

    Source: RFC 9110, 9.1: every server supports GET and HEAD.
    """

    def __init__(self, inside: ASGIApp) -> None:
        self._inside = inside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; a HEAD goes in as a GET and comes out without its body."""
        if scope["type"] != ScopeType.HTTP or scope["method"] != "HEAD":
            return await self._inside(scope, receive, send)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        return await self._inside(scope | {"method": "GET"}, receive, sending)
