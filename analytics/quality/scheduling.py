"""When a wave is in each of its phases, moved by those who lead the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy import Connection, update

from analytics.quality.actions.handling import FARTHEST
from analytics.quality.actions.records import today
from analytics.quality.actions.states import Refused
from analytics.quality.programme import Task, WavePhase
from analytics.quality.waves import Course
from surveys import days
from translations import mark

NO_DAY: Final = mark("Choose a day within ten years.")
WRONG_WAY: Final = mark("This has to be later than the day before it.")
OVER: Final = mark("This wave is over: its days stay as they were.")


def move_phases(connection: Connection, course: Course, asked: Sequence[date | None]) -> int:
    """Keep new days; tasks that were due on the last day of their phase move with it.

    Args:
        asked: the first day of each phase in its order, then the last day of all.

    Returns:
        How many tasks moved.

    Raises:
        Refused: all that is wrong, under ``day-1`` to ``day-6``.
    """
    if course.phases[-1].end <= today():
        raise Refused({"day-1": OVER})
    problems = {f"day-{nth}": NO_DAY for nth, one in enumerate(asked, 1) if not _is_near(one)}
    firsts = [one for one in asked if one is not None]
    if not problems:
        later = enumerate(pairwise(firsts), 2)
        problems = {f"day-{nth}": WRONG_WAY for nth, (one, other) in later if one >= other}
    if problems:
        raise Refused(problems)
    borders = [*firsts[:-1], firsts[-1] + timedelta(days=1)]
    moved = 0
    for phase, (was, (start, end)) in enumerate(
        zip(course.phases, pairwise(borders), strict=True), 1
    ):
        mine = (WavePhase.wave_id == course.id, WavePhase.phase == phase)
        connection.execute(update(WavePhase).where(*mine).values(starts_on=start, ends_on=end))
        moved += _move_tasks(connection, course, phase, was.end, end) if end != was.end else 0
    return moved


def _is_near(day: date | None) -> bool:
    return day is not None and abs(day - today()) <= FARTHEST


def _move_tasks(connection: Connection, course: Course, phase: int, was: date, end: date) -> int:
    """Those that nobody has done, and whose day nobody chose."""
    due, now = was - timedelta(days=1), {"changed_at": days.now()}
    theirs = update(Task).where(
        *(Task.wave_id == course.id, Task.phase == phase),
        *(Task.done_on.is_(None), Task.due_on == due),
    )
    return int(connection.execute(theirs.values(due_on=end - timedelta(days=1), **now)).rowcount)
