"""One-time slips for the counters of a unit: made into a file, counted, and made worthless."""

import io
from typing import Any, NamedTuple

from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection

from analytics.numbers.bearings import View, find_bearings
from analytics.numbers.verified import verified_among
from portal.periods import period_name
from portal.posters.slip_files import write_slips
from portal.staff.asked import read_asked
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys import days, slips
from surveys.codes import format_code
from surveys.database import reading, writing
from surveys.register import Place
from translations import day, number, spoken
from translations import gettext as _

GUARDS: list[Guard] = [may("kiosks"), within_scope()]
# At a time; the command line makes more.
MOST = 1_000
# Counted in fives: else whoever hands slips out could watch who of them rates.
FEW = 5


class Row(NamedTuple):
    """A pad as the page shows it; texts are ready to be read."""

    label: str
    made_on: str
    slips: str
    used: str


@get("/slips", name="staff_slips", guards=GUARDS, sync_to_thread=True)
def show(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Every pad of the unit, and how much of what was said came with a slip."""
    voided = request.query_params.get("voided", "")
    return _page(request, slug, {}, {}, voided=voided if voided.isdecimal() else "")


@post("/slips", guards=GUARDS, sync_to_thread=True)
def make(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Make slips; the answer is their file, and nobody gets it again."""
    said = {name: typed(request, name).strip() for name in ("touchpoint", "count", "label")}
    place = next((p for p in _open(request, slug) if p.code == said["touchpoint"]), None)
    problems = _problems(said)
    if place is None:
        problems = {"touchpoint": _("Choose a counter of this unit that is open.")} | problems
    if place is None or problems:
        return _page(request, slug, said, problems)
    count, label = int(said["count"]), said["label"]
    with writing(request.app.state.engine) as connection:
        made = slips.make(connection, place.id, count, label)
        _log(request, connection, "slips made", slug, label, count)
    out = io.StringIO()
    write_slips(out, request.app.state.settings.base_url, place.code, made, label)
    name = f"phieu-{place.code}-{days.office_day(days.now_ms())}.csv"
    return Response(
        out.getvalue().encode("utf-8-sig"),
        media_type="text/csv",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


@post("/slips/void", guards=GUARDS, sync_to_thread=True)
def void(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Make what is left of a lost pad worthless; whoever shows such a slip may still rate."""
    label = typed(request, "label")
    with writing(request.app.state.engine) as connection:
        gone = slips.void(connection, label, [place.id for place in _own(request, slug)])
        _log(request, connection, "slips voided", slug, label, gone)
    return Redirect(f"/staff/units/{slug}/slips?voided={gone}", status_code=303)


def _problems(said: dict[str, str]) -> dict[str, str]:
    problems = {}
    count = said["count"]
    if not (count.isascii() and count.isdecimal() and 1 <= int(count[:9]) <= MOST):
        problems["count"] = _("Type a number from 1 to %(most)s.", most=number(MOST))
    if not 1 <= len(said["label"]) <= slips.LONGEST_BATCH:
        problems["label"] = _("Give it a name of at most 80 letters.")
    return problems


def _page(
    request: AnyRequest,
    slug: str,
    said: dict[str, str],
    problems: dict[str, str],
    voided: str = "",
) -> Response[Any]:
    register = register_of(request)
    unit_id = register.find_unit(slug)
    with reading(request.app.state.engine) as connection:
        pads = slips.list_pads(connection, [place.id for place in _own(request, slug)])
        bearings = find_bearings(connection, register, slug, "own")
        asked = read_asked({}, register, slug, "own", bearings)
        view = View(slug, "own", asked.view.period, asked.view.before)
        among = verified_among(connection, register, view)
    where = f"/staff/units/{slug}"
    return staff_page(
        request,
        "units/slips.html",
        status=422 if problems else 200,
        here=f"{where}/kiosks",
        crumbs=[*crumbs(request, slug), (_("Tablets"), f"{where}/kiosks")],
        unit=register.unit_names.say(unit_id, spoken()),
        action=f"{where}/slips",
        rows=[_row(pad) for pad in pads],
        period=period_name(view.period),
        all=number(among.all) if among.all else "",
        verified=number(among.verified) if among.verified >= FEW else _few(),
        figures=f"{where}/detail?{asked.query()}",
        places=[(place.code, _counter(request, place)) for place in _open(request, slug)],
        said=said,
        problems=problems,
        voided=voided,
        most=MOST,
    )


def _row(pad: slips.Pad) -> Row:
    used = _("%(num)s or more", num=number(pad.used // FEW * FEW))
    return Row(pad.label, day(pad.made_on), number(pad.slips), used if pad.used >= FEW else _few())


def _few() -> str:
    return _("fewer than %(few)s", few=FEW)


def _own(request: AnyRequest, slug: str) -> list[Place]:
    register = register_of(request)
    unit_id = register.find_unit(slug)
    return [place for place in register.places.values() if place.unit_id == unit_id]


def _open(request: AnyRequest, slug: str) -> list[Place]:
    of_it = (place for place in _own(request, slug) if place.state == "open")
    return sorted(of_it, key=lambda place: place.id)


def _counter(request: AnyRequest, place: Place) -> str:
    name = register_of(request).place_names.say(place.id, spoken())
    return name or format_code(place.code)


def _log(
    request: AnyRequest, connection: Connection, act: str, slug: str, label: str, count: int
) -> None:
    what = {"unit": slug, "pad": label, "slips": count}
    record(connection, act, principal_of(request).who, what)


slips_router = Router("/units/{slug:str}", route_handlers=[show, make, void])
