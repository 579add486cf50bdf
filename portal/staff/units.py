"""The units in a person's scope, each with its figure: in the order of names, never by rank."""

from collections.abc import Iterable, Iterator
from typing import Any

from litestar import Response, get

from analytics.numbers.estimates import Estimate
from analytics.numbers.standing import find_bearings, stand_each
from portal.periods import period_name
from portal.staff import drawings
from portal.staff.asked import read_asked, today
from portal.staff.drawings import Row
from portal.staff.filters import filters_of, of_time_alone
from portal.staff.frame import staff_page
from portal.staff.guards import may
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading
from surveys.folding import fold
from surveys.places import LEVELS
from surveys.register import Register
from translations import gettext as _
from translations import mark, spoken

LEVEL_NAMES = {
    "city": mark("City"),
    "district": mark("Districts"),
    "commune": mark("Wards and communes"),
}


@get("/units", name="units", guards=[may("dashboard")], sync_to_thread=True)
def show(request: AnyRequest) -> Response[Any]:
    """Each unit's own ratings in one period."""
    register, own = register_of(request), principal_of(request).unit_id
    unit_ids = (own, *register.descendants(own, today()))
    slug = register.slug_of(own)
    with reading(request.app.state.engine) as connection:
        bearings = find_bearings(connection, register, slug, "tree")
        asked = read_asked(request.query_params, register, slug, "tree", bearings)
        told = stand_each(connection, register, unit_ids, asked.view.period)
    return staff_page(
        request,
        "units/list.html",
        status=422 if asked.problems else 200,
        here="/staff/units",
        filters=of_time_alone(filters_of(asked, register, bearings, (), asked.problems)),
        period=period_name(asked.view.period),
        levels=list(_levels(register, told, asked.query(scope=""))),
    )


def _levels(
    register: Register, told: dict[int, Estimate], query: str
) -> Iterator[tuple[str, list[Row]]]:
    """The units of each level of government, in the order of their names."""
    for level, words in LEVEL_NAMES.items():
        rows = drawings.bands(
            (name, told[unit_id], f"/staff/units/{register.slug_of(unit_id)}?{query}")
            for name, unit_id in _named(register, told)
            if LEVELS[register.kinds[unit_id]] == level
        )
        if rows:
            yield _(words), rows


def _named(register: Register, unit_ids: Iterable[int]) -> list[tuple[str, int]]:
    named = [(register.unit_names.say(unit_id, spoken()), unit_id) for unit_id in unit_ids]
    return sorted(named, key=lambda one: (fold(one[0]), one))
