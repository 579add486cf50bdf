"""The tasks of a unit in a wave: owner, days, evidence, and tasks of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from analytics.quality import waves
from analytics.quality.actions.records import today
from analytics.quality.actions.states import Refused
from analytics.quality.phases import PHASES, TASKS
from analytics.quality.waves import Kept
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed
from portal.staff.log import record as log
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.quality.programme import TITLE, here_of, must_reach_then, phases_of, wave_name
from surveys.database import reading, writing
from translations import gettext as _
from translations import spoken


@get(
    "/programme/{wave:str}/{slug:str}",
    name="wave_unit",
    guards=[may("reviews")],
    sync_to_thread=True,
)
def show_unit(request: AnyRequest, wave: FromPath[str], slug: FromPath[str]) -> Response[Any]:
    """The tasks of a unit, phase by phase."""
    return _unit_page(request, wave, slug, {})


def _unit_page(
    request: AnyRequest, wave: str, slug: str, problems: dict[str, str], task_id: int = 0
) -> Response[Any]:
    register = register_of(request)
    unit_id = register.find_unit(slug)
    with reading(request.app.state.engine) as connection:
        course = waves.find_wave(connection, wave)
        must_reach_then(request, course, unit_id)
        tasks = waves.list_tasks(connection, course, unit_id)
    form = request.state.form if problems else {}
    return staff_page(
        request,
        "quality/tasks.html",
        status=422 if problems else 200,
        here=here_of(request),
        crumbs=[(_(TITLE), "/staff/programme"), (wave_name(wave), f"/staff/programme/{wave}")],
        unit=register.unit_names.say(unit_id, spoken()),
        title=wave_name(wave),
        address=f"/staff/programme/{wave}/{slug}",
        phases=[
            (phase, [_task(one, task_id, form) for one in tasks if one.phase == phase[0]])
            for phase in phases_of(course)
        ],
        problems=problems,
        task_id=task_id,
        over=course.phases[-1].end <= today(),
        added=str(form.get("title", "")),
        today=str(today()),
        may_change=principal_of(request).may("actions"),
    )


def _task(task: Any, opened: int, form: Any) -> dict[str, Any]:
    """A task in words; what was typed into its form is kept."""
    told = {
        "id": task.id,
        "title": _(TASKS[task.template]) if task.template in TASKS else task.title,
        "due_on": task.due_on,
        "done_on": task.done_on,
        "done_by": task.done_by or "",
        "late": waves.is_late(task),
        "owner": ", ".join(filter(None, (task.owner_name, task.owner_position))),
        "evidence": task.evidence,
        "note": task.note or "",
    }
    said = {
        "owner_name": task.owner_name or "",
        "owner_position": task.owner_position or "",
        "due_on": str(task.due_on or ""),
        "done_on": str(task.done_on or ""),
        "note": task.note or "",
        "evidence_title": "",
        "evidence_link": "",
    }
    if task.id == opened:
        said |= {name: str(form.get(name, "")) for name in said}
    return told | {"said": said}


@post("/programme/{wave:str}/{slug:str}/tasks", guards=[may("actions")], sync_to_thread=True)
def add_task(request: AnyRequest, wave: FromPath[str], slug: FromPath[str]) -> Response[Any]:
    """Add a task of the unit's own to a phase."""
    text = typed(request, "phase")
    phase = int(text) if text in {str(n) for n in range(1, len(PHASES) + 1)} else 1
    unit_id = register_of(request).find_unit(slug)

    def add(connection: Connection) -> dict[str, object]:
        course = waves.find_wave(connection, wave)
        must_reach_then(request, course, unit_id)
        waves.add_task(connection, course, unit_id, phase, typed(request, "title"))
        return {"unit": slug, "phase": phase}

    return _change(request, wave, slug, "task added", add, -phase)


@post(
    "/programme/{wave:str}/{slug:str}/tasks/{task_id:int}",
    guards=[may("actions")],
    sync_to_thread=True,
)
def keep_task(
    request: AnyRequest, wave: FromPath[str], slug: FromPath[str], task_id: FromPath[int]
) -> Response[Any]:
    """Keep owner, days, evidence and note of a task."""
    unit_id = register_of(request).find_unit(slug)
    fields = ("owner_name", "owner_position", "evidence_title", "evidence_link", "note")
    said = {name: typed(request, name) for name in fields}
    kept = Kept(due_on=_day(request, "due_on"), done_on=_day(request, "done_on"), **said)

    def keep(connection: Connection) -> dict[str, object]:
        course = waves.find_wave(connection, wave)
        must_reach_then(request, course, unit_id)
        task = waves.find_task(connection, task_id)
        if (task.unit_id, task.wave_id) != (unit_id, course.id):
            raise waves.UnknownTask(task_id)
        waves.keep_task(connection, task, kept, principal_of(request).person)
        return {"unit": slug, "task": task_id}

    return _change(request, wave, slug, "task changed", keep, task_id)


def _change(
    request: AnyRequest, wave: str, slug: str, act: str, do: Any, task_id: int
) -> Response[Any]:
    try:
        with writing(request.app.state.engine) as connection:
            log(connection, act, principal_of(request).who, do(connection))
    except Refused as refused:
        problems = {name: _(words) for name, words in refused.problems.items()}
        return _unit_page(request, wave, slug, problems, task_id)
    return Redirect(f"/staff/programme/{wave}/{slug}#task-{task_id}", status_code=303)


def _day(request: AnyRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(typed(request, name).strip())
    except ValueError:
        return None
