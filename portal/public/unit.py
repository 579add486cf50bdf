"""A unit's public page: what its visitors said, in words, then drawn, then as a table."""

from datetime import date, timedelta
from typing import Any

from litestar import Response, Router, get
from litestar.params import FromPath

from portal import language
from portal.pages import page
from portal.public.deeds import deeds_of
from portal.public.figures import figures
from portal.public.listing import AnyRequest, by_kind, directory_of, entry, heirs
from portal.public.results import read_period, read_results
from surveys import days
from surveys.database import reading
from surveys.directory import Directory, Listed
from surveys.sealing.roots import list_roots
from translations import gettext as _

# As much of a mistyped period as its reader needs to know it again.
_SHOWN = 20


@get("/", name="unit", sync_to_thread=True)
def show(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """The newest results of a unit, or those of ``?period=2025-Q2``.

    A period that is neither a month nor a quarter is answered 422, with those to choose from.
    """
    unit_id = request.app.state.rating.register.find_unit(slug)
    asked = request.query_params.get("period", "")
    period = read_period(asked) if asked else None
    with reading(request.app.state.engine) as connection:
        results = read_results(connection, unit_id, period)
        deeds = deeds_of(connection, request.app.state.rating.register, unit_id)
        roots = list_roots(connection, limit=1)
    listed = directory_of(request)
    unit = listed.find(slug)
    return page(
        "public/unit.html",
        status=422 if asked and period is None else 200,
        unknown_period=asked[:_SHOWN] if period is None else "",
        demo=request.app.state.demo,
        **_place(listed, unit),
        **(figures(results, unit) if results else {"results": None}),
        **deeds,
        root=roots[0] if roots else None,
        feed=language.link(f"/units/{slug}/feed"),
        first=_first_results(),
        tomorrow=_today() + timedelta(days=1),
    )


def _place(listed: Directory, unit: Listed) -> dict[str, Any]:
    """Where the unit stands: above, below, before and after."""
    today = _today()
    above = [entry(listed.find(slug)) for slug in reversed(_above(listed, unit, today))]
    below = [one for one in listed.units.values() if unit.slug in _above(listed, one, today)]
    return {
        "unit": entry(unit),
        "is_city": unit.kind == "city",
        "above": [
            (_("Find an office"), language.link("/")),
            *((one["name"], one["href"]) for one in above),
        ],
        "groups": by_kind(below),
        "predecessors": heirs(listed, unit.predecessors),
        "successors": heirs(listed, unit.successors),
    }


def _above(listed: Directory, unit: Listed, today: date) -> list[str]:
    """The slugs of the units above, from its parent up; of one that ended, as it last was."""
    day = min(today, unit.closed_on - timedelta(days=1)) if unit.closed_on else today
    above: list[str] = []
    while (parent := unit.parent(day)) and parent not in above:
        above.append(parent)
        unit = listed.find(parent)
    return above


def _first_results() -> date:
    """The day on which the running month will have been published."""
    return days.next_start(days.first_day(_today(), "month"), "month")


def _today() -> date:
    return days.office_day(days.now_ms())


unit_router = Router("/units/{slug:str}", route_handlers=[show], include_in_schema=False)
