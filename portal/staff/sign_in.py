"""Signing in and out, and the way from there to one's own unit."""

from datetime import date, timedelta
from math import ceil
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlalchemy import Connection

from portal.staff import cookies, passwords, throttle
from portal.staff.accounts import Account, account_or_none
from portal.staff.frame import staff_page
from portal.staff.guards import ANONYMOUS, FIRST_STEPS, may, typed
from portal.staff.log import NOBODY, Who, record
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.sessions import end_session, open_session
from portal.staff.throttle import Neighbourhood
from surveys import days
from surveys.database import reading, writing
from translations import gettext as _
from translations import mark

WRONG = mark("Name and password do not belong together. Please try again.")
DEMO_ABROAD = mark(
    "The demonstration account works only on the computer that runs the portal. "
    "Ask whoever runs it for an account of your own."
)


@get("/sign-in", name="staff_sign_in", opt={ANONYMOUS: True}, sync_to_thread=True)
def show(request: AnyRequest) -> Response[Any]:
    """The sign-in form; whoever is signed in already goes on."""
    wanted = cookies.safe_page(request.query_params.get("next", ""))
    return Redirect(wanted, status_code=303) if request.user else _form(request, wanted)


@post("/sign-in", opt={ANONYMOUS: True}, sync_to_thread=True)
def enter(request: AnyRequest, neighbourhood: NamedDependency[Neighbourhood]) -> Response[Any]:
    """Begin a session, or show the form again with one and the same message for every cause."""
    name, password = typed(request, "name"), typed(request, "password")
    wanted, address = cookies.safe_page(typed(request, "next")), _address(request)
    engine, key = request.app.state.engine, throttle.key_of(request.app.state.settings)
    with reading(engine) as connection:
        wait = max(neighbourhood.wait(address), throttle.wait(connection, key, name))
        account = account_or_none(connection, name)
    if wait:
        return _too_many(request, wanted, name, wait)
    right = passwords.matches(account.password_hash if account else None, password)
    if right and account and account.demo and not request.app.state.get("loopback"):
        return _form(request, wanted, name, _(DEMO_ABROAD), status=403)
    with writing(engine) as connection:
        wait = throttle.wait(connection, key, name)
        if right and account and not wait and account.works_on(_today()):
            throttle.forgive(connection, key, name)
            return _begin(request, connection, account, wanted)
        _refuse(connection, key, name, account)
    if account:
        neighbourhood.failed(address)
    return _form(request, wanted, name, _(WRONG), status=422)


def _begin(
    request: AnyRequest, connection: Connection, account: Account, wanted: str
) -> Response[Any]:
    old = request.cookies.get(cookies.SESSION)
    if old:
        end_session(connection, old)
    token = open_session(connection, account.id)
    record(connection, "sign-in", Who(account.name, account.role))
    return _lead(request, wanted, token)


def _lead(request: AnyRequest, wanted: str, token: str) -> Response[Any]:
    reply: Response[Any] = Redirect(wanted, status_code=303)
    cookies.keep_session(reply, request.app.state.settings, token)
    return reply


def _refuse(connection: Connection, key: bytes, name: str, account: Account | None) -> None:
    locked = throttle.failed(connection, key, name)
    # A name that no account has may be a password typed into the wrong field: it is not kept.
    who = Who(account.name, account.role) if account else NOBODY
    record(connection, "sign-in refused", who, {"locked": True} if locked else {})


def _too_many(request: AnyRequest, wanted: str, name: str, wait: timedelta) -> Response[Any]:
    after = {"Retry-After": str(ceil(wait.total_seconds()))}
    return _form(request, wanted, name, throttle.told(wait), status=429, headers=after)


def _form(
    request: AnyRequest,
    wanted: str,
    name: str = "",
    problem: str | None = None,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    seed = cookies.anonymous_seed(request)
    reply = staff_page(
        request,
        "staff/sign_in.html",
        status=status,
        headers=headers,
        token=cookies.anonymous_token(request, seed),
        wanted=wanted,
        name=name[:60],
        problem=problem,
    )
    cookies.keep_anonymous(reply, request, seed)
    return reply


def _address(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


def _today() -> date:
    return days.office_day(days.now_ms())


@post("/sign-out", opt={FIRST_STEPS: True}, guards=[may("account")], sync_to_thread=True)
def leave(request: AnyRequest) -> Response[Any]:
    """End the session, here and wherever its cookie may have been copied to."""
    principal = principal_of(request)
    with writing(request.app.state.engine) as connection:
        end_session(connection, principal.token)
        record(connection, "sign-out", principal.who)
    reply: Response[Any] = Redirect(cookies.SIGN_IN, status_code=303)
    cookies.drop_session(reply)
    return reply


@get("/", name="staff_home", guards=[may("dashboard")], sync_to_thread=False)
def home(request: AnyRequest) -> Redirect:
    """Lead to the overview of one's own unit."""
    slug = register_of(request).slug_of(principal_of(request).unit_id)
    return Redirect(f"/staff/units/{slug}", status_code=303)
