"""Units as public pages list them: by kind, in the order of their names, never by a figure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from litestar import Request

from portal import language
from surveys import days, directory
from surveys.database import reading
from surveys.directory import Directory, Heir, Listed
from translations import day, mark, spoken
from translations import gettext as _

AnyRequest = Request[Any, Any, Any]
PART, LAND_ONLY = "part", "land_only"

# The order in which kinds are listed, and what a list of each is called.
KINDS = {
    "city": mark("The whole city"),
    "province": mark("Provinces"),
    "urban_district": mark("Urban districts"),
    "rural_district": mark("Rural districts"),
    "district_city": mark("Cities at district level"),
    "town": mark("Towns"),
    "ward": mark("Wards"),
    "commune": mark("Communes"),
    "township": mark("Townships"),
    "special_zone": mark("Special zones"),
}


def directory_of(request: AnyRequest) -> Directory:
    """The directory, read anew when the register has moved."""
    state = request.app.state
    revision = state.rating.register.revision
    known = state.get("directory")
    if known is None or known[0] != revision:
        with reading(state.engine) as connection:
            known = state.directory = (revision, directory.load(connection))
    found: Directory = known[1]
    return found


def entry(unit: Listed) -> dict[str, Any]:
    """A unit as templates draw it: name, href, and since when it has ended, if it has."""
    ended = unit.closed_on if unit.closed_on and not unit.exists(_today()) else None
    return {"name": unit.name(spoken()), "href": _page(unit.slug), "ended": ended}


def by_kind(units: Iterable[Listed]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Lists of those that are there today, each with its heading."""
    groups: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for unit in units:
        if unit.exists(_today()):
            groups[unit.kind].append(entry(unit))
    return [(_(KINDS[kind]), group) for kind, group in groups.items() if group]


def heirs(listed: Directory, links: Iterable[Heir]) -> list[dict[str, Any]]:
    """The other units of a succession, for links: name, href, the day it took effect, how much.

    Those that were followed whole come first; who took land alone follows nobody's visitors.
    """
    kept = sorted((heir for heir in links if heir.share != LAND_ONLY), key=_in_part)
    return [
        entry(listed.find(heir.slug)) | {"on": day(heir.effective_on), "in_part": _in_part(heir)}
        for heir in kept
    ]


def _in_part(heir: Heir) -> bool:
    return heir.share == PART


def _page(slug: str) -> str:
    return language.link(f"/units/{slug}")


def _today() -> date:
    return days.office_day(days.now_ms())
