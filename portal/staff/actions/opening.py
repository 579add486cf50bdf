"""Opening a record: from a signal, a comment, a case, a gap, a decision, or an audit."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection

from analytics.quality.actions.opening import Source, open_record
from analytics.quality.actions.sources import UnknownSource, find_source
from analytics.quality.actions.states import SEVERITIES, SOURCES, Refused
from analytics.quality.entered import entered
from portal.staff.actions.reach import must_reach
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading, writing
from translations import gettext as _
from translations import spoken

OPENERS: list[Guard] = [may("actions"), within_scope()]
_FROM = ("signal", "comment", "case", "assessment", "decision")


@get("/units/{slug:str}/actions/new", name="action_new", guards=OPENERS, sync_to_thread=True)
def show_new(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The form, filled with what its source says; without one it is a finding of an audit."""
    asked = dict(request.query_params)
    with reading(request.app.state.engine) as connection:
        source = _source(request, connection, slug, asked)
    return _form(request, slug, asked, source, {"description": source.description}, {})


@post("/units/{slug:str}/actions/new", guards=OPENERS, sync_to_thread=True)
def open_new(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Open the record and lead to it."""
    asked = {name: typed(request, name) for name in (*_FROM, "part") if typed(request, name)}
    said = {name: typed(request, name) for name in ("description", "severity", "reference")}
    who = principal_of(request)
    try:
        with writing(request.app.state.engine) as connection:
            source = _source(request, connection, slug, asked, said["reference"])
            number = open_record(
                connection,
                source,
                said["description"],
                said["severity"],
                who.person,
            )
            record(connection, "action opened", who.who, {"action": number, "unit": slug})
    except Refused as refused:
        with reading(request.app.state.engine) as connection:
            source = _source(request, connection, slug, asked)
        problems = {name: _(words, **refused.values) for name, words in refused.problems.items()}
        return _form(request, slug, asked, source, said, problems)
    return Redirect(f"/staff/actions/{number}", status_code=303)


def _source(
    request: AnyRequest,
    connection: Connection,
    slug: str,
    asked: dict[str, str],
    reference: str = "",
) -> Source:
    unit_id = register_of(request).find_unit(slug)
    for kind in _FROM:
        if text := asked.get(kind):
            source = find_source(connection, kind, _id(text), _id(asked.get("part", "0")))
            must_reach(request, source.unit_id)
            return source
    return Source("audit", unit_id, evidence={"reference": entered(reference)[:300]})


def _id(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    raise UnknownSource(text)


def _form(
    request: AnyRequest,
    slug: str,
    asked: dict[str, str],
    source: Source,
    said: dict[str, str],
    problems: dict[str, str],
) -> Response[Any]:
    register = register_of(request)
    return staff_page(
        request,
        "quality/new.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/actions",
        crumbs=[*crumbs(request, slug), (_("Actions"), f"/staff/units/{slug}/actions")],
        slug=slug,
        unit=register.unit_names.say(source.unit_id, spoken()),
        source=_(SOURCES[source.kind]),
        audit=source.kind == "audit",
        hidden={name: asked[name] for name in (*_FROM, "part") if name in asked},
        said={"description": "", "severity": "", "reference": ""} | said,
        severities=[(value, _(words)) for value, words in SEVERITIES.items()],
        problems=problems,
    )
