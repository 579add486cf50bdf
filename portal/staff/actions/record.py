"""The page of one record: what happened, why, what is done, whether it worked, who closes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from sqlalchemy import Connection, select

from analytics.quality.actions import lists
from analytics.quality.actions.effect import CHECKABLE
from analytics.quality.actions.planning import bad_span, before_span
from analytics.quality.actions.records import Record
from analytics.quality.actions.states import ALLOWED, CAUSES, SEVERITIES, SOURCES, STATES
from analytics.quality.baselines import Baseline
from portal.periods import period_days
from portal.staff.actions.effects import Drawn, draw, indicator_name
from portal.staff.actions.reach import record_in_reach
from portal.staff.actions.told import LEVEL_WORDS, late_words, owner_of, step_of
from portal.staff.asked import today
from portal.staff.dashboard import crumbs
from portal.staff.drawings import name_of_service
from portal.staff.frame import staff_page
from portal.staff.guards import may
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading
from surveys.days import Period, office_day, to_ms
from surveys.register import Register
from surveys.words import words_for
from surveys.working_days import next_working_day
from translations import day, in_hundred, mark, spoken
from translations import gettext as _

_STEPS = ("new", "in_work", "waiting", "checked", "closed")
_CHECKED = mark("Checked")
_SECOND = mark("needs a second person")


@get("/actions/{number:str}", name="action", guards=[may("reviews")], sync_to_thread=True)
def show_record(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """The record as it stands."""
    return draw_record(request, number, changed="changed" in request.query_params)


def draw_record(
    request: AnyRequest,
    number: str,
    *,
    problems: dict[str, str] | None = None,
    act: str = "",
    changed: bool = False,
) -> Response[Any]:
    """The page; with problems what was typed into the form of ``act`` is kept."""
    register = register_of(request)
    with reading(request.app.state.engine) as connection:
        record = record_in_reach(request, connection, number)
        context = record_context(connection, register, record)
    slug = register.slug_of(record.row.unit_id)
    form = request.state.form if problems else {}
    return staff_page(
        request,
        "quality/record.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/actions",
        crumbs=[*crumbs(request, slug), (_("Actions"), f"/staff/units/{slug}/actions")],
        acts=ALLOWED[record.row.state] if principal_of(request).may("actions") else frozenset(),
        problems=problems or {},
        act=act,
        changed=changed,
        may_say=principal_of(request).may("actions") and bool(context["row"].acted_on),
        typed=_usual(record) | {name: str(value) for name, value in form.items()},
        **context,
    )


def record_context(connection: Connection, register: Register, record: Record) -> dict[str, Any]:
    """What both the page and the printed form tell."""
    row = record.row
    late = lists.overdue_of(_lateness(record))
    usual = before_span(connection, register, record, "usual")
    since = before_span(connection, register, record, "since")
    return {
        "number": row.number,
        "row": row,
        "unit": register.unit_names.say(row.unit_id, spoken()),
        "service": name_of_service(register, row.service_id) if row.service_id else "",
        "source": _(SOURCES[row.source]),
        "shown": _shown(row),
        "source_link": _link(row),
        "severity": _(SEVERITIES[row.severity]),
        "state": _(STATES[row.state]),
        "opened": (day(_office(row.opened_at)), row.opened_by),
        "cause": _(CAUSES[row.cause_group]) if row.cause_group else "",
        "whys": record.whys,
        "owner": owner_of(row),
        "late": late_words(late) if late else "",
        "reached": _(LEVEL_WORDS[late.level]) if late else "",
        "steps": _strip(record),
        "history": [step_of(one) for one in reversed(record.steps)],
        "check": _check(register, record),
        "results": [_result(connection, one) for one in reversed(record.checks) if one.result],
        "said_id": record.said_id,
        "causes": [("", "–"), *((value, _(words)) for value, words in CAUSES.items())],
        "indicators": [(one, indicator_name(one)) for one in CHECKABLE],
        "services": _services(register),
        "befores": [("usual", _before("usual", usual))]
        + ([("since", _before("since", since))] if bad_span(record) else []),
        "today": str(today()),
    }


def _office(at: Any) -> date:
    return office_day(to_ms(at))


def _lateness(record: Record) -> Any:
    """The row as ``lists`` reads it, with its newest check."""
    turns = [s.at for s in record.steps if s.act in ("opened", "reopened", "none", "moved")]
    check = record.checks[-1] if record.checks else None
    more = {
        "check_on": check.due_on if check else None,
        "checked_at": check.checked_at if check else None,
        "verdict": check.verdict if check else None,
        "since": turns[-1] if turns else None,
    }
    return lists.Listed(**record.row._mapping, **more)


def _shown(row: Any) -> str:
    """What the source showed when the record was opened."""
    told = row.evidence
    if "said" in told:
        said: dict[str, str] = told["said"]
        return words_for(said, spoken())
    if row.source == "comment":
        return _("written on %(day)s", day=day(date.fromisoformat(told["day"])))
    return str(told.get("reference") or told.get("case") or told.get("code") or "")


def _link(row: Any) -> str | None:
    """Where the source can be looked at."""
    if row.source == "signal":
        return f"/staff/signals/{row.source_id}"
    if row.source == "assessment":
        return f"/staff/assessments/{row.source_id}"
    if row.source == "case":
        return f"/staff/cases/{row.evidence['case']}"
    return None


def _strip(record: Record) -> list[dict[str, str]]:
    """The states as steps: done with their day, now, later."""
    at = {"new": record.row.opened_at}
    for step in record.steps:
        if step.act in ("contained", "planned"):
            at.setdefault("in_work", step.at)
        elif step.act in ("reopened", "moved"):
            at = {name: at[name] for name in ("new", "in_work") if name in at}
        elif step.act in ("done", "none"):
            at["waiting"] = step.at
        elif step.act == "checked" and step.became != "too_little":
            at["checked"] = step.at
        elif step.act == "closed":
            at["closed"] = step.at
    names = STATES | {"checked": _CHECKED}
    wanted = [one for one in _STEPS if one != "checked" or not record.row.no_action_why]
    last = max((i for i, one in enumerate(wanted) if one in at), default=0)
    now = last if record.row.state == "closed" else last + 1
    told = []
    for i, one in enumerate(wanted):
        note = day(_office(at[one])) if one in at else ""
        note = note or (_(_SECOND) if one == "closed" else "")
        state = "done" if one in at else "now" if i == now else "later"
        told.append({"words": _(names[one]), "note": note, "state": state})
    return told


def _check(register: Register, record: Record) -> dict[str, str] | None:
    """The check that holds, in words."""
    check = record.check
    if check is None:
        return None
    service = name_of_service(register, check.service_id) if check.service_id else _("all services")
    return {
        "indicator": indicator_name(check.indicator),
        "service": service,
        "target": in_hundred(check.target),
        "needed": str(check.needed_n),
        "on": day(check.due_on),
        "fixed": day(_office(check.fixed_at)),
        "by": check.fixed_by,
        "waits": "" if check.checked_at else "yes",
    }


def _result(connection: Connection, check: Any) -> Drawn:
    frozen = select(Baseline.start, Baseline.end).where(Baseline.id == check.baseline_id)
    start, end = connection.execute(frozen).one()
    first, last = (date.fromisoformat(told) for told in check.result["days"])
    return draw(check, Period(start, end), Period(first, last))


def _services(register: Register) -> list[tuple[str, str]]:
    named = [
        (slug, register.service_names.say(id_, spoken()))
        for id_, slug in register.service_slugs.items()
    ]
    return [("", _("All services")), *sorted(named, key=lambda one: one[1])]


def _before(kind: str, span: Period) -> str:
    if span.start >= span.end:
        return _("No days yet")
    days_ = period_days(span)
    if kind == "usual":
        return _("The usual level, %(days)s", days=days_)
    return _("Since the points that opened this, %(days)s", days=days_)


def _usual(record: Record) -> dict[str, str]:
    """What stands in the fields before anybody types."""
    row, check = record.row, record.check
    due = row.due_on if row.due_on and row.due_on >= today() else None
    due = due or next_working_day(today() + timedelta(days=14))
    told = {
        "containment": row.containment or "",
        "cause_group": row.cause_group or "",
        "action": row.action or "",
        "owner_name": row.owner_name or "",
        "owner_position": row.owner_position or "",
        "due_on": str(due),
        "indicator": check.indicator if check else "satisfaction",
        "service": "",
        "before": "usual",
        "target": in_hundred(check.target) if check else "",
        "check_on": str(check.due_on if check else next_working_day(due + timedelta(days=92))),
        "acted_on": str(today()),
    }
    told |= {f"why{n}": "" for n in range(1, 6)}
    told |= {f"why{n}": answer for n, answer in enumerate(record.whys, 1)}
    empty = ("no_action_why", "remark", "risks", "reopen_why", "assign_why")
    return told | dict.fromkeys((*empty, "new_name", "new_position"), "")
