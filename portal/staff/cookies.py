"""The two cookies of staff pages: the session's, and the one that guards the form before it."""

import hmac
import re
import secrets
from typing import Any
from urllib.parse import urlencode

from litestar import Response

from portal.settings import Settings
from portal.staff.principal import AnyRequest

SESSION = "staff"
BEFORE = "sign-in"
SIGN_IN = "/staff/sign-in"
HOME = "/staff"

_SEED = re.compile(r"[\w-]{22}")
# Its path has no dots alone, no empty part, nothing encoded: browsers would read on what it hides.
_OURS = re.compile(r"/staff(?:/(?!\.{1,2}(?:[/?]|$))[\w\-.]+)*/?(?:\?[\w\-./?=&%+:,]*)?", re.ASCII)
# These lead nowhere after signing in.
_DOORS = re.compile(r"/staff/sign-(?:in|out)/?(?:\?.*)?")


def keep_session(response: Response[Any], settings: Settings, token: str) -> None:
    """Hand the session's id to the browser, until it is closed."""
    _set(response, settings, SESSION, token, "/staff")


def drop_session(response: Response[Any]) -> None:
    """Take the session's id back."""
    response.delete_cookie(SESSION, path="/staff")


def keep_anonymous(response: Response[Any], request: AnyRequest, seed: str) -> None:
    """Remember in the browser what the sign-in form's token was made from."""
    _set(response, request.app.state.settings, BEFORE, seed, SIGN_IN)


def _set(response: Response[Any], settings: Settings, name: str, value: str, path: str) -> None:
    response.set_cookie(
        name, value, path=path, httponly=True, samesite="lax", secure=settings.https
    )


def anonymous_seed(request: AnyRequest) -> str:
    """What the token of a form is made from before there is a session; kept over several tabs."""
    return _brought(request) or secrets.token_urlsafe(16)


def _brought(request: AnyRequest) -> str | None:
    seed = request.cookies.get(BEFORE, "")
    return seed if _SEED.fullmatch(seed) else None


def anonymous_token(request: AnyRequest, seed: str) -> str:
    """The token of the sign-in form: only who has both our key and the cookie can make it."""
    return _token(request.app.state.settings.key("sign-in")[0], seed)


def anonymous_tokens(request: AnyRequest) -> list[str]:
    """The tokens that this browser's sign-in form may show, under this secret or the last."""
    seed = _brought(request)
    return [_token(key, seed) for key in request.app.state.settings.key("sign-in")] if seed else []


def _token(key: bytes, seed: str) -> str:
    return hmac.digest(key, seed.encode(), "sha256").hex()


def sign_in_link(wanted: str) -> str:
    """The sign-in, leading to the page that was wanted."""
    return f"{SIGN_IN}?{urlencode({'next': wanted})}" if safe_page(wanted) != HOME else SIGN_IN


def safe_page(wanted: str) -> str:
    """The page that was wanted if it is one of ours, else the home page."""
    ours = len(wanted) < 500 and _OURS.fullmatch(wanted) and not _DOORS.fullmatch(wanted)
    return wanted if ours else HOME
