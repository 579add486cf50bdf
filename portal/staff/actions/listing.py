"""The records of a unit and of those below it: what is open, overdue, waiting, closed."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.types import Guard

from analytics.quality.actions import lists
from analytics.quality.actions.lists import FILTERS, Filter
from analytics.quality.actions.states import SEVERITIES, SOURCES, STATES
from portal.staff.actions.reach import units_below
from portal.staff.actions.told import late_words, owner_of
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, within_scope
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading
from surveys.register import Register
from translations import day, spoken
from translations import gettext as _

READERS: list[Guard] = [may("reviews"), within_scope()]
ON_A_PAGE = 20


@get("/units/{slug:str}/actions", name="actions", guards=READERS, sync_to_thread=True)
def show_actions(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """A page of records; ``?show=overdue`` chooses which, ``?page=2`` how far."""
    register, query = register_of(request), request.query_params
    unit_id = register.find_unit(slug)
    kept: Filter = query["show"] if query.get("show") in FILTERS else "open"
    text = query.get("page", "")
    number = max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    units, start = units_below(register, unit_id), ON_A_PAGE * (number - 1)
    with reading(request.app.state.engine) as connection:
        rows, total = lists.list_records(connection, units, kept, ON_A_PAGE, start)
        late = len(lists.list_overdue(connection, units))
    path = f"/staff/units/{slug}/actions"
    return staff_page(
        request,
        "quality/actions.html",
        here=path,
        crumbs=crumbs(request, slug),
        unit=register.unit_names.say(unit_id, spoken()),
        slug=slug,
        filters=[(f"{path}?show={one}", _(words), one == kept) for one, words in FILTERS.items()],
        kept=kept,
        late=late,
        rows=[_row(row, register, several=len(units) > 1) for row in rows],
        several=len(units) > 1,
        newer=f"{path}?show={kept}&page={number - 1}" if number > 1 else None,
        older=f"{path}?show={kept}&page={number + 1}" if start + len(rows) < total else None,
        where=_(
            "%(first)s to %(last)s of %(total)s",
            first=start + 1,
            last=start + len(rows),
            total=total,
        ),
        may_open=principal_of(request).may("actions"),
    )


def _row(row: Any, register: Register, *, several: bool) -> dict[str, Any]:
    """A record as a line of the list."""
    late = lists.overdue_of(row)
    return {
        "number": row.number,
        "what": row.description,
        "unit": register.unit_names.say(row.unit_id, spoken()) if several else "",
        "source": _(SOURCES[row.source]),
        "severity": _(SEVERITIES[row.severity]),
        "state": _(STATES[row.state]),
        "owner": owner_of(row),
        "due": _due(row),
        "late": late_words(late) if late else "",
    }


def _due(row: Any) -> str:
    if row.state == "closed":
        return day(row.closed_at.date())
    if row.state == "waiting" and row.check_on:
        return _("check on %(day)s", day=day(row.check_on))
    return day(row.due_on) if row.due_on else ""
