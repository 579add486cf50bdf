"""One indicator of an assessment: what is asked within it, each answer with its evidence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from analytics.numbers.readers import EmptyRange
from analytics.numbers.series import series
from analytics.quality import annex, assessing
from analytics.quality.actions.states import Refused
from analytics.quality.assessed import COLOURS, Assessed, Indicator, find_indicator
from analytics.quality.assessing import Set, Verified
from portal.periods import period_days
from portal.staff.actions.effects import indicator_name
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed
from portal.staff.log import record as log
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.quality.assessments import SHORT, board, found, to_verify
from surveys.database import reading, writing
from surveys.days import Period
from surveys.register import Register
from translations import day, in_hundred, mark
from translations import gettext as _

COLOUR_NAMES = {
    "red": mark("Red: no acceptable practice"),
    "yellow": mark("Yellow: something, not continuously"),
    "green": mark("Green: the reliable minimum"),
}
_EVIDENCE_ROWS = 3


@get(
    "/assessments/{id_:int}/{code:str}",
    name="assessed",
    guards=[may("reviews")],
    sync_to_thread=True,
)
def show_indicator(request: AnyRequest, id_: FromPath[int], code: FromPath[str]) -> Response[Any]:
    """What is asked within one indicator."""
    return _indicator(request, id_, code, {})


@post("/assessments/{id_:int}/{code:str}", guards=[may("actions")], sync_to_thread=True)
def keep_indicator(request: AnyRequest, id_: FromPath[int], code: FromPath[str]) -> Response[Any]:
    """Keep its colours, or verify the whole where ``code`` is ``verify``."""
    who = principal_of(request)
    try:
        with writing(request.app.state.engine) as connection:
            assessed = found(request, connection, id_)
            if code == "verify":
                _verify(request, connection, assessed)
            else:
                indicator = find_indicator(assessed, code)
                said = {one.id: _set(request, one.id) for one in indicator.asked}
                assessing.set_colours(connection, assessed, code, said)
            log(connection, "assessment changed", who.who, {"assessment": id_, "part": code})
    except Verified:
        return Redirect(f"/staff/assessments/{id_}", status_code=303)
    except Refused as refused:
        problems = {name: _(words, **refused.values) for name, words in refused.problems.items()}
        if code == "verify":
            return board(request, id_, problems)
        return _indicator(request, id_, code, problems)
    place = "verify" if code == "verify" else f"i{code}"
    return Redirect(f"/staff/assessments/{id_}#{place}", status_code=303)


def _verify(request: AnyRequest, connection: Connection, assessed: Assessed) -> None:
    who = principal_of(request)
    other = {
        id_: colour
        for id_, _code, _name, was in to_verify(assessed)
        if (colour := typed(request, f"verified-{id_}")) in COLOURS and colour != was
    }
    outside = who.unit_id != assessed.row.unit_id
    assessing.verify(connection, assessed, principal_of(request).person, other, outside=outside)


def _set(request: AnyRequest, id_: int) -> Set:
    evidence = []
    for number in range(_EVIDENCE_ROWS):
        title = typed(request, f"evidence-{id_}-{number}").strip()
        link = typed(request, f"link-{id_}-{number}").strip()
        if title or link:
            evidence.append({"title": title or link, "link": link})
    return Set(typed(request, f"colour-{id_}"), tuple(evidence), typed(request, f"note-{id_}"))


def _indicator(request: AnyRequest, id_: int, code: str, problems: dict[str, str]) -> Response[Any]:
    register = register_of(request)
    with reading(request.app.state.engine) as connection:
        assessed = found(request, connection, id_)
        indicator = find_indicator(assessed, code)
        ratings = _ratings(connection, register, assessed, indicator)
    slug = register.slug_of(assessed.row.unit_id)
    above = _("Self-assessment of %(day)s", day=day(assessed.row.day))
    return staff_page(
        request,
        "quality/indicator.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/quality",
        crumbs=[
            *crumbs(request, slug),
            (above, f"/staff/assessments/{id_}"),
        ],
        id=id_,
        code=code,
        name=indicator.name,
        colour=indicator.colour,
        asked=[_asked(request, one, bool(problems)) for one in indicator.asked],
        colours=[(colour, _(words)) for colour, words in COLOUR_NAMES.items()],
        ratings=ratings,
        problems=problems,
        fixed=bool(assessed.row.verifier) or not principal_of(request).may("actions"),
    )


def _asked(request: AnyRequest, one: Any, kept: bool) -> dict[str, Any]:
    """A question with what was set, or, with problems, with what was typed."""
    said = _set(request, one.id) if kept else Set(one.colour, one.evidence, one.note)
    rows = [dict(e) for e in said.evidence][:_EVIDENCE_ROWS]
    rows += [{"title": "", "link": ""}] * (_EVIDENCE_ROWS - len(rows))
    return {
        "id": one.id,
        "number": one.number,
        "name": one.name,
        "required": one.required,
        "colour": said.colour,
        "note": said.note,
        "evidence": rows,
        "verified": _(SHORT[one.verified_colour]) if one.verified_colour else "",
    }


def _ratings(
    connection: Connection, register: Register, assessed: Assessed, indicator: Indicator
) -> list[tuple[str, str]]:
    """Ratings of the year before that may be attached: (words, link). Never a colour."""
    end = assessed.row.day
    span = Period(end - timedelta(days=365), end)
    slug = register.slug_of(assessed.row.unit_id)
    wanted = annex.feeds(indicator.code)
    if not wanted:
        return []
    try:
        told = series(connection, register, slug, span.start, span.end, reader="staff")
    except EmptyRange:
        return []
    link = f"/staff/units/{slug}?period=days&from={span.start}&through={end - timedelta(days=1)}"
    return [
        (_words(one, told.buckets[0].indicators[one], span), link)
        for one in wanted
        if told.buckets[0].indicators[one].verdict in ("few", "ok")
    ]


def _words(id_: str, estimate: Any, span: Period) -> str:
    return _(
        "%(name)s, %(days)s: %(value)s of 100, between %(low)s and %(high)s, from %(n)s answers",
        name=indicator_name(id_),
        days=period_days(span),
        value=in_hundred(estimate.value),
        low=in_hundred(estimate.low),
        high=in_hundred(estimate.high),
        n=estimate.n,
    )
