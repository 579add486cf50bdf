"""Who may come in: the guards of staff pages.

``identified`` and ``genuine`` stand on the whole staff router: every page wants someone signed in,
and every change a form of ours, unless its handler says ``opt={ANONYMOUS: True}``. Each page then
names the right it needs, ``guards=[may("comments")]``, and the unit where its address names one,
``guards=[may("dashboard"), within_scope()]``.
"""

import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler

from portal.staff import cookies
from portal.staff.principal import AnyRequest, Principal, principal_of
from portal.staff.rights import Right
from portal.staff.sessions import find_session, note_seen
from surveys.database import reading, writing

AnyConnection = ASGIConnection[Any, Any, Any, Any]

# Marks in a handler's ``opt``: open to everybody; open while the password is someone else's choice.
ANONYMOUS = "anonymous"
FIRST_STEPS = "first steps"
CSRF_FIELD = "_csrf_token"
CSRF_HEADER = "x-csrf-token"
_SAFE = {"GET", "HEAD", "OPTIONS"}


class LeadOn(Exception):
    """Another page has to come first; carries its address."""


def identified(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Know who asks, from the cookie; ``request.user`` is a ``Principal`` or None from here on."""
    principal = _recognise(connection)
    connection.scope["user"] = principal
    if handler.opt.get(ANONYMOUS):
        return
    if principal is None:
        raise _not_signed_in(connection)
    if principal.account.must_change and not handler.opt.get(FIRST_STEPS):
        raise LeadOn("/staff/password")


def _recognise(connection: AnyConnection) -> Principal | None:
    token, state = connection.cookies.get(cookies.SESSION), connection.app.state
    if not token:
        return None
    with reading(state.engine) as reader:
        session = find_session(reader, token)
    if session is None or (session.account.demo and not state.get("loopback")):
        return None
    if session.stale:
        with writing(state.engine) as writer:
            note_seen(writer, token)
    return Principal(session.account, session.csrf, token)


def _not_signed_in(connection: AnyConnection) -> Exception:
    """A page leads to the sign-in and back; a form or a fragment cannot be led anywhere."""
    if connection.scope.get("method") not in _SAFE:
        return NotAuthorizedException("sign in first")
    if "hx-request" in connection.headers:
        # htmx then leaves the page, instead of drawing the sign-in into a part of it.
        away = {"HX-Redirect": cookies.sign_in_link(_shown_page(connection))}
        return NotAuthorizedException("sign in first", headers=away)
    path = connection.scope["path"]
    query = connection.scope["query_string"].decode("latin-1")
    return LeadOn(cookies.sign_in_link(f"{path}?{query}" if query else path))


def _shown_page(connection: AnyConnection) -> str:
    """The page that a fragment was asked from, by its path alone: its host is not believed."""
    try:
        shown = urlsplit(connection.headers.get("hx-current-url", ""))
    except ValueError:
        return cookies.HOME
    return f"{shown.path}?{shown.query}" if shown.query else shown.path


async def genuine(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Let a change through only from a form of ours, by the token of this very session.

    The form is read here, once: handlers find it with ``typed``.
    """
    if connection.scope.get("method") in _SAFE or not isinstance(connection, Request):
        return
    form = await connection.form()
    connection.state.form = form
    shown = connection.headers.get(CSRF_HEADER) or form.get(CSRF_FIELD)
    expected = (
        cookies.anonymous_tokens(connection)
        if handler.opt.get(ANONYMOUS)
        else [principal_of(connection).csrf]
    )
    if not isinstance(shown, str) or not _one_of(shown, expected):
        raise PermissionDeniedException("the form is not of this session")


def _one_of(shown: str, expected: list[str]) -> bool:
    return any(hmac.compare_digest(shown.encode(), token.encode()) for token in expected)


def typed(request: AnyRequest, name: str) -> str:
    """What was typed into a field of the form; "" where it is missing or a file."""
    value = request.state.form.get(name, "")
    return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Needs:
    """A guard made by ``may``."""

    right: Right

    async def __call__(self, connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        """Refuse who lacks it."""
        if not connection.user.may(self.right):
            raise PermissionDeniedException(f"this needs the right {self.right}")


def may(right: Right) -> Needs:
    """A guard: only someone whose role has this right, else 403."""
    return Needs(right)


@dataclass(frozen=True)
class Reaches:
    """A guard made by ``within_scope``."""

    parameter: str

    async def __call__(self, connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        """Refuse where the unit is out of reach."""
        register = connection.app.state.rating.register
        unit_id = register.find_unit(connection.path_params[self.parameter])
        if not connection.user.reaches(register, unit_id):
            raise PermissionDeniedException("this is another unit's page")


def within_scope(parameter: str = "slug") -> Reaches:
    """A guard: only where the unit is one's own, or below it today.

    404 where there is no such unit; 403 where it is not theirs, for that it exists is public.

    Args:
        parameter: of the path, holding the unit's slug.
    """
    return Reaches(parameter)
