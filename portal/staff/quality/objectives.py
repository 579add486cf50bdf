"""The quality objectives of a unit: set, seen with their interval, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard

from analytics.quality import aims
from analytics.quality.actions.effect import CHECKABLE
from analytics.quality.actions.states import Refused
from analytics.quality.aims import DECISIONS, Aim, Standing
from portal.charts import interval_bar, scale_of
from portal.periods import period_days
from portal.staff.actions.effects import indicator_name
from portal.staff.dashboard import crumbs
from portal.staff.drawings import Row, name_of_service
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record as log
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading, writing
from surveys.days import Period
from surveys.register import Register
from translations import gettext as _
from translations import in_hundred, spoken

READERS: list[Guard] = [may("reviews"), within_scope()]
WRITERS: list[Guard] = [may("actions"), within_scope()]
_FIELDS = (
    *("indicator", "service", "target", "start", "through"),
    *("owner_name", "owner_position", "reason"),
)


@get("/units/{slug:str}/objectives", name="objectives", guards=READERS, sync_to_thread=True)
def show_objectives(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The objectives as they stand today, and the form for a new one."""
    return _page(request, slug, {})


@post("/units/{slug:str}/objectives", guards=WRITERS, sync_to_thread=True)
def set_objective(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Set an objective."""
    register, who = register_of(request), principal_of(request)
    services = {name: id_ for id_, name in register.service_slugs.items()}
    said = Aim(
        indicator=typed(request, "indicator"),
        service_id=services.get(typed(request, "service")),
        target=_share(typed(request, "target")),
        start=_day(typed(request, "start")),
        through=_day(typed(request, "through")),
        owner_name=typed(request, "owner_name"),
        owner_position=typed(request, "owner_position"),
        reason=typed(request, "reason"),
    )
    try:
        with writing(request.app.state.engine) as connection:
            unit_id = register.find_unit(slug)
            id_ = aims.set_objective(connection, register, unit_id, said, who.person)
            log(connection, "objective set", who.who, {"unit": slug, "objective": id_})
    except Refused as refused:
        return _page(request, slug, _say(refused))
    return Redirect(f"/staff/units/{slug}/objectives", status_code=303)


@post("/units/{slug:str}/objectives/{id_:int}/withdraw", guards=WRITERS, sync_to_thread=True)
def withdraw_objective(
    request: AnyRequest, slug: FromPath[str], id_: FromPath[int]
) -> Response[Any]:
    """Give an objective up, for a reason."""
    who, unit_id = principal_of(request), register_of(request).find_unit(slug)
    try:
        with writing(request.app.state.engine) as connection:
            row = aims.find_objective(connection, id_)
            if row.unit_id != unit_id:
                raise aims.UnknownObjective(id_)
            aims.withdraw(connection, row, typed(request, "withdrawn_why"), who.person)
            log(connection, "objective withdrawn", who.who, {"unit": slug, "objective": id_})
    except Refused as refused:
        return _page(request, slug, _say(refused), id_)
    return Redirect(f"/staff/units/{slug}/objectives", status_code=303)


def _say(refused: Refused) -> dict[str, str]:
    return {name: _(words) for name, words in refused.problems.items()}


def _page(
    request: AnyRequest, slug: str, problems: dict[str, str], withdrawn: int = 0
) -> Response[Any]:
    register = register_of(request)
    unit_id = register.find_unit(slug)
    with reading(request.app.state.engine) as connection:
        standing = aims.list_objectives(connection, register, unit_id)
    said = {name: typed(request, name) for name in _FIELDS} if problems else {}
    services = [
        (name, register.service_names.say(id_, spoken()))
        for id_, name in register.service_slugs.items()
    ]
    return staff_page(
        request,
        "quality/objectives.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/quality",
        crumbs=[*crumbs(request, slug), (_("Quality"), f"/staff/units/{slug}/quality")],
        unit=register.unit_names.say(unit_id, spoken()),
        slug=slug,
        objectives=[_told(one, register) for one in standing],
        typed=dict.fromkeys(_FIELDS, "") | {"indicator": "satisfaction"} | said,
        indicators=[(one, indicator_name(one)) for one in CHECKABLE],
        services=[("", _("All services")), *sorted(services, key=lambda one: one[1])],
        problems=problems,
        withdrawn=withdrawn,
        may_change=principal_of(request).may("actions"),
    )


def _told(one: Standing, register: Register) -> dict[str, Any]:
    row = one.row
    told = [(_("Result so far") if not one.over else _("Result"), one.result)]
    if one.before:
        told.insert(0, (_("Before"), one.before))
    scale = scale_of((estimate for _label, estimate in told), row.target)
    least = (
        _("at least %(target)s of 100")
        if row.direction == "at_least"
        else _("at most %(target)s of 100")
    )
    return {
        "id": row.id,
        "title": indicator_name(row.indicator),
        "service": name_of_service(register, row.service_id)
        if row.service_id
        else _("all services"),
        "target": least % {"target": in_hundred(row.target)},
        "days": period_days(Period(row.start, row.end)),
        "owner": ", ".join(filter(None, (row.owner_name, row.owner_position))),
        "decision": _(DECISIONS[one.decision]),
        "for_now": not one.over and one.decision in ("met", "missed"),
        "kind": one.decision,
        "rows": [Row(label, interval_bar(e, scale, row.target)) for label, e in told],
        "reason": row.reason or "",
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _share(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", ".")) / 100
    except ValueError:
        return None
