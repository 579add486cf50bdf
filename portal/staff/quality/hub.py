"""All that a unit does for its quality, on one page: where it stands and where to go."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from analytics.quality import aims, assessed, saying, waves
from analytics.quality.actions import lists
from portal.staff.actions.reach import units_below
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, within_scope
from portal.staff.principal import AnyRequest, register_of
from portal.staff.quality.programme import reached, wave_name
from surveys.database import reading
from translations import day, ngettext, spoken
from translations import gettext as _


@get(
    "/units/{slug:str}/quality",
    name="quality",
    guards=[may("reviews"), within_scope()],
    sync_to_thread=True,
)
def show_quality(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Each part with how it stands."""
    register = register_of(request)
    unit_id = register.find_unit(slug)
    units, here = units_below(register, unit_id), f"/staff/units/{slug}"
    with reading(request.app.state.engine) as connection:
        opened = sum(lists.count_open(connection, units).values())
        late = len(lists.list_overdue(connection, units))
        objectives = aims.list_objectives(connection, register, unit_id)
        assessments = assessed.list_assessments(connection, unit_id)
        told = saying.count_approved(connection, unit_id)
        courses = [c for c in waves.list_waves(connection) if reached(register, unit_id, c)]
    met = sum(one.decision == "met" for one in objectives)
    parts = [
        (_("Actions"), f"{here}/actions", _count_open(opened, late)),
        (
            _("Objectives"),
            f"{here}/objectives",
            _("%(met)s of %(all)s met", met=met, all=len(objectives))
            if objectives
            else _("none yet"),
        ),
        (_("Self-assessment"), f"{here}/assessments", _last(assessments)),
        (
            _("You said, we did"),
            f"{here}/said",
            ngettext(
                "%(num)s item is shown to citizens", "%(num)s items are shown to citizens", told
            ),
        ),
        *((wave_name(c.slug), _where(c, units, slug), _("The programme")) for c in courses),
    ]
    return staff_page(
        request,
        "quality/hub.html",
        here=f"{here}/quality",
        crumbs=crumbs(request, slug),
        unit=register.unit_names.say(unit_id, spoken()),
        parts=parts,
    )


def _count_open(opened: int, late: int) -> str:
    words = ngettext("%(num)s open", "%(num)s open", opened)
    if not late:
        return words
    return words + ", " + ngettext("%(num)s overdue", "%(num)s overdue", late)


def _last(assessments: list[Any]) -> str:
    if not assessments:
        return _("none yet")
    last = assessments[0]
    if last.verifier:
        return _("of %(day)s, verified", day=day(last.day))
    return _("of %(day)s, not verified yet", day=day(last.day))


def _where(course: waves.Course, units: list[int], slug: str) -> str:
    """The unit's own page of a wave, or the board where it is none of its units."""
    path = f"/staff/programme/{course.slug}"
    return f"{path}/{slug}" if units[0] in course.units else path
