"""One case: what was written, until when what is due, who has it, and the paper trail."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from sqlalchemy import Connection, Row

from analytics.quality.casework import answers, clocks, files, steps
from analytics.quality.casework.finding import OPEN
from analytics.text.responses import words_of
from portal.staff.asked import today
from portal.staff.cases import wording
from portal.staff.cases.access import case_of
from portal.staff.cases.wording import on
from portal.staff.dashboard import crumbs
from portal.staff.drawings import name_of_service
from portal.staff.frame import staff_page
from portal.staff.guards import may
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys import contacts
from surveys.database import reading, writing
from surveys.register import Register
from translations import day, own_name, spoken
from translations import gettext as _


@get("/cases/{number:str}", name="case", guards=[may("comments")], sync_to_thread=True)
def show_case(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """The whole case."""
    note_view(request, number)
    return case_page(request, number)


def note_view(request: AnyRequest, number: str) -> None:
    """Write into the staff log who is about to read what a citizen wrote."""
    with writing(request.app.state.engine) as connection:
        case = case_of(request, connection, number)
        record(connection, "case viewed", principal_of(request).who, {"case": case.number})


def case_page(
    request: AnyRequest,
    number: str,
    problems: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    """The page of a case, with what is wrong with one of its forms."""
    register = register_of(request)
    with reading(request.app.state.engine) as connection:
        case = case_of(request, connection, number)
        told = told_of(connection, register, case)
        kept = contacts.is_kept(connection, case.key)
    slug = register.slug_of(case.unit_id)
    desk = (_("Cases"), f"/staff/units/{slug}/cases")
    return staff_page(
        request,
        "staff/cases/case.html",
        status=422 if problems else 200,
        here=f"/staff/units/{register.slug_of(principal_of(request).unit_id)}/cases",
        crumbs=[*crumbs(request, slug), desk],
        path=f"/staff/cases/{case.number}",
        slug=slug,
        contact=kept and request.app.state.settings.box_key is not None,
        works=case.state in OPEN and principal_of(request).may("answer"),
        may_answer=principal_of(request).may("answer"),
        may_act=principal_of(request).may("actions"),
        types=[(name, _(words)) for name, words in wording.TYPE_NAMES.items()],
        severities=[(name, _(words)) for name, words in wording.SEVERITY_NAMES.items()],
        units=_units(register, case.unit_id),
        sent=next((one["row"] for one in told["answers"][::-1] if one["row"].sent_at), None),
        problems=problems or {},
        typed=typed or {},
        **told,
    )


def told_of(connection: Connection, register: Register, case: Row[Any]) -> dict[str, Any]:
    """What is told of a case on its pages.

    Names: case (the row), unit, service, facts, waiting (whether words still wait for their
    crowd), words, messages, answers, trail, clocks.
    """
    said = words_of(connection, case.said_unit_id, case.said_on, case.key)
    return {
        "case": case,
        "unit": register.unit_names.say(case.unit_id, spoken()),
        "service": name_of_service(register, case.service_id),
        "type": _(wording.TYPE_NAMES[case.type]),
        "state": _(wording.STATE_NAMES[case.state]),
        "severity": _(wording.SEVERITY_NAMES[case.severity]),
        "reads": own_name(case.locale),
        "opened": on(case.opened_at),
        "waiting": not said or any(word.text is None and not word.erased for word in said),
        "words": [word.text or _("Deleted") for word in said if word.text or word.erased],
        "messages": [_message(row) for row in steps.messages(connection, case.id)],
        "answers": [_answer(connection, row) for row in answers.answers(connection, case.id)],
        "trail": [_line(register, row) for row in steps.trail(connection, case.id)],
        "clocks": [_clock(one) for one in clocks.deadlines(connection, case.id)],
    }


def _message(row: Row[Any]) -> dict[str, Any]:
    return {"by": row.by, "on": on(row.at), "text": row.text}


def _answer(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    return {"row": row, "on": on(row.sent_at), "files": files.list_files(connection, row.id)}


def _line(register: Register, row: Row[Any]) -> dict[str, str]:
    to = row.to_body or ""
    if row.to_unit_id is not None:
        to = register.unit_names.say(row.to_unit_id, spoken())
    return {
        "on": on(row.at),
        "act": _(wording.ACT_NAMES[row.act]),
        "by": row.by or _("the citizen or the portal itself"),
        "to": to,
        "why": row.why or "",
    }


def _clock(one: clocks.Deadline) -> list[str]:
    """Step, last day, whether it was kept, and the rule."""
    met = on(one.met_at) if one.met_at else ""
    state = _("done %(day)s", day=met) if met else wording.due(one.due_on)
    rule = f"{wording.length(one.days, one.unit)}. {_(one.basis)}"
    return [_(wording.STEP_NAMES[one.step]), day(one.due_on), state, rule]


def _units(register: Register, own: int) -> list[tuple[str, str]]:
    """The units that may take a case: those that are there today, by name."""
    root = (register.ancestors(own, today()) or (own,))[0]
    ids = [root, *register.descendants(root, today())]
    named = [(register.slug_of(id_), register.unit_names.say(id_, spoken())) for id_ in ids]
    return [("", _("No unit of the city")), *sorted(named, key=lambda one: one[1])]
