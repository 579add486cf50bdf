"""Opening a case from a comment, so that its writer, or everybody, gets an answer."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection, Row, select

from analytics.quality.casework.finding import UnknownCase
from analytics.quality.casework.opening import Beginning, case_of_response, open_case
from analytics.text.responses import key_of_comment
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys import additions, codes
from surveys.database import writing
from surveys.responses import CHANNELS, KnownKey
from translations import gettext as _

GUARDS: list[Guard] = [may("answer"), within_scope()]
# Who answered on a screen of ours was shown a follow-up code.
_WITH_RECEIPT = {CHANNELS[name] for name in ("qr", "web", "kiosk")}


@get("/units/{slug:str}/cases/new", name="case_new", guards=GUARDS, sync_to_thread=True)
def show_beginning(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The comment (``?comment=ID``), and what opening a case means for its writer."""
    comment_id = _id(request.query_params.get("comment", ""))
    with writing(request.app.state.engine) as connection:
        comment = _comment(request, connection, comment_id)
        number = case_of_response(connection, comment.key)
        what = {"unit": slug, "comments": [comment_id]}
        record(connection, "comments viewed", principal_of(request).who, what)
    if number:
        return Redirect(f"/staff/cases/{number}", status_code=303)
    return staff_page(
        request,
        "staff/cases/new.html",
        here=f"/staff/units/{slug}/cases",
        crumbs=[*crumbs(request, slug), (_("Comments"), f"/staff/units/{slug}/comments")],
        slug=slug,
        comment=comment_id,
        text=comment.text,
        on=comment.day,
        reached=comment.channel in _WITH_RECEIPT,
    )


@post("/units/{slug:str}/cases/new", guards=GUARDS, sync_to_thread=True)
def begin(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Open it; a comment that has a case already leads to that one."""
    with writing(request.app.state.engine) as connection:
        comment = _comment(request, connection, _id(typed(request, "comment")))
        begun = Beginning(
            key=comment.key,
            unit_id=comment.unit_id,
            day=comment.day,
            service_id=comment.service_id,
            locale=comment.locale,
            receipt=_receipt(request, connection, comment),
            simulated=comment.simulated,
        )
        number = open_case(connection, begun, principal_of(request).person)
        what = {"case": number, "unit": slug}
        record(connection, "case opened", principal_of(request).who, what)
    return Redirect(f"/staff/cases/{number}", status_code=303)


def _comment(request: AnyRequest, connection: Connection, comment_id: int) -> Row[Any]:
    """A comment that may be shown to who asks.

    Raises:
        UnknownCase: there is none for them.
    """
    row = key_of_comment(connection, comment_id)
    if row is None or not principal_of(request).reaches(register_of(request), row.unit_id):
        raise UnknownCase(comment_id)
    return row


def _receipt(request: AnyRequest, connection: Connection, comment: Row[Any]) -> int | None:
    """The hash under which its writer will find it: as it was given, else derived once more.

    After a change of secrets only those of the last two days are still known.
    """
    if comment.channel not in _WITH_RECEIPT:
        return None
    known = connection.scalar(select(KnownKey.receipt).where(KnownKey.key == comment.key))
    if known is not None:
        return int(known)
    secret = request.app.state.settings.key("receipt")[0]
    return additions.hash_of(codes.receipt(secret, comment.key))


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
