"""The list of a unit's signals, and the page of each one with what may be done about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from litestar import Response, Router, get, post
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection

from analytics.quality.entered import entered, misnamed
from analytics.quality.watching import handling, marked
from analytics.quality.watching.doubts import doubted
from analytics.quality.watching.handling import CLOSED, OPEN, Raised
from portal.staff.asked import has_units, today
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.signals.drawing import trend_of
from portal.staff.signals.wording import STATES, formula_of, title_of
from surveys.database import reading, writing
from surveys.register import Register
from surveys.typed import tidy
from translations import gettext as _
from translations import mark, spoken

SEE: list[Guard] = [may("dashboard")]
ACT: list[Guard] = [may("actions")]
SHOWN_CLOSED: Final = timedelta(days=366)
LEAST_REASON, LONGEST = 10, 2000
WHY = mark("Say in a sentence why no action is needed.")
WHO = mark("Name the person.")


class Item(NamedTuple):
    """A line of the list; ``unit`` is "" where all are of one."""

    signal: Raised
    title: str
    unit: str
    state: str


@get(
    "/units/{slug:str}/signals",
    name="unit_signals",
    guards=[may("dashboard"), within_scope()],
    sync_to_thread=True,
)
def listed(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Those of the unit and of the units below it: the open ones, and a year of closed ones."""
    register = register_of(request)
    unit_id = register.find_unit(slug)
    units = [unit_id, *register.descendants(unit_id, today())]
    with reading(request.app.state.engine) as connection:
        going = handling.signals_of(connection, units)
        closed = handling.signals_of(connection, units, [CLOSED], today() - SHOWN_CLOSED, 50)
    unit = register.unit_names.say(unit_id, spoken())
    several = has_units(register, unit_id)
    return staff_page(
        request,
        "signals/list.html",
        here=f"/staff/units/{slug}/signals",
        crumbs=[*crumbs(request, slug), (unit, f"/staff/units/{slug}")],
        slug=slug,
        unit=unit,
        going=[_item(register, one, several) for one in going],
        closed=[_item(register, one, several) for one in closed],
    )


def _item(register: Register, one: Raised, several: bool) -> Item:
    unit = register.unit_names.say(one.unit_id, spoken()) if several else ""
    return Item(one, title_of(one), unit, _(STATES[one.state]))


@get("/signals/{signal_id:int}", name="signal", guards=SEE, sync_to_thread=True)
def shown(request: AnyRequest, signal_id: FromPath[int]) -> Response[Any]:
    """One signal with the evidence of its moment."""
    return page_of(request, signal_id)


@post("/signals/{signal_id:int}/owner", guards=ACT, sync_to_thread=True)
def own(request: AnyRequest, signal_id: FromPath[int]) -> Response[Any]:
    """Name who answers for it."""
    name, position = tidy(typed(request, "name")), tidy(typed(request, "position"))
    wrong = {"owner_name": WHO} if not name else misnamed(name, position)
    if wrong:
        said = {"name": name, "position": position}
        return page_of(request, signal_id, {"name": _(next(iter(wrong.values())))}, said)
    with writing(request.app.state.engine) as connection:
        one = reached(request, connection, signal_id)
        handling.give_to(connection, one.id, name, position)
        what = {"signal": one.id, "owner": name}
        record(connection, "signal given", principal_of(request).who, what)
    return Redirect(f"/staff/signals/{signal_id}", status_code=303)


@post("/signals/{signal_id:int}/close", guards=ACT, sync_to_thread=True)
def closed(request: AnyRequest, signal_id: FromPath[int]) -> Response[Any]:
    """No action is needed: with the reason, or not at all."""
    why = entered(typed(request, "why"))
    if len(why) < LEAST_REASON:
        return page_of(request, signal_id, {"why": _(WHY)}, {"why": why})
    with writing(request.app.state.engine) as connection:
        one = reached(request, connection, signal_id)
        handling.close(connection, one.id, principal_of(request).person, why[:LONGEST])
        what = {"signal": one.id, "why": why[:LONGEST]}
        record(connection, "signal closed", principal_of(request).who, what)
    return Redirect(f"/staff/signals/{signal_id}", status_code=303)


def reached(request: AnyRequest, connection: Connection, signal_id: int) -> Raised:
    """A signal within the person's reach.

    Raises:
        UnknownSignal: none has this number.
        PermissionDeniedException: it is of a unit that is not theirs.
    """
    one = handling.find_signal(connection, signal_id)
    if not principal_of(request).reaches(register_of(request), one.unit_id):
        raise PermissionDeniedException("this is another unit's signal")
    return one


def page_of(
    request: AnyRequest,
    signal_id: int,
    problems: dict[str, str] | None = None,
    said: dict[str, str] | None = None,
) -> Response[Any]:
    """The page of a signal, with what is wrong with a form of it and what was typed."""
    register = register_of(request)
    with reading(request.app.state.engine) as connection:
        one = reached(request, connection, signal_id)
        doubts = doubted(connection, one)
        above = register.ancestors(one.unit_id, today())
        events = marked.read_events(connection, [one.unit_id, *above])
    slug = register.slug_of(one.unit_id)
    unit = register.unit_names.say(one.unit_id, spoken())
    return staff_page(
        request,
        "signals/signal.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/signals",
        crumbs=[
            *crumbs(request, slug),
            (unit, f"/staff/units/{slug}"),
            (_("Signals"), f"/staff/units/{slug}/signals"),
        ],
        slug=slug,
        unit=unit,
        signal=one,
        title=title_of(one),
        states=_steps(one),
        chart=trend_of(one, events),
        formula=formula_of(one),
        baseline=_baseline(one),
        may_act=principal_of(request).may("actions") and one.state in OPEN,
        doubts=doubts,
        may_exclude=principal_of(request).may("exclude"),
        problems=problems or {},
        said=_kept(one) | (said or {}),
    )


def _kept(one: Raised) -> dict[str, str]:
    owner = {"name": one.owner_name or "", "position": one.owner_position or ""}
    return owner | {"why": "", "why_out": ""}


def _steps(one: Raised) -> list[dict[str, str]]:
    """The states in their order, for ``components.steps``."""
    at = list(STATES).index(one.state)
    told = []
    for nth, words in enumerate(STATES.values()):
        state = "done" if nth < at or one.state == CLOSED else "now" if nth == at else "later"
        told.append({"words": _(words), "note": "", "state": state})
    if one.state == CLOSED:
        told[1]["state"] = "later"
    return told


def _baseline(one: Raised) -> tuple[date, date] | None:
    """The first and the last day that the limits were taken from."""
    taken = one.evidence.get("baseline")
    if not taken:
        return None
    return date.fromisoformat(taken["from"]), date.fromisoformat(taken["to"]) - timedelta(days=1)


signals_router = Router("/", route_handlers=[listed, shown, own, closed])
