"""Carrying the programme: who is where, which tasks are done, late, or still to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from analytics.quality.actions.records import today
from analytics.quality.actions.states import Refused
from analytics.quality.entered import entered, misnamed, overlong, wrong_link
from analytics.quality.phases import DATES, PHASES
from analytics.quality.programme import Task, Wave, WavePhase, WaveUnit
from surveys import days
from surveys.days import Period
from surveys.places import Unit
from surveys.typed import tidy
from translations import catalogue, mark

TASK = Task.__table__
VI: Final = "vi"

NO_TITLE = mark("Say what has to be done.")
NO_DAY = mark("Choose the day on which it was done, today or earlier.")
NO_EVIDENCE = mark("Name the evidence: a task without any is not done.")


class UnknownWave(LookupError):
    """There is no such wave, or the unit is none of it."""


class UnknownTask(LookupError):
    """There is no such task."""


@dataclass(frozen=True, slots=True)
class Course:
    """A wave: its phases with their days, in order; ``units`` by id."""

    id: int
    slug: str
    phases: tuple[Period, ...]
    units: tuple[int, ...]

    def phase_on(self, day: date) -> int | None:
        """The phase of a day, 1 to 5; None before and after."""
        for number, span in enumerate(self.phases, 1):
            if span.start <= day < span.end:
                return number
        return None


@dataclass(frozen=True, slots=True)
class Progress:
    """The tasks of one unit in one phase."""

    done: int
    total: int
    late: int


def enter_wave(connection: Connection, slug: str, unit_slugs: Iterable[str]) -> int:
    """Enter a wave with its phases, units and tasks; what is there stays as it is.

    Returns:
        How many units were new in it.
    """
    wave_id = connection.scalar(select(Wave.id).where(Wave.slug == slug))
    if wave_id is None:
        key = connection.execute(insert(Wave).values(slug=slug)).inserted_primary_key
        wave_id = int((key or (0,))[0])
        borders = DATES[slug]
        spans = pairwise(borders)
        rows = [
            {"wave_id": wave_id, "phase": n, "starts_on": start, "ends_on": end}
            for n, (start, end) in enumerate(spans, 1)
        ]
        connection.execute(insert(WavePhase), rows)
    ids = {row.slug: row.id for row in connection.execute(select(Unit.slug, Unit.id))}
    known = set(connection.scalars(select(WaveUnit.unit_id).where(WaveUnit.wave_id == wave_id)))
    fresh = [ids[one] for one in unit_slugs if ids[one] not in known]
    if fresh:
        of = [{"wave_id": wave_id, "unit_id": unit_id} for unit_id in fresh]
        connection.execute(insert(WaveUnit), of)
        connection.execute(insert(Task), [row for u in fresh for row in _tasks(slug, wave_id, u)])
    return len(fresh)


def _tasks(slug: str, wave_id: int, unit_id: int) -> list[dict[str, Any]]:
    """The tasks that every unit has; each is due on the last day of its phase."""
    said = catalogue(VI).gettext
    return [
        {
            "wave_id": wave_id,
            "unit_id": unit_id,
            "phase": phase,
            "position": position,
            "template": template,
            "title": said(words),
            "due_on": DATES[slug][phase] - timedelta(days=1),
            "evidence": [],
            "changed_at": days.now(),
        }
        for phase, one in enumerate(PHASES, 1)
        for position, (template, words) in enumerate(one.tasks.items(), 1)
    ]


def list_waves(connection: Connection) -> list[Course]:
    """All waves, the newest first."""
    waves = connection.execute(select(Wave.id, Wave.slug)).all()
    spans: dict[int, list[Period]] = defaultdict(list)
    asked = select(WavePhase.__table__).order_by(WavePhase.phase)
    for row in connection.execute(asked):
        spans[row.wave_id].append(Period(row.starts_on, row.ends_on))
    units: dict[int, list[int]] = defaultdict(list)
    for wave_id, unit_id in connection.execute(select(WaveUnit.wave_id, WaveUnit.unit_id)):
        units[wave_id].append(unit_id)
    told = [Course(w.id, w.slug, tuple(spans[w.id]), tuple(sorted(units[w.id]))) for w in waves]
    return sorted(told, key=lambda wave: wave.phases[0].start, reverse=True)


def find_wave(connection: Connection, slug: str) -> Course:
    """The wave of this name.

    Raises:
        UnknownWave: there is none.
    """
    for wave in list_waves(connection):
        if wave.slug == slug:
            return wave
    raise UnknownWave(slug)


def progress(connection: Connection, wave: Course) -> dict[tuple[int, int], Progress]:
    """How far each unit is in each phase, in one query."""
    told: dict[tuple[int, int], list[Any]] = defaultdict(list)
    asked = select(TASK.c.unit_id, TASK.c.phase, TASK.c.done_on, TASK.c.due_on)
    for row in connection.execute(asked.where(TASK.c.wave_id == wave.id)):
        told[row.unit_id, row.phase].append(row)
    return {
        at: Progress(sum(row.done_on is not None for row in rows), len(rows), _late(rows))
        for at, rows in told.items()
    }


def _late(rows: Sequence[Any]) -> int:
    return sum(is_late(row) for row in rows)


def is_late(task: Any) -> bool:
    """Whether a task should have been done by now."""
    return task.done_on is None and task.due_on is not None and task.due_on < today()


def list_tasks(connection: Connection, wave: Course, unit_id: int) -> list[Any]:
    """The tasks of a unit, by phase and place.

    Raises:
        UnknownWave: the unit is none of the wave.
    """
    if unit_id not in wave.units:
        raise UnknownWave(wave.slug)
    asked = select(TASK).where(TASK.c.wave_id == wave.id, TASK.c.unit_id == unit_id)
    return list(connection.execute(asked.order_by(TASK.c.phase, TASK.c.position, TASK.c.id)))


def find_task(connection: Connection, task_id: int) -> Any:
    """One task.

    Raises:
        UnknownTask: there is none.
    """
    row = connection.execute(select(TASK).where(TASK.c.id == task_id)).first()
    if row is None:
        raise UnknownTask(task_id)
    return row


def add_task(connection: Connection, wave: Course, unit_id: int, phase: int, title: str) -> None:
    """A task of the unit's own, due on the last day of the phase.

    Raises:
        Refused: it has no title.
    """
    if not title.strip():
        raise Refused({"title": NO_TITLE})
    last = wave.phases[phase - 1].end - timedelta(days=1)
    of = (TASK.c.wave_id == wave.id, TASK.c.unit_id == unit_id, TASK.c.phase == phase)
    place = connection.scalar(select(func.max(TASK.c.position)).where(*of)) or 0
    row = {"wave_id": wave.id, "unit_id": unit_id, "phase": phase, "position": place + 1}
    said = {"title": entered(title)[:300], "due_on": last, "evidence": [], "changed_at": days.now()}
    connection.execute(insert(Task).values(**row, **said))


@dataclass(frozen=True, slots=True)
class Kept:
    """What was entered for a task; ``done_on`` None while it is not done."""

    owner_name: str
    owner_position: str
    due_on: date | None
    done_on: date | None
    evidence_title: str
    evidence_link: str
    note: str


def keep_task(connection: Connection, task: Any, said: Kept, by: str) -> None:
    """Keep what was entered; new evidence stands beside what was there.

    Raises:
        Refused: all that is wrong, by field.
    """
    evidence = list(task.evidence)
    problems = misnamed(said.owner_name, said.owner_position)
    problems |= overlong(evidence_title=said.evidence_title, note=said.note)
    if said.evidence_title.strip():
        evidence.append({"title": entered(said.evidence_title), "link": said.evidence_link.strip()})
    if wrong := wrong_link(said.evidence_link.strip()):
        problems["evidence_link"] = wrong
    if said.done_on and said.done_on > today():
        problems["done_on"] = NO_DAY
    if said.done_on and not evidence:
        problems["evidence_title"] = NO_EVIDENCE
    if problems:
        raise Refused(problems)
    done = {"done_on": said.done_on, "done_by": by if said.done_on else None}
    if said.done_on and said.done_on == task.done_on:
        done["done_by"] = task.done_by
    owner = {"owner_name": tidy(said.owner_name) or None}
    owner |= {"owner_position": tidy(said.owner_position) or None}
    more = {"due_on": said.due_on, "evidence": evidence, "note": entered(said.note) or None}
    kept = update(Task).where(Task.id == task.id)
    connection.execute(kept.values(**owner, **done, **more, changed_at=days.now()))
