"""Which language a request is answered in, and the links that switch it.

The address decides (``?lang=en``), then on staff pages what the browser remembers, then what it
prefers, then the setting. Citizens' pages set no cookie: their links carry the choice along.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request, Response

import translations

COOKIE = "lang"
_YEAR = 365 * 86_400


@dataclass(frozen=True, slots=True)
class Visit:
    """What the pages must know of the request: where it went, and the language it asked for."""

    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()
    asked: str | None = None
    https: bool = False

    @property
    def offered(self) -> tuple[str, ...]:
        """The languages of this part of the portal: staff get complete ones only."""
        staff = self.path == "/staff" or self.path.startswith("/staff/")
        return translations.complete_languages() if staff else translations.languages()


_NOBODY = Visit()
_visit: ContextVar[Visit] = ContextVar("visit")


# The rating page's addresses carry few different queries, and every tap asks.
@lru_cache(maxsize=256)
def asked_in(query: bytes) -> str | None:
    """The language that an address asks for, if we speak it."""
    if b"lang=" not in query:
        return None
    asked = dict(parse_qsl(query.decode("latin-1"))).get("lang")
    return asked if asked in translations.languages() else None


def greet(request: Request[Any, Any, Any]) -> None:
    """Speak the language of this request from here on; the error pages call this themselves."""
    scope, settings = request.scope, request.app.state.get("settings")
    default = settings.locale if settings else translations.DEFAULT
    visit = Visit(
        path=scope["path"],
        query=tuple(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
        asked=asked_in(scope["query_string"]),
        https=bool(settings and settings.https),
    )
    _visit.set(visit)
    for code in (visit.asked, request.cookies.get(COOKIE)):
        if code in visit.offered:
            translations.speak(code)
            return
    accept = request.headers.get("accept-language")
    translations.speak(translations.negotiate(accept, default, visit.offered))


async def greet_first(request: Request[Any, Any, Any]) -> None:
    """The ``before_request`` hook of every router; a plain function would speak to its thread."""
    greet(request)


async def remember(response: Response[Any]) -> Response[Any]:
    """The ``after_request`` hook of staff pages: keep the language that the address asked for."""
    visit = _visit.get(_NOBODY)
    if visit.asked in visit.offered:
        response.set_cookie(
            COOKIE,
            visit.asked,
            path="/staff",
            max_age=_YEAR,
            secure=visit.https,
            httponly=True,
            samesite="lax",
        )
    return response


def offered() -> list[tuple[str, str]]:
    """The languages a page may offer: (code, own name)."""
    return [(code, translations.own_name(code)) for code in _visit.get(_NOBODY).offered]


def switch(code: str) -> str:
    """This very page in another language: same path, same other parameters."""
    visit = _visit.get(_NOBODY)
    others = [(name, value) for name, value in visit.query if name != "lang"]
    return f"{visit.path}?{urlencode([*others, ('lang', code)])}"


def link(path: str) -> str:
    """A path of ours, carrying on the language that the address asked for."""
    asked = _visit.get(_NOBODY).asked
    if asked is None:
        return path
    return f"{path}{'&' if '?' in path else '?'}lang={asked}"
