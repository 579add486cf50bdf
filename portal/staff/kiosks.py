"""Tablets at the counters: set up, paired, named, let go; and whether each is alive."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection

from portal.staff.asked import today
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.tablet_words import WEEKDAYS, Row, Setting, read_setting, row_of, setting_of
from surveys import days, kiosks, pairing
from surveys.codes import format_code
from surveys.database import reading, writing
from surveys.folding import fold
from surveys.kiosks import Tablet, UnknownKiosk
from surveys.register import Place
from translations import gettext as _
from translations import mark, spoken

GUARDS: list[Guard] = [may("kiosks"), within_scope()]

NO_COUNTER = mark("Choose a counter of this unit that is open.")
_DONE = {
    "saved": mark("Saved. The tablet knows within a minute."),
    "unpaired": mark("The tablet was let go. It shows how to pair it again."),
    "removed": mark("This place was removed."),
}


@get("/kiosks", name="staff_kiosks", guards=GUARDS, sync_to_thread=True)
def show(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Every tablet of the unit and of those below it, with what it last told."""
    return _list(request, slug, {}, {}, done=request.query_params.get("done"))


@post("/kiosks", guards=GUARDS, sync_to_thread=True)
def add(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Make a place for a tablet, and show the code that pairs it."""
    said = {name: typed(request, name).strip() for name in ("touchpoint", "name")}
    place = next((p for p in _places(request, slug) if p.code == said["touchpoint"]), None)
    if place is None:
        return _list(request, slug, said, {"touchpoint": _(NO_COUNTER)})
    name = said["name"][: kiosks.LONGEST_NAME] or _counter(request, place)
    with writing(request.app.state.engine) as connection:
        kiosk_id = kiosks.add_kiosk(connection, place.id, name)
        _log(request, connection, "tablet added", place, name)
    return Redirect(f"/staff/units/{slug}/kiosks/{kiosk_id}", status_code=303)


@get("/kiosks/{kiosk_id:int}", guards=GUARDS, sync_to_thread=True)
def show_one(request: AnyRequest, slug: FromPath[str], kiosk_id: FromPath[int]) -> Response[Any]:
    """One tablet: its state, its hours, and how it is paired."""
    tablet, place = _find(request, slug, kiosk_id)
    done = request.query_params.get("done")
    return _one(request, slug, tablet, place, setting_of(tablet), done=done)


@post("/kiosks/{kiosk_id:int}", guards=GUARDS, sync_to_thread=True)
def change(request: AnyRequest, slug: FromPath[str], kiosk_id: FromPath[int]) -> Response[Any]:
    """Keep its name, hours and interval."""
    tablet, place = _find(request, slug, kiosk_id)
    setting = read_setting(request.state.form)
    if setting.problems:
        return _one(request, slug, tablet, place, setting)
    with writing(request.app.state.engine) as connection:
        kiosks.change(connection, kiosk_id, **setting.values)
        _log(request, connection, "tablet changed", place, setting.values["name"])
    return _back(slug, "saved", kiosk_id)


@post("/kiosks/{kiosk_id:int}/code", guards=GUARDS, sync_to_thread=True)
def offer(request: AnyRequest, slug: FromPath[str], kiosk_id: FromPath[int]) -> Response[Any]:
    """Show a code that pairs a tablet; nobody sees it again."""
    tablet, place = _find(request, slug, kiosk_id)
    with writing(request.app.state.engine) as connection:
        code = pairing.offer_code(connection, kiosk_id)
        _log(request, connection, "tablet code given", place, tablet.name)
    tablet, place = _find(request, slug, kiosk_id)
    written = f"{code[:4]}-{code[4:]}"
    return _one(request, slug, tablet, place, setting_of(tablet), code=written)


@post("/kiosks/{kiosk_id:int}/unpair", guards=GUARDS, sync_to_thread=True)
def unpair(request: AnyRequest, slug: FromPath[str], kiosk_id: FromPath[int]) -> Response[Any]:
    """Let the device go; the place stays."""
    tablet, place = _find(request, slug, kiosk_id)
    with writing(request.app.state.engine) as connection:
        pairing.unpair(connection, kiosk_id)
        _log(request, connection, "tablet unpaired", place, tablet.name)
    return _back(slug, "unpaired", kiosk_id)


@post("/kiosks/{kiosk_id:int}/remove", guards=GUARDS, sync_to_thread=True)
def remove(request: AnyRequest, slug: FromPath[str], kiosk_id: FromPath[int]) -> Response[Any]:
    """Remove the place with whatever stands there; what was rated stays."""
    tablet, place = _find(request, slug, kiosk_id)
    with writing(request.app.state.engine) as connection:
        kiosks.remove(connection, kiosk_id)
        _log(request, connection, "tablet removed", place, tablet.name)
    return _back(slug, "removed")


def _back(slug: str, done: str, kiosk_id: int | None = None) -> Response[Any]:
    one = f"/{kiosk_id}" if kiosk_id else ""
    return Redirect(f"/staff/units/{slug}/kiosks{one}?{urlencode({'done': done})}", status_code=303)


def _list(
    request: AnyRequest,
    slug: str,
    said: dict[str, str],
    problems: dict[str, str],
    done: str | None = None,
) -> Response[Any]:
    register = register_of(request)
    places = {place.id: place for place in _below(request, slug)}
    with reading(request.app.state.engine) as connection:
        tablets = kiosks.list_kiosks(connection, places)
    rows = [_row(request, tablet, places[tablet.touchpoint_id]) for tablet in tablets]
    several = len({place.unit_id for place in places.values()}) > 1
    return staff_page(
        request,
        "units/kiosks.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/kiosks",
        crumbs=crumbs(request, slug),
        slug=slug,
        unit=register.unit_names.say(register.find_unit(slug), spoken()),
        rows=sorted(rows, key=lambda row: (fold(row.unit), fold(row.name))),
        several=several,
        places=[(place.code, _counter(request, place)) for place in _places(request, slug)],
        said=said,
        problems=problems,
        done=_(_DONE[done]) if done in _DONE and not problems else None,
    )


def _one(
    request: AnyRequest,
    slug: str,
    tablet: Tablet,
    place: Place,
    setting: Setting,
    *,
    code: str | None = None,
    done: str | None = None,
) -> Response[Any]:
    settings = request.app.state.settings
    where = f"/staff/units/{slug}/kiosks"
    return staff_page(
        request,
        "units/kiosk.html",
        status=422 if setting.problems else 200,
        here=where,
        crumbs=[*crumbs(request, slug), (_("Tablets"), where)],
        row=_row(request, tablet, place),
        setting=setting,
        weekdays=[_(name) for name in WEEKDAYS],
        code=code,
        address=f"{settings.base_url}/kiosk/{place.code}",
        printed=format_code(place.code),
        done=_(_DONE[done]) if done in _DONE and not setting.problems else None,
    )


def _row(request: AnyRequest, tablet: Tablet, place: Place) -> Row:
    register = register_of(request)
    unit = register.unit_names.say(place.unit_id, spoken())
    href = f"/staff/units/{register.slug_of(place.unit_id)}/kiosks/{tablet.id}"
    return row_of(tablet, unit, _counter(request, place), href, days.now_ms())


def _find(request: AnyRequest, slug: str, kiosk_id: int) -> tuple[Tablet, Place]:
    """A tablet of this very unit."""
    places = {place.id: place for place in _own(request, slug)}
    with reading(request.app.state.engine) as connection:
        for tablet in kiosks.list_kiosks(connection, places):
            if tablet.id == kiosk_id:
                return tablet, places[tablet.touchpoint_id]
    raise UnknownKiosk(kiosk_id)


def _own(request: AnyRequest, slug: str) -> list[Place]:
    register = register_of(request)
    unit_id = register.find_unit(slug)
    return [place for place in register.places.values() if place.unit_id == unit_id]


def _below(request: AnyRequest, slug: str) -> list[Place]:
    register = register_of(request)
    unit_id = register.find_unit(slug)
    units = {unit_id, *register.descendants(unit_id, today())}
    return [place for place in register.places.values() if place.unit_id in units]


def _places(request: AnyRequest, slug: str) -> list[Place]:
    """Where a tablet may be set up."""
    of_it = (place for place in _own(request, slug) if place.state == "open")
    return sorted(of_it, key=lambda place: place.id)


def _counter(request: AnyRequest, place: Place) -> str:
    name = register_of(request).place_names.say(place.id, spoken())
    return name or format_code(place.code)


def _log(request: AnyRequest, connection: Connection, act: str, place: Place, name: str) -> None:
    what = {"touchpoint": place.code, "tablet": name}
    record(connection, act, principal_of(request).who, what)


kiosks_router = Router(
    "/units/{slug:str}",
    route_handlers=[show, add, show_one, change, offer, unpair, remove],
)
