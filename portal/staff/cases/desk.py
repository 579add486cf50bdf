"""The list of a unit's cases and of those below it: what is due first stands first."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.types import Guard

from analytics.quality.casework.finding import (
    VIEWS,
    Listed,
    View,
    count_cases,
    list_cases,
    list_handed_on,
)
from portal.staff.asked import today
from portal.staff.cases import wording
from portal.staff.dashboard import crumbs
from portal.staff.drawings import name_of_service
from portal.staff.frame import staff_page
from portal.staff.guards import may, within_scope
from portal.staff.principal import AnyRequest, register_of
from surveys.database import reading
from surveys.register import Register
from translations import gettext as _
from translations import spoken

GUARDS: list[Guard] = [may("comments"), within_scope()]
# More than a desk can hold; the views part them.
ON_A_PAGE = 100


@get("/units/{slug:str}/cases", name="unit_cases", guards=GUARDS, sync_to_thread=True)
def show_desk(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The cases of one view; ``?view=`` one of ``VIEWS``, else what is open."""
    register = register_of(request)
    unit_id = register.find_unit(slug)
    unit_ids = [unit_id, *register.descendants(unit_id, today())]
    view = _view(request.query_params.get("view", ""))
    with reading(request.app.state.engine) as connection:
        counts = count_cases(connection, unit_ids)
        found = list_cases(connection, unit_ids, view, ON_A_PAGE)
        gone = list_handed_on(connection, unit_ids) if view == "closed" else []
    path = f"/staff/units/{slug}/cases"
    return staff_page(
        request,
        "staff/cases/desk.html",
        here=path,
        crumbs=crumbs(request, slug),
        unit=register.unit_names.say(unit_id, spoken()),
        path=path,
        view=view,
        views=[(name, _(wording.VIEW_NAMES[name]), counts[name]) for name in VIEWS],
        cases=[_row(one, register, several=len(unit_ids) > 1) for one in found],
        total=counts[view],
        gone=[
            (one.number, wording.on(one.at), register.unit_names.say(one.to_unit_id, spoken()))
            for one in gone
        ],
        nothing=_(wording.EMPTY_VIEWS[view]),
    )


def _view(text: str) -> View:
    return next((view for view in VIEWS if view == text), "work")


def _row(one: Listed, register: Register, *, several: bool) -> dict[str, Any]:
    return {
        "number": one.number,
        "type": _(wording.TYPE_NAMES[one.type]),
        "state": _(wording.STATE_NAMES[one.state]),
        "high": one.severity == "high",
        "unit": register.unit_names.say(one.unit_id, spoken()) if several else "",
        "service": name_of_service(register, one.service_id),
        "opened": wording.on(one.opened_at),
        "owner": one.owner_name or "",
        "due": wording.due(one.due_on),
        "late": bool(one.due_on and one.due_on < today()),
    }
