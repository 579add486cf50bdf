"""A page of its own for a contact: why it is asked, how long it is kept, how to take it back."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from analytics.quality.casework.finding import OVER, find_case
from analytics.quality.casework.opening import Beginning, open_case
from portal import language
from portal.citizen.given import given_by, values_of
from portal.citizen.visits import Context
from portal.pages import page
from surveys import additions, codes, contacts
from surveys.additions import Given
from surveys.database import reading
from surveys.typed import is_blank
from translations import day, mark, spoken
from translations import gettext as _

AnyRequest = Request[Any, Any, Any]
_TOO_LATE = mark(
    "Your matter is closed, so nobody would use a contact. It was not kept."
    " If you need another answer, please rate once more."
)


@get("/", name="contact", sync_to_thread=True)
def show(request: AnyRequest, code: FromPath[str], receipt: FromPath[str]) -> Response[str]:
    """Ask for a contact, or show that there is one."""
    context, _key = _asked(request)
    with reading(request.app.state.engine) as connection:
        given = given_by(connection, context, code, receipt)
        return _page(request, connection, given)


# As on the page of additions, the receipt in the address is all the authority there is.
@post("/", name="contact_save")
async def save(request: AnyRequest, code: FromPath[str], receipt: FromPath[str]) -> Response[Any]:
    """Keep the contact with its writer's consent, or delete it."""
    context, key = _asked(request)
    fields = await values_of(request)

    def store(connection: Connection) -> Response[Any] | None:
        given = given_by(connection, context, code, receipt)
        if "remove" in fields:
            contacts.forget_contact(connection, given.key)
            return None
        typed = fields.get("contact", [""])[-1]
        problems = _problems(typed, "consent" in fields)
        if problems:
            return _page(request, connection, given, typed, problems)
        contacts.leave_contact(connection, key, given.key, typed)
        # Whoever leaves a contact wants an answer.
        known = codes.read_receipt(receipt) or ""
        number = open_case(connection, Beginning.of(given, additions.hash_of(known)))
        if find_case(connection, number).state not in OVER:
            return None
        # Nobody would ever use it.
        contacts.forget_contact(connection, given.key)
        return _page(request, connection, given, typed, {"contact": _(_TOO_LATE)})

    refused = await context.writer.run(store)
    back = Redirect(language.link(f"/r/{code}/more/{receipt}/contact"), status_code=303)
    return refused or back


def _asked(request: AnyRequest) -> tuple[Context, bytes]:
    context: Context = request.app.state.rating
    key = context.settings.box_key
    if key is None:
        raise NotFoundException("contacts are not asked for here")
    return context, key


def _problems(typed: str, consent: bool) -> dict[str, str]:
    problems = {}
    if is_blank(typed):
        problems["contact"] = _("Please write a phone number or an e-mail address.")
    elif len(typed) > contacts.LONGEST_CONTACT:
        problems["contact"] = _("This is too long. Please shorten it.")
    if not consent:
        problems["consent"] = _("Please tick that you agree, or leave this page.")
    return problems


def _page(
    request: AnyRequest,
    connection: Connection,
    given: Given,
    typed: str = "",
    problems: dict[str, str] | None = None,
) -> Response[str]:
    context: Context = request.app.state.rating
    kept = contacts.is_kept(connection, given.key)
    last = contacts.last_day_of(connection, given.key)
    path = request.scope["path"].rstrip("/")
    return page(
        "rate/contact.html",
        status=422 if problems else 200,
        headers={"Cache-Control": "no-store"},
        demo=context.demo,
        office=context.register.unit_names.say(given.said["unit_id"], spoken()),
        action=language.link(path),
        back=language.link(path.rpartition("/")[0]),
        kept=kept,
        last=day(last) if last else "",
        days=contacts.KEPT_DAYS,
        limit=contacts.LONGEST_CONTACT,
        typed=typed,
        problems=problems or {},
    )


contact_router = Router("/r/{code:str}/more/{receipt:str}/contact", route_handlers=[show, save])
