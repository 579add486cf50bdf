"""Choosing one's own password; every other session of the account ends with the old one."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from portal.staff import cookies, passwords, throttle
from portal.staff.appointments import change_password
from portal.staff.frame import staff_page
from portal.staff.guards import FIRST_STEPS, may, typed
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of
from portal.staff.sessions import open_session
from surveys.database import reading, writing
from translations import gettext as _
from translations import mark

NOT_CURRENT = mark("This is not your current password.")
NOT_THE_SAME = mark("The two do not match.")
SAME_AS_BEFORE = mark("Choose one that you have not used here.")


@get(
    "/password",
    name="staff_password",
    opt={FIRST_STEPS: True},
    guards=[may("account")],
    sync_to_thread=True,
)
def show(request: AnyRequest) -> Response[Any]:
    """The form."""
    return _form(request, {})


@post("/password", opt={FIRST_STEPS: True}, guards=[may("account")], sync_to_thread=True)
def change(request: AnyRequest) -> Response[Any]:
    """Keep the new password and go on under a new session, or name all that is wrong."""
    principal, engine = principal_of(request), request.app.state.engine
    account, fresh = principal.account, typed(request, "password")
    problems = _problems(request)
    if problems:
        return _form(request, problems)
    password = passwords.chosen(fresh)
    with writing(engine) as connection:
        throttle.forgive(connection, throttle.key_of(request.app.state.settings), account.name)
        change_password(connection, account, password, principal.who)
        token = open_session(connection, account.id)
    reply: Response[Any] = Redirect(cookies.HOME, status_code=303)
    cookies.keep_session(reply, request.app.state.settings, token)
    return reply


def _problems(request: AnyRequest) -> dict[str, str]:
    account, fresh = principal_of(request).account, typed(request, "password")
    wrong: dict[str, str | None] = {"current": _about_current(request)}
    judged = passwords.judge(fresh, account.name)
    wrong["password"] = _(judged) if judged else None
    if not any(wrong.values()) and fresh == typed(request, "current"):
        wrong["password"] = _(SAME_AS_BEFORE)
    if fresh != typed(request, "repeated"):
        wrong["repeated"] = _(NOT_THE_SAME)
    return {name: words for name, words in wrong.items() if words}


def _about_current(request: AnyRequest) -> str | None:
    """What is wrong with the current password; a borrowed screen may not guess it either."""
    principal, engine, key = (
        principal_of(request),
        request.app.state.engine,
        throttle.key_of(request.app.state.settings),
    )
    with reading(engine) as connection:
        wait = throttle.wait(connection, key, principal.account.name)
    if wait:
        return throttle.told(wait)
    if passwords.matches(principal.account.password_hash, typed(request, "current")):
        return None
    with writing(engine) as connection:
        throttle.failed(connection, key, principal.account.name)
        record(connection, "password refused", principal.who)
    return _(NOT_CURRENT)


def _form(request: AnyRequest, problems: dict[str, str]) -> Response[Any]:
    return staff_page(
        request,
        "staff/password.html",
        status=422 if problems else 200,
        problems=problems,
        first=principal_of(request).account.must_change,
    )
