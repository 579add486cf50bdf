"""Whether the ratings of a burst count: a named person takes all of them out, with the reason.

All or none, and nobody sees their marks: whoever could choose among them would choose the figure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from litestar import Response, Router, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection

from analytics.quality.entered import entered
from analytics.quality.watching.doubts import Doubted, doubted
from portal.staff.guards import may, typed
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of
from portal.staff.signals.pages import LEAST_REASON, LONGEST, page_of, reached
from surveys.database import reading, writing
from surveys.sealing import corrections
from translations import gettext as _
from translations import mark

DECIDE: Final[list[Guard]] = [may("exclude")]
WHY: Final = mark("Say in a sentence why they are not to count.")

# While they are written citizens' taps wait on SQLite.
_AT_ONCE: Final = 100


@post("/signals/{signal_id:int}/exclude", guards=DECIDE, sync_to_thread=True)
def exclude(request: AnyRequest, signal_id: FromPath[int]) -> Response[Any]:
    """Take the ratings of a burst out of every figure."""
    why = entered(typed(request, "why_out"))[:LONGEST]
    if len(why) < LEAST_REASON:
        return page_of(request, signal_id, {"why_out": _(WHY)}, {"why_out": why})
    by = principal_of(request).person

    def take_out(connection: Connection, response_id: int) -> bool:
        return corrections.exclude(connection, response_id, by, why)

    found = _found(request, signal_id)
    _each(request, signal_id, found.counted, take_out, "ratings excluded", {"why": why})
    return Redirect(f"/staff/signals/{signal_id}", status_code=303)


@post("/signals/{signal_id:int}/count", guards=DECIDE, sync_to_thread=True)
def count_again(request: AnyRequest, signal_id: FromPath[int]) -> Response[Any]:
    """Count the ratings of a burst again."""
    found = _found(request, signal_id)
    act = "ratings counted again"
    _each(request, signal_id, found.taken_out, corrections.reinstate, act, {})
    return Redirect(f"/staff/signals/{signal_id}", status_code=303)


def _found(request: AnyRequest, signal_id: int) -> Doubted:
    with reading(request.app.state.engine) as connection:
        found = doubted(connection, reached(request, connection, signal_id))
    return found or Doubted([], [])


def _each(
    request: AnyRequest,
    signal_id: int,
    ids: list[int],
    do: Callable[[Connection, int], bool],
    act: str,
    said: dict[str, str],
) -> None:
    """Do it to each, some in a transaction, and enter in the log to how many it was done."""
    for begin in range(0, len(ids), _AT_ONCE):
        with writing(request.app.state.engine) as connection:
            done = sum(do(connection, one) for one in ids[begin : begin + _AT_ONCE])
            if done:
                what = {"signal": signal_id, "ratings": done} | said
                record(connection, act, principal_of(request).who, what)


doubts_router = Router("/", route_handlers=[exclude, count_again])
