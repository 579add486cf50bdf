"""Marked events and baselines of a unit: what a reader of its series has to know."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from litestar import Response, Router, get, post
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard

from analytics.numbers.daily import read_days
from analytics.quality import rebasing
from analytics.quality.entered import entered
from analytics.quality.watching import marked
from analytics.quality.watching.kept import Kept, read_kept
from analytics.quality.watching.wording import series_name
from portal.periods import period_days
from portal.staff.asked import today
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys import days
from surveys.database import reading, writing
from surveys.days import Period
from translations import complete_languages, mark, own_name, spoken
from translations import gettext as _

READ: Final[list[Guard]] = [may("dashboard"), within_scope()]
ACT: Final[list[Guard]] = [may("actions"), within_scope()]
LONGEST: Final = 160

KINDS = {
    "tet": mark("Tết"),
    "merger": mark("Merger or division"),
    "survey": mark("New survey version"),
    "outage": mark("Outage of the system"),
    "other": mark("Something else"),
}
EFFECTS = {
    "annotate": mark("Draw it beside the series"),
    "break": mark("Begin the series anew after it: earlier limits no longer hold"),
}
NO_NAME = mark("Give it a name in Vietnamese.")
NO_DAY = mark("Choose the first and the last day.")
WRONG_WAY = mark("The last day lies before the first.")
TOO_FAR = mark("Choose days between 1990 and a year from now.")
NO_REASON = mark("Say why the baseline is taken anew.")
NO_SERIES = mark("Choose a series.")
TOO_FEW = mark("From that day on there are fewer than 12 whole months with answers: %(num)s.")


@get("/units/{slug:str}/marks", name="marks", guards=READ, sync_to_thread=True)
def show(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The events that are marked for a unit, and what is usual there."""
    return _page(request, slug)


@post("/units/{slug:str}/marks", guards=ACT, sync_to_thread=True)
def add(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Mark an event; for the whole city where the unit is its root."""
    names = {
        code: typed(request, f"name.{code}").strip()[:LONGEST] for code in complete_languages()
    }
    said = {name: typed(request, name).strip() for name in ("kind", "effect", "first", "through")}
    span, problems = _span(said["first"], said["through"])
    if not names.get("vi"):
        problems["name.vi"] = _(NO_NAME)
    if said["kind"] not in KINDS:
        said["kind"] = "other"
    if said["effect"] not in EFFECTS:
        said["effect"] = "annotate"
    if problems or span is None:
        return _page(request, slug, problems, said | {f"name.{c}": n for c, n in names.items()})
    register = register_of(request)
    unit_id = register.find_unit(slug)
    whose = unit_id if register.ancestors(unit_id, today()) else None
    with writing(request.app.state.engine) as connection:
        by = (principal_of(request).person, days.now())
        number = marked.record_event(
            connection, whose, said["kind"], said["effect"], span, names, by
        )
        what = {"event": number, "unit": slug, "name": names["vi"], "effect": said["effect"]}
        what |= {"from": str(span[0]), "to": str(span[1])}
        record(connection, "event marked", principal_of(request).who, what)
    return Redirect(f"/staff/units/{slug}/marks", status_code=303)


@post("/units/{slug:str}/marks/{event_id:int}/remove", guards=ACT, sync_to_thread=True)
def remove(request: AnyRequest, slug: FromPath[str], event_id: FromPath[int]) -> Response[Any]:
    """Take back an event that was marked by mistake; the log keeps what it was.

    Raises:
        UnknownEvent: none has this number.
        PermissionDeniedException: it is not this unit's.
    """
    register = register_of(request)
    unit_id = register.find_unit(slug)
    whose = unit_id if register.ancestors(unit_id, today()) else None
    with writing(request.app.state.engine) as connection:
        event = marked.find_event(connection, event_id)
        if event.unit_id != whose:
            raise PermissionDeniedException("this is another unit's event")
        marked.remove_event(connection, event_id)
        what = {"event": event_id, "unit": slug, "name": event.name("vi"), "effect": event.effect}
        what |= {"from": str(event.starts_on), "to": str(event.ends_on)}
        record(connection, "event removed", principal_of(request).who, what)
    return Redirect(f"/staff/units/{slug}/marks", status_code=303)


@post("/units/{slug:str}/baseline", guards=ACT, sync_to_thread=True)
def rebase(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Take what is usual anew from a day on, with the reason."""
    said = {name: typed(request, name).strip() for name in ("series", "since", "why")}
    register = register_of(request)
    unit_id = register.find_unit(slug)
    since, problems = _day(said["since"]), dict[str, str]()
    with reading(request.app.state.engine) as connection:
        known = read_kept(connection, [unit_id])[unit_id]
        told = read_days(connection, register, (unit_id,))[unit_id]
    if said["series"] not in known:
        problems["series"] = _(NO_SERIES)
    if since is None:
        problems["since"] = _(NO_DAY)
    if not said["why"]:
        problems["why"] = _(NO_REASON)
    if not problems and since:
        try:
            with writing(request.app.state.engine) as connection:
                span = Period(days.first_day(since, "month"), days.first_day(today(), "month"))
                by, why = principal_of(request).person, entered(said["why"])[:1000]
                rebasing.rebase(connection, unit_id, said["series"], told, span, by, why)
                what = {"unit": slug, "series": said["series"], "from": str(span.start), "why": why}
                record(connection, "baseline taken anew", principal_of(request).who, what)
        except rebasing.TooFewMonths as few:
            problems["since"] = _(TOO_FEW, num=few.args[0])
    if problems:
        return _page(request, slug, problems, said)
    return Redirect(f"/staff/units/{slug}/marks", status_code=303)


def _span(first: str, through: str) -> tuple[tuple[date, date] | None, dict[str, str]]:
    start, last = _day(first), _day(through or first)
    if start is None:
        return None, {"first": _(NO_DAY)}
    if last is None:
        return None, {"through": _(NO_DAY)}
    if last < start:
        return None, {"through": _(WRONG_WAY)}
    if start.year < 1990 or last > today() + timedelta(days=366):
        return None, {"first": _(TOO_FAR)}
    return (start, last + timedelta(days=1)), {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(
    request: AnyRequest,
    slug: str,
    problems: dict[str, str] | None = None,
    said: dict[str, str] | None = None,
) -> Response[Any]:
    register = register_of(request)
    unit_id = register.find_unit(slug)
    above = register.ancestors(unit_id, today())
    with reading(request.app.state.engine) as connection:
        events = marked.read_events(connection, [unit_id, *above])
        kept = read_kept(connection, [unit_id])[unit_id]
    unit = register.unit_names.say(unit_id, spoken())
    whose = unit_id if above else None
    here = f"/staff/units/{slug}"
    return staff_page(
        request,
        "signals/marks.html",
        status=422 if problems else 200,
        here=f"{here}/signals",
        crumbs=[*crumbs(request, slug), (unit, here), (_("Signals"), f"{here}/signals")],
        slug=slug,
        unit=unit,
        events=[(one, one.name(spoken()), one.unit_id == whose) for one in reversed(events)],
        kinds=[(name, _(words)) for name, words in KINDS.items()],
        effects=[(name, _(words)) for name, words in EFFECTS.items()],
        kept=[
            (one, series_name(one.series), period_days(one.usual.period)) for one in _newest(kept)
        ],
        languages_named=[(code, own_name(code)) for code in complete_languages()],
        may_act=principal_of(request).may("actions"),
        whole_city=whose is None,
        problems=problems or {},
        said=said or {},
    )


def _newest(kept: dict[str, list[Kept]]) -> list[Kept]:
    """All baselines, the newest of each series first."""
    return [one for some in kept.values() for one in reversed(some)]


marks_router = Router("/", route_handlers=[show, add, remove, rebase])
