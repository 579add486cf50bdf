"""What is written into a frozen review: remarks, decisions, signatures. Each act is logged.

A further act is a function here and its line in ``ACTS``.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from litestar import Response, Router, post
from litestar.exceptions import ClientException
from litestar.params import FromPath
from sqlalchemy import Connection

from analytics.quality.pack.registry import SECTIONS
from analytics.quality.reviewing import minutes, signing
from analytics.quality.reviewing.minutes import BadDecision, Decision
from analytics.quality.reviewing.signing import MayNotSign
from analytics.quality.reviewing.versions import Version
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.review import review_page, save_review, show_review
from portal.staff.review_tools import Typed
from portal.staff.review_versions import back, found, freeze_review, show_changes
from surveys import days
from surveys.database import writing
from translations import gettext as _
from translations import mark, spoken

FIELDS: Final = ("kind", "text", "owner_name", "owner_position", "due_on", "resources")
CLOSED: Final = mark("Somebody has signed: remarks and decisions stay as they are.")

Work = Callable[[AnyRequest, Connection, Version, str], dict[str, Any]]
"""Does one thing to a version in somebody's name; what the log says of it."""


@post(
    "/{period:str}/{number:int}/{act:str}",
    name="staff_review_act",
    guards=[may("conclude")],
    sync_to_thread=True,
)
def write(
    request: AnyRequest,
    slug: FromPath[str],
    period: FromPath[str],
    number: FromPath[int],
    act: FromPath[str],
) -> Response[str]:
    """Do one thing to a version and log it, both or neither; then show the page anew."""
    if act not in ACTS:
        raise ClientException("there is no such act", status_code=404)
    name, work = ACTS[act]
    register, who = register_of(request), principal_of(request)
    try:
        with writing(request.app.state.engine) as connection:
            version = signing.lock(connection, found(connection, register, slug, period, number))
            did = work(request, connection, version, who.person)
            told = {"unit": slug, "period": period, "version": number} | did
            record(connection, name, who.who, told)
    except BadDecision as bad:
        wrong = Typed(_typed(request), {field: _(words) for field, words in bad.problems.items()})
        return review_page(request, slug, period, str(number), typed=wrong, status=422)
    except (minutes.Closed, MayNotSign) as refused:
        why = _(CLOSED) if isinstance(refused, minutes.Closed) else _(str(refused))
        kept = Typed(_typed(request), notice=why)
        return review_page(request, slug, period, str(number), typed=kept, status=409)
    return back(
        slug, period, number, did.get("section", "conclusions" if "decision" in did else "")
    )


def _typed(request: AnyRequest) -> dict[str, str]:
    return {name: typed(request, name) for name in FIELDS}


def _note(request: AnyRequest, connection: Connection, version: Version, by: str) -> dict[str, Any]:
    """Keep a remark on one section."""
    section = typed(request, "section")
    if section not in {*SECTIONS, "conclusions"}:
        # A remark that no page shows would be signed unseen.
        raise ClientException("there is no such section", status_code=404)
    minutes.write_note(connection, version, section, spoken(), typed(request, "note"), by)
    return {"section": section}


def _decide(
    request: AnyRequest, connection: Connection, version: Version, by: str
) -> dict[str, Any]:
    """Enter a decision of the meeting."""
    values: dict[str, Any] = _typed(request)
    values["due_on"] = _day(values["due_on"])
    today = days.office_day(days.now_ms())
    return {"decision": minutes.decide(connection, version, Decision(0, **values), by, today)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _strike(
    request: AnyRequest, connection: Connection, version: Version, _by: str
) -> dict[str, Any]:
    """Take a decision out again."""
    which = typed(request, "decision")
    nth = int(which) if which.isdecimal() and len(which) < 4 else 0
    minutes.strike(connection, version, nth)
    return {"decision": nth}


def _sign(request: AnyRequest, connection: Connection, version: Version, by: str) -> dict[str, Any]:
    """Sign in one's role; the second of two makes it final."""
    signed = signing.sign(connection, version, principal_of(request).who.role, by)
    return {"final": signed.state == "signed"}


def _take_back(
    _request: AnyRequest, connection: Connection, version: Version, by: str
) -> dict[str, Any]:
    """Take one's own signature back, as long as it is the only one."""
    signing.take_back(connection, version, by)
    return {}


ACTS: Final[dict[str, tuple[str, Work]]] = {
    "note": ("review remarked", _note),
    "decide": ("review decided", _decide),
    "strike": ("decision struck", _strike),
    "sign": ("review signed", _sign),
    "unsign": ("signature taken back", _take_back),
}

reviews_router = Router(
    "/units/{slug:str}/review",
    guards=[within_scope()],
    route_handlers=[show_review, save_review, freeze_review, write, show_changes],
)
