"""What is done to a record: one form each, all of them sent to the record's own address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from litestar import Response, post
from litestar.exceptions import ClientException
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from analytics.quality.actions import handling, planning
from analytics.quality.actions.planning import Plan
from analytics.quality.actions.records import Record
from analytics.quality.actions.states import NotNow, Refused
from portal.staff.actions.reach import record_in_reach
from portal.staff.actions.record import draw_record
from portal.staff.guards import may, typed
from portal.staff.log import record as log
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import writing
from translations import day
from translations import gettext as _

Do = Callable[[AnyRequest, Connection, Record, str], None]


@post(
    "/actions/{number:str}/{act:str}",
    name="action_act",
    guards=[may("actions")],
    sync_to_thread=True,
)
def act_on(request: AnyRequest, number: FromPath[str], act: FromPath[str]) -> Response[Any]:
    """Do one act, all of it or nothing, and lead back to the record."""
    if act not in ACTS:
        raise ClientException("there is no such act", status_code=404)
    who = principal_of(request)
    try:
        with writing(request.app.state.engine) as connection:
            record = record_in_reach(request, connection, number)
            ACTS[act](request, connection, record, principal_of(request).person)
            log(connection, f"action {act}", who.who, {"action": number})
    except NotNow:
        # Somebody else was faster: the page shows how the record stands now.
        return Redirect(f"/staff/actions/{number}?changed=1", status_code=303)
    except Refused as refused:
        values = {name: _said(value) for name, value in refused.values.items()}
        problems = {name: _(words, **values) for name, words in refused.problems.items()}
        return draw_record(request, number, problems=problems, act=act)
    return Redirect(f"/staff/actions/{number}", status_code=303)


def _said(value: object) -> object:
    return day(value) if isinstance(value, date) else value


def _contain(request: AnyRequest, connection: Connection, record: Record, by: str) -> None:
    whys = [typed(request, f"why{number}") for number in range(1, handling.WHYS + 1)]
    said = typed(request, "containment")
    handling.contain(connection, record, said, whys, typed(request, "cause_group"), by)


def _plan(request: AnyRequest, connection: Connection, record: Record, by: str) -> None:
    service, before = typed(request, "service"), typed(request, "before")
    known = {slug: id_ for id_, slug in register_of(request).service_slugs.items()}
    said = Plan(
        action=typed(request, "action"),
        owner_name=typed(request, "owner_name"),
        owner_position=typed(request, "owner_position"),
        due_on=_day(typed(request, "due_on")),
        indicator=typed(request, "indicator"),
        service_id=known.get(service),
        before="since" if before == "since" else "usual",
        target=_share(typed(request, "target")),
        check_on=_day(typed(request, "check_on")),
    )
    planning.plan(connection, register_of(request), record, said, by)


def _done(request: AnyRequest, connection: Connection, record: Record, by: str) -> None:
    handling.report_done(connection, record, _day(typed(request, "acted_on")), by)


def _none(request: AnyRequest, connection: Connection, record: Record, by: str) -> None:
    handling.propose_none(connection, record, typed(request, "no_action_why"), by)


def _close(request: AnyRequest, connection: Connection, record: Record, by: str) -> None:
    handling.close(connection, record, typed(request, "remark"), typed(request, "risks"), by)


def _reopen(request: AnyRequest, connection: Connection, record: Record, by: str) -> None:
    handling.reopen(connection, record, typed(request, "reopen_why"), by)


def _assign(request: AnyRequest, connection: Connection, record: Record, by: str) -> None:
    name, position = typed(request, "new_name"), typed(request, "new_position")
    try:
        handling.assign(connection, record, name, position, typed(request, "assign_why"), by)
    except Refused as refused:
        renamed = {"owner_name": "new_name", "owner_position": "new_position"}
        raise Refused({renamed.get(k, k): words for k, words in refused.problems.items()}) from None


ACTS: dict[str, Do] = {
    "contain": _contain,
    "plan": _plan,
    "done": _done,
    "none": _none,
    "close": _close,
    "reopen": _reopen,
    "assign": _assign,
}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _share(text: str) -> float | None:
    """So many in 100, with a comma or a point, as a share of 1."""
    try:
        return float(text.strip().replace(",", ".")) / 100
    except ValueError:
        return None
