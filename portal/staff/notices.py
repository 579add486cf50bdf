"""Who is told of signals, overdue actions and the week: entered, tried, ended."""

from __future__ import annotations

from typing import Any, Final

from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from portal.reaching import composing
from portal.reaching.addressees import (
    BadAddressee,
    UnknownAddressee,
    add,
    end,
    find_addressee,
    list_addressees,
)
from portal.reaching.hooks import Guard, secret_of
from portal.reaching.sending import list_deliveries
from portal.reviews.wording import moment
from portal.staff.asked import today
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading, writing
from surveys.folding import fold
from translations import complete_languages, mark, own_name, spoken
from translations import gettext as _

PATH: Final = "/staff/notices"
KINDS: Final = {"mail": mark("E-mail"), "webhook": mark("Webhook")}
TOLD: Final = {
    "both": mark("At once, and the week"),
    "alerts": mark("At once only"),
    "digest": mark("The week only"),
}
NO_UNIT = mark("Choose a unit.")
_DONE: Final = {
    "added": mark("Entered. They hear of what comes from now on."),
    "ended": mark("They are told nothing more."),
    "tested": mark("A test message is on its way; in quiet hours it waits for their end."),
}
_FIELDS: Final = ("unit", "kind", "name", "target", "language", "told")


@get("/", name="notices", sync_to_thread=True)
def show(request: AnyRequest) -> Response[Any]:
    """Everybody who is told in the person's units; ``?secret=N`` shows that of a webhook."""
    return _page(request, {}, {})


@post("/", sync_to_thread=True)
def enter(request: AnyRequest) -> Response[Any]:
    """Enter somebody."""
    said = {name: typed(request, name).strip() for name in _FIELDS}
    unit_id = register_of(request).slugs.get(said["unit"])
    if unit_id is None or unit_id not in _reached(request):
        return _page(request, said, {"unit": _(NO_UNIT)})
    guard = Guard.of(request.app.state.settings.webhook_hosts)
    kind = said["kind"] if said["kind"] in KINDS else "mail"
    try:
        with writing(request.app.state.engine) as connection:
            number = add(
                connection,
                guard,
                unit_id,
                kind,
                said["name"],
                said["target"],
                principal_of(request).who,
                language=said["language"],
                alerts=said["told"] != "digest",
                digest=said["told"] != "alerts",
            )
    except BadAddressee as bad:
        words = _(str(bad))
        return _page(request, said, {bad.field: f"{words[:1].upper()}{words[1:]}."})
    more = f"&secret={number}" if kind == "webhook" else ""
    return Redirect(f"{PATH}?done=added{more}", status_code=303)


@post("/{number:int}/end", sync_to_thread=True)
def stop(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Tell somebody nothing more.

    Raises:
        UnknownAddressee: nobody with this number is told here.
    """
    with writing(request.app.state.engine) as connection:
        _find(request, connection, number)
        end(connection, number, principal_of(request).who)
    return Redirect(f"{PATH}?done=ended", status_code=303)


@post("/{number:int}/test", sync_to_thread=True)
def try_out(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Send somebody a message that says that it is a test.

    Raises:
        UnknownAddressee: nobody with this number is told here.
    """
    with writing(request.app.state.engine) as connection:
        found = _find(request, connection, number)
        composing.write_test(connection, found, principal_of(request).who)
    return Redirect(f"{PATH}?done=tested", status_code=303)


def _reached(request: AnyRequest) -> tuple[int, ...]:
    own = principal_of(request).unit_id
    return (own, *register_of(request).descendants(own, today()))


def _find(request: AnyRequest, connection: Connection, number: int) -> Any:
    found = find_addressee(connection, number)
    if found.unit_id not in _reached(request):
        raise UnknownAddressee(number)
    return found


def _page(request: AnyRequest, said: dict[str, str], problems: dict[str, str]) -> Response[Any]:
    names, units = register_of(request).unit_names, _reached(request)
    done = request.query_params.get("done", "")
    with reading(request.app.state.engine) as connection:
        rows = [_row(one, names) for one in list_addressees(connection) if one.unit_id in units]
        sent = [_sent(one) for one in list_deliveries(connection, 20, units)]
    slugs = register_of(request).slug_of
    choices = [(slugs(one), names.say(one, spoken())) for one in units]
    return staff_page(
        request,
        "staff/notices.html",
        status=422 if problems else 200,
        here=PATH,
        rows=rows,
        sent=sent,
        secret="" if problems else _secret(request),
        done=_(_DONE[done]) if done in _DONE and not problems else "",
        units=sorted(choices, key=lambda one: fold(one[1])),
        kinds=[(code, _(words)) for code, words in KINDS.items()],
        told=[(code, _(words)) for code, words in TOLD.items()],
        spoken_here=[(code, own_name(code)) for code in complete_languages()],
        said={"kind": "mail", "told": "both", "language": "vi"} | said,
        problems=problems,
    )


def _secret(request: AnyRequest) -> str:
    """The secret that a webhook's receiver checks signatures with; that it was seen is logged."""
    text = request.query_params.get("secret", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return ""
    with writing(request.app.state.engine) as connection:
        found = _find(request, connection, int(text))
        if found.kind != "webhook":
            return ""
        who = principal_of(request).who
        record(connection, "webhook secret shown", who, {"addressee": found.id})
    return secret_of(request.app.state.settings.key("webhook")[0], found.id, found.target)


def _row(one: Any, names: Any) -> dict[str, Any]:
    told = "both" if one.alerts and one.digest else "alerts" if one.alerts else "digest"
    return {
        "id": one.id,
        "unit": names.say(one.unit_id, spoken()),
        "name": one.name,
        "kind": _(KINDS[one.kind]),
        "webhook": one.kind == "webhook",
        "target": one.target,
        "told": _(TOLD[told]),
    }


def _sent(one: Any) -> dict[str, Any]:
    state = _("on its way") if one.settled_at is None else _("arrived")
    if one.last_error:
        state = _("given up") if one.settled_at else _("is tried again")
    return {
        "at": moment(one.made_at),
        "name": one.name,
        "subject": one.subject,
        "state": state,
        "error": one.last_error,
        "tries": one.tries,
    }


notices_router = Router(
    PATH.removeprefix("/staff"),
    guards=[may("accounts")],
    route_handlers=[show, enter, stop, try_out],
)
