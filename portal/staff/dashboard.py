"""The leader's overview of a unit: how do we stand, what changed, what should I read."""

from typing import Any

from litestar import Response, Router, get
from litestar.params import FromPath
from litestar.types import Guard

from analytics.numbers.readers import ended_on
from portal.pages import page
from portal.staff.asked import today
from portal.staff.frame import staff_page
from portal.staff.guards import may, within_scope
from portal.staff.overview import Seen, figures_context, see
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.register import Register
from translations import spoken

GUARDS: list[Guard] = [may("dashboard"), within_scope()]


@get("/", name="unit_overview", guards=GUARDS, sync_to_thread=True)
def show(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The whole page; it includes the fragment below."""
    seen = see(request, slug)
    return staff_page(
        request,
        "units/overview.html",
        status=422 if seen.problems else 200,
        here=f"/staff/units/{slug}",
        crumbs=crumbs(request, slug),
        **_end(request, seen),
        **figures_context(seen),
    )


@get("/figures", name="unit_figures", guards=GUARDS, sync_to_thread=True)
def figures(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The same figures alone, for htmx; the browser's address becomes that of the page."""
    seen = see(request, slug)
    address = f"/staff/units/{slug}?{seen.asked.query()}"
    return page(
        "units/_figures.html",
        status=422 if seen.problems else 200,
        headers={"Cache-Control": "no-store", "HX-Push-Url": address},
        **figures_context(seen) | {"moved": True},
    )


def _end(request: AnyRequest, seen: Seen) -> dict[str, Any]:
    """Names: ended (the day, or None), followed (by what units: (name, path), "" out of reach)."""
    register, own = seen.register, principal_of(request).unit_id
    followed = {one.unit_id for one in seen.beside.successors}
    told = [
        (
            register.unit_names.say(unit, spoken()),
            f"/staff/units/{register.slug_of(unit)}"
            if own in (unit, *register.ancestors(unit, today()))
            else "",
        )
        for unit in followed
    ]
    return {"ended": ended_on(register, seen.unit_id), "followed": sorted(told)}


def crumbs(request: AnyRequest, slug: str) -> list[tuple[str, str]]:
    """The units above that are in the person's scope, from theirs down: (name, path)."""
    register, own = register_of(request), principal_of(request).unit_id
    above = _above(register, own, register.find_unit(slug))
    return [
        (register.unit_names.say(unit, spoken()), f"/staff/units/{register.slug_of(unit)}")
        for unit in above
    ]


def _above(register: Register, own: int, unit_id: int) -> tuple[int, ...]:
    chain = register.ancestors(unit_id, today())
    return chain[chain.index(own) :] if own in chain else ()


dashboard_router = Router("/units/{slug:str}", route_handlers=[show, figures])
