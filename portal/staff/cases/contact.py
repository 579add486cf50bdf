"""A citizen's contact: opened with a reason by who answers; each time is written down."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import Connection, Row

from analytics.quality.casework import steps
from analytics.quality.entered import entered
from portal.staff.cases import wording
from portal.staff.cases.access import case_of
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of
from surveys import contacts
from surveys.database import reading, writing
from translations import day, mark
from translations import gettext as _

# Fewer characters are no reason.
SHORTEST = 10
OTHER_KEY = mark("It was encrypted with another key (PORTAL_DATA_KEY) and cannot be read.")


@get(
    "/cases/{number:str}/contact", name="case_contact", guards=[may("answer")], sync_to_thread=True
)
def show_contact(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Ask for the reason; the contact itself is not shown yet."""
    _box_key(request)
    with reading(request.app.state.engine) as connection:
        case = case_of(request, connection, number)
        return _page(request, connection, case)


@post("/cases/{number:str}/contact", guards=[may("answer")], sync_to_thread=True)
def open_contact(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Show the contact once, and write down who read it and why."""
    key, reason = _box_key(request), entered(typed(request, "reason"))[:300]
    with writing(request.app.state.engine) as connection:
        case = case_of(request, connection, number, hold=True)
        if len(reason) < SHORTEST:
            problems = {"reason": wording.reason("missing")}
            return _page(request, connection, case, reason=reason, problems=problems)
        try:
            contact = contacts.read_contact(connection, key, case.key)
        except contacts.OtherKey:
            problems = {"reason": _(OTHER_KEY)}
            return _page(request, connection, case, reason=reason, problems=problems)
        if contact is not None:
            steps.note(connection, case.id, "contact", principal_of(request).person, reason)
            what = {"case": number, "why": reason}
            record(connection, "contact read", principal_of(request).who, what)
        return _page(request, connection, case, contact=contact)


def _box_key(request: AnyRequest) -> bytes:
    key: bytes | None = request.app.state.settings.box_key
    if key is None:
        raise NotFoundException("no contacts are kept here")
    return key


def _page(
    request: AnyRequest,
    connection: Connection,
    case: Row[Any],
    *,
    contact: str | None = None,
    reason: str = "",
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    last = contacts.last_day_of(connection, case.key)
    return staff_page(
        request,
        "staff/cases/contact.html",
        status=422 if problems else 200,
        crumbs=[(_("Case %(number)s", number=case.number), f"/staff/cases/{case.number}")],
        action=f"/staff/cases/{case.number}/contact",
        kept=contacts.is_kept(connection, case.key),
        contact=contact,
        last=day(last) if last else "",
        days=contacts.KEPT_DAYS,
        reason=reason,
        problems=problems or {},
    )
