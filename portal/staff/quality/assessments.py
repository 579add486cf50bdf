"""Self-assessments of a unit: the board of the 39, one indicator's form, the verification."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection

from analytics.quality import annex, assessing
from analytics.quality import assessed as reading_of
from analytics.quality.actions.records import today
from analytics.quality.actions.states import Refused
from analytics.quality.assessed import COLOURS, Assessed
from portal.staff.actions.reach import must_reach
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record as log
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading, writing
from translations import day, mark, spoken
from translations import gettext as _

READERS: list[Guard] = [may("reviews"), within_scope()]
SHORT = {
    "red": mark("Red"),
    "yellow": mark("Yellow"),
    "green": mark("Green"),
    "": mark("No colour"),
}


@get("/units/{slug:str}/assessments", name="assessments", guards=READERS, sync_to_thread=True)
def show_assessments(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The assessments of a unit, and the beginning of a new one."""
    return _list(request, slug, {})


@post(
    "/units/{slug:str}/assessments",
    guards=[may("actions"), within_scope()],
    sync_to_thread=True,
)
def start_assessment(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Begin one."""
    who, unit_id = principal_of(request), register_of(request).find_unit(slug)
    try:
        on = date.fromisoformat(typed(request, "day"))
    except ValueError:
        return _list(request, slug, {"day": _(assessing.FUTURE)})
    try:
        with writing(request.app.state.engine) as connection:
            annex.enter(connection)
            id_ = assessing.start(connection, unit_id, on, principal_of(request).person)
            log(connection, "assessment begun", who.who, {"unit": slug, "assessment": id_})
    except Refused as refused:
        return _list(request, slug, {name: _(words) for name, words in refused.problems.items()})
    return Redirect(f"/staff/assessments/{id_}", status_code=303)


def _list(request: AnyRequest, slug: str, problems: dict[str, str]) -> Response[Any]:
    register = register_of(request)
    unit_id = register.find_unit(slug)
    with reading(request.app.state.engine) as connection:
        rows = reading_of.list_assessments(connection, unit_id)
    return staff_page(
        request,
        "quality/assessments.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/quality",
        crumbs=[*crumbs(request, slug), (_("Quality"), f"/staff/units/{slug}/quality")],
        unit=register.unit_names.say(unit_id, spoken()),
        slug=slug,
        rows=rows,
        today=str(today()),
        problems=problems,
        may_change=principal_of(request).may("actions"),
    )


def found(request: AnyRequest, connection: Connection, id_: int) -> Assessed:
    """The assessment of a number, where its unit is within the person's scope."""
    assessed = reading_of.find_assessment(connection, id_)
    must_reach(request, assessed.row.unit_id)
    return assessed


@get("/assessments/{id_:int}", name="assessment", guards=[may("reviews")], sync_to_thread=True)
def show_board(request: AnyRequest, id_: FromPath[int]) -> Response[Any]:
    """The board of the 39; it prints on one sheet."""
    return board(request, id_, {})


def board(request: AnyRequest, id_: int, problems: dict[str, str]) -> Response[Any]:
    """The page of the board; ``problems`` are those of the verification."""
    register, who = register_of(request), principal_of(request)
    with reading(request.app.state.engine) as connection:
        assessed = found(request, connection, id_)
    row = assessed.row
    slug = register.slug_of(row.unit_id)
    return staff_page(
        request,
        "quality/board39.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/quality",
        crumbs=[*crumbs(request, slug), (_("Self-assessment"), f"/staff/units/{slug}/assessments")],
        unit=register.unit_names.say(row.unit_id, spoken()),
        slug=slug,
        id=id_,
        row=row,
        day_of=day(row.day),
        areas=[
            (number, _(name), _cells(assessed, number), _sums(assessed, number))
            for number, name in annex.AREAS.items()
        ],
        gaps=_gaps(assessed),
        compared=bool(row.previous_id),
        left=assessed.left,
        asked=to_verify(assessed) if not row.verifier and not assessed.left else [],
        colours=[(colour, _(SHORT[colour])) for colour in COLOURS],
        problems=problems,
        may_change=who.may("actions"),
        may_verify=who.may("actions") and who.unit_id != row.unit_id,
    )


def _cells(assessed: Assessed, area: int) -> list[dict[str, str]]:
    return [
        {
            "code": one.code,
            "name": one.name,
            "colour": one.colour,
            "word": _(SHORT[one.colour]),
            "before": _change(assessed.before.get(one.code, ""), one.colour),
        }
        for one in assessed.indicators
        if one.area == area
    ]


def _change(before: str, now: str) -> str:
    """How an indicator moved since the time before, in words."""
    if not before or not now or before == now:
        return ""
    return _("was %(colour)s", colour=_(SHORT[before]).lower())


def _sums(assessed: Assessed, area: int) -> list[tuple[str, str, int]]:
    return [(c, _(SHORT[c]), n) for c, n in assessed.counts(area).items() if n]


def _gaps(assessed: Assessed) -> list[dict[str, Any]]:
    """What is not green, the weakest first, each with the way to an action."""
    told = [
        {
            "code": f"{indicator.code}.{one.number}",
            "name": one.name,
            "colour": one.stands,
            "word": _(SHORT[one.stands]),
            "note": one.note,
            "part": one.id,
        }
        for indicator in assessed.indicators
        for one in indicator.asked
        if one.stands and one.stands != "green"
    ]
    return sorted(told, key=lambda gap: COLOURS.index(str(gap["colour"])))


def to_verify(assessed: Assessed) -> list[tuple[int, str, str, str]]:
    """What has a colour that a verifier may see differently: id, number, name, colour."""
    return [
        (one.id, f"{indicator.code}.{one.number}", one.name, one.colour)
        for indicator in assessed.indicators
        for one in indicator.asked
        if one.colour
    ]
