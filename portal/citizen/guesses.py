"""Slowing down who guesses follow-up codes, without knowing anybody.

Sixty bits cannot be guessed; this keeps the trying from costing us anything. Networks are known as
``portal.staff.throttle`` knows them: by a hash under a key that dies with the process.
"""

from typing import Any

from litestar import Request

from portal.staff.throttle import Neighbourhood

AnyRequest = Request[Any, Any, Any]
_STATE = "guesses"


class TooManyGuesses(Exception):
    """So many codes that we do not know came from one network that it has to wait."""


class Guesses(Neighbourhood):
    """Unknown codes of the last quarter of an hour by network.

    A whole ward may share one address, and each of its people may mistype a code a few times.
    """

    LIMIT = 60


def guard(request: AnyRequest) -> None:
    """Let a code be tried.

    Raises:
        TooManyGuesses: not from this network, for a while.
    """
    if _guesses(request).wait(_address(request)):
        raise TooManyGuesses


def missed(request: AnyRequest) -> None:
    """Count a code that we do not know."""
    _guesses(request).failed(_address(request))


def wait() -> int:
    """How long a network waits at most, in seconds."""
    return Guesses.WINDOW_MS // 1000


def _guesses(request: AnyRequest) -> Guesses:
    state = request.app.state
    known: Guesses = state.get(_STATE) or state.setdefault(_STATE, Guesses())
    return known


def _address(request: AnyRequest) -> str:
    return request.client.host if request.client else ""
