"""What is written into a frozen review: remarks, decisions, signatures. Each act is logged."""

from datetime import date
from typing import Any

from litestar import Response, Router, post
from litestar.exceptions import ClientException
from litestar.params import FromPath
from sqlalchemy import Connection

from analytics.quality.pack.registry import SECTIONS
from analytics.quality.reviewing import minutes, signing
from analytics.quality.reviewing.minutes import BadDecision, Decision
from analytics.quality.reviewing.signing import MayNotSign
from analytics.quality.reviewing.versions import (
    Version,
)
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.review import review_page, save_review, show_review
from portal.staff.review_tools import Typed
from portal.staff.review_versions import back, found, freeze_review, show_changes
from surveys import days
from surveys.database import writing
from translations import gettext as _
from translations import spoken

FIELDS = ("kind", "text", "owner_name", "owner_position", "due_on", "resources")


@post(
    "/{period:str}/{number:int}/note",
    name="staff_review_note",
    guards=[may("conclude")],
    sync_to_thread=True,
)
def write_note(
    request: AnyRequest, slug: FromPath[str], period: FromPath[str], number: FromPath[int]
) -> Response[str]:
    """Keep a remark on one section."""
    section, text = typed(request, "section"), typed(request, "note")
    if section not in {*SECTIONS, "conclusions"}:
        # A remark that no page shows would be signed unseen.
        raise ClientException("there is no such section", status_code=404)

    def act(connection: Connection, version: Version, by: str) -> dict[str, Any]:
        minutes.write_note(connection, version, section, spoken(), text, by)
        return {"section": section}

    return _act(request, slug, period, number, "review remarked", act, anchor=section)


@post(
    "/{period:str}/{number:int}/decide",
    name="staff_review_decide",
    guards=[may("conclude")],
    sync_to_thread=True,
)
def decide(
    request: AnyRequest, slug: FromPath[str], period: FromPath[str], number: FromPath[int]
) -> Response[str]:
    """Enter a decision of the meeting."""
    values = {name: typed(request, name) for name in FIELDS}
    said = Decision(
        number=0,
        kind=values["kind"],
        text=values["text"],
        owner_name=values["owner_name"],
        owner_position=values["owner_position"],
        due_on=_day(values["due_on"]),
        resources=values["resources"],
    )

    def act(connection: Connection, version: Version, by: str) -> dict[str, Any]:
        today = days.office_day(days.now_ms())
        return {"decision": minutes.decide(connection, version, said, by, today)}

    try:
        return _act(request, slug, period, number, "review decided", act, anchor="conclusions")
    except BadDecision as bad:
        problems = {name: _(words) for name, words in bad.problems.items()}
        wrong = Typed(values, problems)
        return review_page(request, slug, period, str(number), typed=wrong, status=422)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@post(
    "/{period:str}/{number:int}/strike",
    name="staff_review_strike",
    guards=[may("conclude")],
    sync_to_thread=True,
)
def strike(
    request: AnyRequest, slug: FromPath[str], period: FromPath[str], number: FromPath[int]
) -> Response[str]:
    """Take a decision out again."""
    which = typed(request, "decision")

    def act(connection: Connection, version: Version, _by: str) -> dict[str, Any]:
        nth = int(which) if which.isdecimal() and len(which) < 4 else 0
        minutes.strike(connection, version, nth)
        return {"decision": nth}

    return _act(request, slug, period, number, "decision struck", act, anchor="conclusions")


@post(
    "/{period:str}/{number:int}/sign",
    name="staff_review_sign",
    guards=[may("conclude")],
    sync_to_thread=True,
)
def sign(
    request: AnyRequest, slug: FromPath[str], period: FromPath[str], number: FromPath[int]
) -> Response[str]:
    """Sign in one's role; the second of two makes it final."""
    role = principal_of(request).who.role

    def act(connection: Connection, version: Version, by: str) -> dict[str, Any]:
        signed = signing.sign(connection, version, role, by)
        return {"final": signed.state == "signed"}

    return _signing(request, slug, period, number, "review signed", act)


@post(
    "/{period:str}/{number:int}/unsign",
    name="staff_review_unsign",
    guards=[may("conclude")],
    sync_to_thread=True,
)
def take_back(
    request: AnyRequest, slug: FromPath[str], period: FromPath[str], number: FromPath[int]
) -> Response[str]:
    """Take one's own signature back, as long as it is the only one."""

    def act(connection: Connection, version: Version, by: str) -> dict[str, Any]:
        signing.take_back(connection, version, by)
        return {}

    return _signing(request, slug, period, number, "signature taken back", act)


def _signing(
    request: AnyRequest, slug: str, period: str, number: int, name: str, act: Any
) -> Response[str]:
    try:
        return _act(request, slug, period, number, name, act)
    except MayNotSign as refused:
        shown = Typed(notice=_(str(refused)))
        return review_page(request, slug, period, str(number), typed=shown, status=409)


def _act(
    request: AnyRequest,
    slug: str,
    period: str,
    number: int,
    name: str,
    act: Any,
    anchor: str = "",
) -> Response[str]:
    """Do one thing to a version and log it, both or neither; then show the page anew."""
    register, who = register_of(request), principal_of(request)
    try:
        with writing(request.app.state.engine) as connection:
            version = signing.lock(connection, found(connection, register, slug, period, number))
            told = {"unit": slug, "period": period, "version": number}
            told |= act(connection, version, who.person)
            record(connection, name, who.who, told)
    except minutes.Closed:
        notice = _("Somebody has signed: remarks and decisions stay as they are.")
        shown = Typed({one: typed(request, one) for one in FIELDS}, notice=notice)
        return review_page(request, slug, period, str(number), typed=shown, status=409)
    return back(slug, period, number, anchor)


reviews_router = Router(
    "/units/{slug:str}/review",
    guards=[within_scope()],
    route_handlers=[
        show_review,
        save_review,
        freeze_review,
        write_note,
        decide,
        strike,
        sign,
        take_back,
        show_changes,
    ],
)
