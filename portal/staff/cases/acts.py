"""What staff do on a case's page: take it up, ask, hand it on, close it."""

from collections.abc import Callable
from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection, Row

from analytics.quality.casework import answers, clocks, gate, steps
from analytics.quality.entered import entered, misnamed
from portal.staff.cases.access import case_of
from portal.staff.cases.case import case_page
from portal.staff.cases.wording import reason
from portal.staff.guards import may, typed
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import writing
from surveys.typed import is_blank, tidy
from translations import gettext as _
from translations import mark

LONGEST = 500
TO_WHOM = mark("Choose a unit, or write which body takes it.")

Work = Callable[[Connection, Row[Any]], None]


@post("/cases/{number:str}/triage", guards=[may("answer")], sync_to_thread=True)
def triage(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Say what it is, how grave, and who answers for it."""
    names = ("type", "severity", "complex", "owner_name", "owner_position", "why")
    said = _said(request, *names)
    problems = _required(said, "owner_name", "owner_position")
    named = misnamed(said["owner_name"], said["owner_position"])
    problems |= {name: _(words) for name, words in named.items()}
    if said["type"] not in clocks.TYPES or said["severity"] not in steps.SEVERITIES:
        problems["type"] = reason("missing")
    found = steps.Assessed(
        said["type"],
        said["severity"],
        bool(said["complex"]),
        said["owner_name"],
        said["owner_position"],
    )

    def work(connection: Connection, case: Row[Any]) -> None:
        steps.assess(connection, case, found, principal_of(request).person, entered(said["why"]))

    what = {"type": said["type"], "severity": said["severity"]}
    return _do(request, number, "case taken up", work, said, problems, what)


@post("/cases/{number:str}/ask", guards=[may("answer")], sync_to_thread=True)
def ask(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Ask the citizen, who reads it at the receipt."""
    said = _said(request, "question")
    problems = _shown_to_citizen(said, "question")

    def work(connection: Connection, case: Row[Any]) -> None:
        steps.ask(connection, case, principal_of(request).person, said["question"])

    return _do(request, number, "citizen asked", work, said, problems)


@post("/cases/{number:str}/hand-over", guards=[may("answer")], sync_to_thread=True)
def hand_over(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Give it to another unit, or to a body that is not ours."""
    register = register_of(request)
    said = _said(request, "unit", "body", "reason")
    problems = _shown_to_citizen(said, "reason")
    unit_id = register.slugs.get(said["unit"])
    if unit_id is None and is_blank(said["body"]):
        problems["unit"] = _(TO_WHOM)

    def work(connection: Connection, case: Row[Any]) -> None:
        by, body = principal_of(request).person, entered(said["body"])[:200]
        steps.hand_over(connection, case, by, said["reason"], unit_id=unit_id, body=body)

    what = {"to": said["unit"] or entered(said["body"])[:200]}
    return _do(request, number, "case handed over", work, said, problems, what, away=True)


@post("/cases/{number:str}/close", guards=[may("answer")], sync_to_thread=True)
def close(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Close it without an answer; the citizen reads the reason."""
    said = _said(request, "closing")
    problems = _shown_to_citizen(said, "closing")

    def work(connection: Connection, case: Row[Any]) -> None:
        steps.close(connection, case, principal_of(request).person, said["closing"])

    return _do(request, number, "case closed", work, said, problems)


@post("/cases/{number:str}/publish", guards=[may("answer")], sync_to_thread=True)
def publish(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Put the answer on the unit's public page, or take it off (``off``)."""
    public = not typed(request, "off")

    def work(connection: Connection, case: Row[Any]) -> None:
        answers.publish(connection, case, principal_of(request).person, public=public)

    act = "answer published" if public else "answer taken off"
    return _do(request, number, act, work, {}, {})


def _said(request: AnyRequest, *names: str) -> dict[str, str]:
    return {name: tidy(typed(request, name)) for name in names}


def _required(said: dict[str, str], *names: str) -> dict[str, str]:
    return {name: reason("missing", name) for name in names if is_blank(said[name])}


def _shown_to_citizen(said: dict[str, str], name: str) -> dict[str, str]:
    """What is wrong with a text that stands at the receipt."""
    if is_blank(said[name]):
        return {name: reason("missing")}
    if len(said[name]) > LONGEST:
        return {name: reason("too_long")}
    return {name: reason("personal")} if gate.personal(said[name]) else {}


def _do(
    request: AnyRequest,
    number: str,
    act: str,
    work: Work,
    said: dict[str, str],
    problems: dict[str, str],
    what: dict[str, Any] | None = None,
    *,
    away: bool = False,
) -> Response[Any]:
    """Do it and write it into the log, in one transaction; or the page with what is wrong.

    Args:
        away: whether the case may be out of reach afterwards.
    """
    if problems:
        return case_page(request, number, problems, said)
    with writing(request.app.state.engine) as connection:
        case = case_of(request, connection, number, hold=True)
        work(connection, case)
        record(connection, act, principal_of(request).who, {"case": number} | (what or {}))
    slug = register_of(request).slug_of(principal_of(request).unit_id)
    leads = f"/staff/units/{slug}/cases" if away else f"/staff/cases/{number}"
    return Redirect(leads, status_code=303)
