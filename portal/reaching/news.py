"""What there is to tell somebody: new signals, actions that became overdue, the past week."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from analytics.numbers.estimates import Estimate
from analytics.numbers.series import series
from analytics.quality.actions.lists import LEVELS, Overdue
from analytics.quality.casework.finding import Listed, count_cases, list_cases
from analytics.quality.pack.building import scope_of
from analytics.quality.pack.sayings import hidden
from analytics.quality.signals import Signal
from analytics.quality.watching.handling import Raised, count_open, find_signal
from surveys.days import Period, first_day
from surveys.register import Register
from surveys.working_days import next_working_day

_MANY = 20


@dataclass(frozen=True, slots=True)
class Week:
    """The past whole week of a unit; ``satisfaction`` is without its value where too few rated."""

    days: Period
    satisfaction: Estimate
    signals: int
    cases: int = 0
    late_cases: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """What one message tells; ``more`` signals and ``more_overdue`` actions are counted only.

    ``cases`` are citizens' cases whose answer became overdue today.
    """

    unit_id: int
    signals: list[Raised]
    overdue: list[Overdue]
    more: int = 0
    more_overdue: int = 0
    week: Week | None = None
    cases: tuple[Listed, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.signals or self.overdue or self.week or self.cases)


def alert_for(
    connection: Connection, register: Register, who: Any, today: date, overdue: list[Overdue]
) -> tuple[News, int]:
    """What is new for somebody, and the number of the last signal there is.

    Args:
        who: a row of ``addressee``.
        overdue: of the whole city; only those that reached a step today are told.
    """
    units = [who.unit_id, *register.descendants(who.unit_id, today)]
    last = connection.scalar(select(func.max(Signal.id))) or 0
    row = Signal.__table__.c
    asked = select(row.id).where(row.id > who.told_signal, row.id <= last)
    # The unit's own signals; those of units below reach whoever answers for them by name.
    own = (row.unit_id == who.unit_id) | (row.owner_name == who.name)
    asked = asked.where(own, row.unit_id.in_(units), row.state != "closed").order_by(row.id)
    numbers = list(connection.scalars(asked))
    told = [find_signal(connection, number) for number in numbers[:_MANY]]
    seen = who.told_overdue_on == today
    late = [] if seen else _reached(register, who, overdue, today)
    cases = () if seen else tuple(_late_cases(connection, who, units, today))
    more = len(numbers) - len(told), max(0, len(late) - _MANY)
    return News(who.unit_id, told, late[:_MANY], *more, cases=cases), last


def _late_cases(
    connection: Connection, who: Any, units: list[int], today: date
) -> Iterator[Listed]:
    """Cases whose last day was the working day before: of the unit, or somebody's by name."""
    for one in list_cases(connection, units, "overdue"):
        theirs = one.unit_id == who.unit_id or one.owner_name == who.name
        if theirs and one.due_on and next_working_day(one.due_on + timedelta(days=1)) == today:
            yield one


def _reached(register: Register, who: Any, overdue: list[Overdue], today: date) -> list[Overdue]:
    """Records that became late, or later, on this working day."""
    steps = [one for one in overdue if one.late in LEVELS]
    return [one for one in steps if _concerns(register, who, one, today)]


def _concerns(register: Register, who: Any, one: Overdue, today: date) -> bool:
    """The owner hears of it first, then the unit, then the unit above."""
    if one.owner_name and one.owner_name.casefold() == who.name.casefold():
        return True
    if one.unit_id == who.unit_id:
        return one.level >= 2 or not one.owner_name
    return one.level >= 3 and who.unit_id in register.ancestors(one.unit_id, today)[-1:]


def digest_for(
    connection: Connection, register: Register, who: Any, today: date, overdue: list[Overdue]
) -> News:
    """The past week, and everything that is overdue: of a city with all units below it."""
    monday = first_day(today, "week")
    span = Period(monday - timedelta(days=7), monday, "week")
    slug, scope = register.slug_of(who.unit_id), scope_of(register, who.unit_id)
    told = series(connection, register, slug, span.start, span.end, scope=scope, bucket=None)
    satisfaction = hidden(told.buckets[0].indicators["satisfaction"])
    below = register.descendants(who.unit_id, today) if scope == "tree" else ()
    units: Collection[int] = {who.unit_id, *below}
    signals = sum(count_open(connection, units).values())
    late = [one for one in overdue if one.unit_id in units]
    cases = count_cases(connection, units)
    week = Week(span, satisfaction, signals, cases["work"], cases["overdue"])
    return News(who.unit_id, [], late[:_MANY], more_overdue=max(0, len(late) - _MANY), week=week)
