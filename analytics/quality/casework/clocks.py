"""The clocks of a case: until when each step is due, by the rule in force on the day it began.

A rule is changed by a newer one (``portal clock set``): cases that have begun keep the deadlines
they have.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from analytics.quality.cases import CaseClock, CaseDeadline
from surveys.working_days import next_working_day, working_days_after
from translations import mark

Type = Literal["suggestion", "petition", "complaint"]
TYPES: Final[tuple[Type, ...]] = ("suggestion", "petition", "complaint")

WORKING, CALENDAR = "working_day", "day"
ANSWER, COMPLEX, TRANSFER, ASK, PUBLISH = "answer", "answer_complex", "transfer", "ask", "publish"
# What has to be done by a day; to publish is due only once there is an answer.
_AT_ONCE: Final = {
    "suggestion": (ANSWER,),
    "petition": (TRANSFER, ASK, ANSWER),
    "complaint": (ANSWER,),
}


class Rule(NamedTuple):
    """A clock as the portal begins with it."""

    type: Type
    step: str
    days: int
    unit: str
    valid_from: date
    basis: str


_PROMISE = mark("Our own promise to citizens who ask for an answer")
_PETITIONS = mark(
    "Handling of petitions on the national public service portal (Decision 766/QĐ-TTg of 2022)"
)
_COMPLAINTS = mark("Law on Complaints, article 28; counted from acceptance")
_PILOT, _INDEX, _LAW = date(2023, 3, 1), date(2022, 6, 23), date(2012, 7, 1)

RULES: Final = (
    Rule("suggestion", ANSWER, 5, WORKING, _PILOT, _PROMISE),
    Rule("petition", TRANSFER, 2, WORKING, _INDEX, _PETITIONS),
    Rule("petition", ASK, 5, WORKING, _INDEX, _PETITIONS),
    Rule("petition", ANSWER, 15, WORKING, _INDEX, _PETITIONS),
    Rule("petition", PUBLISH, 2, WORKING, _INDEX, _PETITIONS),
    Rule("complaint", ANSWER, 30, CALENDAR, _LAW, _COMPLAINTS),
    Rule("complaint", COMPLEX, 45, CALENDAR, _LAW, _COMPLAINTS),
)
"""The rules of the day the portal began. Source: domain notes on the three legal types; the clocks
of petitions and complaints are law, that of suggestions is our own."""


def lay_clocks(connection: Connection) -> None:
    """Enter the rules where there are none yet."""
    if connection.scalar(select(CaseClock.id).limit(1)) is None:
        connection.execute(insert(CaseClock), [rule._asdict() for rule in RULES])


def clocks_on(connection: Connection, type_: str, day: date) -> dict[str, Row[Any]]:
    """The clocks of a type that are in force on a day, by step."""
    rows = connection.execute(
        select(CaseClock.__table__)
        .where(
            CaseClock.type == type_,
            CaseClock.valid_from <= day,
            or_(CaseClock.valid_to.is_(None), CaseClock.valid_to > day),
        )
        .order_by(CaseClock.valid_from)
    )
    return {row.step: row for row in rows}


class OlderRule(ValueError):
    """A newer rule begins on that day or later already; carries its first day."""


def list_clocks(connection: Connection) -> list[Row[Any]]:
    """Every rule there is or was, by type and step, oldest first."""
    columns = CaseClock.__table__.c
    order = (columns.type, columns.step, columns.valid_from)
    return list(connection.execute(select(CaseClock.__table__).order_by(*order)))


def change_clock(connection: Connection, rule: Rule) -> None:
    """Let a new rule hold from its first day on, and end the one before it.

    Raises:
        OlderRule: nothing was changed.
    """
    lay_clocks(connection)
    same = (CaseClock.type == rule.type, CaseClock.step == rule.step)
    newest = connection.scalar(select(func.max(CaseClock.valid_from)).where(*same))
    if newest is not None and newest >= rule.valid_from:
        raise OlderRule(newest)
    ended = update(CaseClock).where(*same, CaseClock.valid_to.is_(None))
    connection.execute(ended.values(valid_to=rule.valid_from))
    connection.execute(insert(CaseClock).values(rule._asdict()))


def due_on(days: int, unit: str, begun: date) -> date:
    """The last day of a deadline that began on ``begun``, which is not counted itself.

    Source: Civil Code 2015, articles 147 and 148: one that ends on a day off ends on the next
    working day.
    """
    if unit == WORKING:
        return working_days_after(begun, days)
    return next_working_day(begun + timedelta(days=days))


def promise(connection: Connection, today: date) -> date:
    """Until when an answer is promised to whoever asks for one now."""
    clock = clocks_on(connection, "suggestion", today).get(ANSWER) or RULES[0]
    return due_on(clock.days, clock.unit, today)


def wind(
    connection: Connection, case_id: int, type_: str, round_: int, begun: date, *, complex_: bool
) -> None:
    """Set the deadlines of a round anew, but for those that were met already.

    Args:
        begun: the office day on which the clocks started.
    """
    unmet = (CaseDeadline.case_id == case_id, CaseDeadline.round == round_)
    connection.execute(delete(CaseDeadline).where(*unmet, CaseDeadline.met_at.is_(None)))
    steps = [COMPLEX if complex_ and type_ == "complaint" else s for s in _AT_ONCE[type_]]
    _set(connection, case_id, type_, round_, begun, steps)


def wind_publishing(
    connection: Connection, case_id: int, type_: str, round_: int, on: date
) -> None:
    """Begin the clock that an answer starts, where its type has one."""
    _set(connection, case_id, type_, round_, on, [PUBLISH])


def _set(
    connection: Connection, case_id: int, type_: str, round_: int, begun: date, steps: Sequence[str]
) -> None:
    lay_clocks(connection)
    clocks = clocks_on(connection, type_, begun)
    kept = set(
        connection.scalars(
            select(CaseDeadline.clock_id).where(
                CaseDeadline.case_id == case_id, CaseDeadline.round == round_
            )
        )
    )
    rows = [
        {"case_id": case_id, "round": round_, "clock_id": clock.id}
        | {"due_on": due_on(clock.days, clock.unit, begun)}
        for clock in (clocks[step] for step in steps if step in clocks)
        if clock.id not in kept
    ]
    if rows:
        connection.execute(insert(CaseDeadline), rows)


def meet(connection: Connection, case_id: int, steps: Sequence[str], at: datetime) -> None:
    """Note that steps were done; the first time counts."""
    clocks = select(CaseClock.id).where(CaseClock.step.in_(steps))
    connection.execute(
        update(CaseDeadline)
        .where(
            CaseDeadline.case_id == case_id,
            CaseDeadline.clock_id.in_(clocks),
            CaseDeadline.met_at.is_(None),
        )
        .values(met_at=at)
    )


class Deadline(NamedTuple):
    """A step with its last day and the rule it follows; ``met_at`` None while it is not done."""

    step: str
    due_on: date
    met_at: datetime | None
    days: int
    unit: str
    basis: str


def deadlines(connection: Connection, case_id: int) -> list[Deadline]:
    """The deadlines of the newest round, in the order of their days."""
    rows = connection.execute(
        select(
            *(CaseClock.step, CaseDeadline.due_on, CaseDeadline.met_at, CaseClock.days),
            *(CaseClock.unit, CaseClock.basis, CaseDeadline.round),
        )
        .join(CaseClock, CaseClock.id == CaseDeadline.clock_id)
        .where(CaseDeadline.case_id == case_id)
        .order_by(CaseDeadline.due_on, CaseClock.id)
    ).all()
    newest = max((row.round for row in rows), default=1)
    return [Deadline(*row[:6]) for row in rows if row.round == newest]
