"""The programme: the secretariat's board of a wave, and the page of each unit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Redirect

from analytics.quality import scheduling, waves
from analytics.quality.actions.records import today
from analytics.quality.actions.states import Refused
from analytics.quality.phases import PHASES, WAVES
from analytics.quality.waves import Course
from portal.periods import period_days
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading, writing
from surveys.folding import fold
from surveys.register import Register
from translations import gettext as _
from translations import mark, spoken

TITLE = mark("The programme")


def wave_name(slug: str) -> str:
    """A wave as the page says it."""
    return _(WAVES[slug]) if slug in WAVES else slug


def reached(register: Register, own: int, course: Course) -> list[int]:
    """The units of a wave that stood in somebody's scope while it ran.

    Units of the pilot have ended since: they are looked for as they stood then.
    """
    day = course.phases[0].start
    return [
        unit_id
        for unit_id in course.units
        if own
        in (unit_id, *register.ancestors(unit_id, day), *register.ancestors(unit_id, today()))
    ]


@get("/programme", name="programme", guards=[may("reviews")], sync_to_thread=True)
def show_programme(request: AnyRequest) -> Response[Any]:
    """The waves there are."""
    register, own = register_of(request), principal_of(request).unit_id
    with reading(request.app.state.engine) as connection:
        courses = waves.list_waves(connection)
    rows = [
        (wave_name(course.slug), f"/staff/programme/{course.slug}", _phase(course), len(units))
        for course in courses
        if (units := reached(register, own, course))
    ]
    return staff_page(
        request, "quality/programme.html", here=here_of(request), waves=rows, title=_(TITLE)
    )


def here_of(request: AnyRequest) -> str:
    """The section that the programme belongs to: that of the person's own unit."""
    register = register_of(request)
    return f"/staff/units/{register.slug_of(principal_of(request).unit_id)}/quality"


def _phase(course: Course) -> str:
    """In which phase a wave is today."""
    number, now = course.phase_on(today()), today()
    if number:
        return _("phase %(number)s: %(name)s", number=number, name=_(PHASES[number - 1].name))
    return _("still to come") if now < course.phases[0].start else _("over")


@get("/programme/{wave:str}", name="wave", guards=[may("reviews")], sync_to_thread=True)
def show_wave(request: AnyRequest, wave: FromPath[str]) -> Response[Any]:
    """The board: a line for each unit, a column for each phase."""
    return _board(request, wave, {})


@post("/programme/{wave:str}", guards=[may("actions")], sync_to_thread=True)
def move_phases(request: AnyRequest, wave: FromPath[str]) -> Response[Any]:
    """Move the phases of a wave; only for who leads all its units.

    Raises:
        PermissionDeniedException: some of them are others'.
    """
    said = [_day(typed(request, f"day-{nth}")) for nth in range(1, len(PHASES) + 2)]
    try:
        with writing(request.app.state.engine) as connection:
            course = waves.find_wave(connection, wave)
            if not _leads(request, course):
                raise PermissionDeniedException("this wave has units of others")
            moved = scheduling.move_phases(connection, course, said)
            what = {"wave": wave, "days": [str(day) for day in said], "tasks": moved}
            record(connection, "phases moved", principal_of(request).who, what)
    except Refused as refused:
        return _board(request, wave, {at: _(words) for at, words in refused.problems.items()})
    return Redirect(f"/staff/programme/{wave}", status_code=303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _leads(request: AnyRequest, course: Course) -> bool:
    who = principal_of(request)
    reach = reached(register_of(request), who.unit_id, course)
    return who.may("actions") and len(reach) == len(course.units)


def _board(request: AnyRequest, wave: str, problems: dict[str, str]) -> Response[Any]:
    register, own = register_of(request), principal_of(request).unit_id
    with reading(request.app.state.engine) as connection:
        course = waves.find_wave(connection, wave)
        told = waves.progress(connection, course)
    units = reached(register, own, course)
    if not units:
        raise PermissionDeniedException("none of your units is in this wave")
    named = sorted((register.unit_names.say(one, spoken()), one) for one in units)
    rows = [
        (
            name,
            f"/staff/programme/{wave}/{register.slug_of(one)}",
            [told[one, number] for number in range(1, len(PHASES) + 1)],
        )
        for name, one in sorted(named, key=lambda pair: fold(pair[0]))
    ]
    return staff_page(
        request,
        "quality/wave.html",
        status=422 if problems else 200,
        here=here_of(request),
        crumbs=[(_(TITLE), "/staff/programme")],
        title=wave_name(wave),
        phases=phases_of(course),
        rows=rows,
        over=course.phases[-1].end <= today(),
        moves=_moves(request, course) if _leads(request, course) else [],
        problems=problems,
        address=f"/staff/programme/{wave}",
    )


def _moves(request: AnyRequest, course: Course) -> list[tuple[str, str, str]]:
    """The fields that move the phases: name, words, day."""
    firsts = [span.start for span in course.phases]
    standing = [*firsts, course.phases[-1].end - timedelta(days=1)]
    words = [*(_(phase.name) for phase in PHASES), _("Last day of all")]
    form = request.state.form if request.method == "POST" else {}
    return [
        (f"day-{nth}", label, str(form.get(f"day-{nth}", day)))
        for nth, (label, day) in enumerate(zip(words, standing, strict=True), 1)
    ]


def phases_of(course: Course) -> list[tuple[int, str, str, bool]]:
    """Number, name, days, and whether it is the one of today."""
    now = course.phase_on(today())
    return [
        (number, _(phase.name), period_days(span), number == now)
        for number, (phase, span) in enumerate(zip(PHASES, course.phases, strict=True), 1)
    ]


def must_reach_then(request: AnyRequest, course: Course, unit_id: int) -> None:
    """Refuse a unit that did not stand in the person's scope.

    Raises:
        UnknownWave: the unit is none of the wave.
        PermissionDeniedException: it is another's.
    """
    if unit_id not in course.units:
        raise waves.UnknownWave(course.slug)
    if unit_id not in reached(register_of(request), principal_of(request).unit_id, course):
        raise PermissionDeniedException("this is another unit's page")
