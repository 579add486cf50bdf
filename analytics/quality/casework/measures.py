"""What cases tell about an office: how long it took to answer, and whether the answers helped.

Answers count by the office day on which they were sent, for the unit that holds the case now.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from analytics.quality.cases import Case, CaseAnswer, CaseClock, CaseDeadline
from analytics.quality.casework.clocks import ANSWER, COMPLEX
from surveys import days
from surveys.working_days import working_days_between

SATISFIED = 4


class Counted(NamedTuple):
    """So many of ``n``."""

    yes: int
    n: int


def reply_days(
    connection: Connection, unit_ids: Sequence[int], start: date, end: date
) -> list[int]:
    """For each first answer sent in [start, end): working days from the wish to the answer.

    An answer on the same day took 0. Sorted.
    """
    rows = connection.execute(
        select(Case.opened_at, CaseAnswer.sent_at)
        .join(Case, Case.id == CaseAnswer.case_id)
        .where(*_sent(unit_ids, start, end), CaseAnswer.number == 1)
    )
    spans = (tuple(days.office_day(days.to_ms(at)) for at in row) for row in rows)
    return sorted(working_days_between(opened, sent) for opened, sent in spans)


def answered_satisfied(
    connection: Connection, unit_ids: Sequence[int], start: date, end: date
) -> Counted:
    """How many marked answers sent in [start, end) were marked 4 or 5, of all that were marked."""
    marked = func.count(CaseAnswer.mark)
    good = func.count().filter(CaseAnswer.mark >= SATISFIED)
    row = connection.execute(
        select(good, marked)
        .join_from(CaseAnswer, Case, Case.id == CaseAnswer.case_id)
        .where(*_sent(unit_ids, start, end))
    ).one()
    return Counted(*row)


def answered_in_time(
    connection: Connection, unit_ids: Sequence[int], start: date, end: date
) -> Counted:
    """Of the first deadlines for an answer that ended in [start, end), how many were kept."""
    rows = connection.execute(
        select(CaseDeadline.due_on, CaseDeadline.met_at)
        .join(Case, Case.id == CaseDeadline.case_id)
        .join(CaseClock, CaseClock.id == CaseDeadline.clock_id)
        .where(
            Case.unit_id.in_(unit_ids),
            CaseDeadline.round == 1,
            CaseClock.step.in_((ANSWER, COMPLEX)),
            CaseDeadline.due_on >= start,
            CaseDeadline.due_on < end,
        )
    ).all()
    kept = [met and days.office_day(days.to_ms(met)) <= due for due, met in rows]
    return Counted(sum(map(bool, kept)), len(rows))


def _sent(unit_ids: Sequence[int], start: date, end: date) -> list[ColumnElement[bool]]:
    first, after = (days.moment(days.start_of(day)) for day in (start, end))
    return [
        Case.unit_id.in_(unit_ids),
        CaseAnswer.sent_at >= first,
        CaseAnswer.sent_at < after,
    ]


class PublicAnswer(NamedTuple):
    """An answer that concerns many, as anybody may read it."""

    sent_on: date
    service_id: int | None
    language: str
    found: str
    done: str
    done_on: date


def public_answers(connection: Connection, unit_id: int, limit: int = 5) -> list[PublicAnswer]:
    """Answers of a unit that its staff marked as concerning many, newest first."""
    chosen: list[Any] = [Case.service_id, CaseAnswer.sent_at, CaseAnswer.language]
    chosen += [CaseAnswer.found, CaseAnswer.done, CaseAnswer.done_on]
    rows = connection.execute(
        select(*chosen)
        .join_from(CaseAnswer, Case, Case.id == CaseAnswer.case_id)
        .where(
            Case.unit_id == unit_id,
            CaseAnswer.public.is_(True),
            CaseAnswer.refusal.is_(False),
            CaseAnswer.sent_at.is_not(None),
        )
        .order_by(CaseAnswer.sent_at.desc(), CaseAnswer.id)
        .limit(limit)
    )
    return [
        PublicAnswer(
            days.office_day(days.to_ms(row.sent_at)),
            *(row.service_id, row.language, row.found, row.done, row.done_on),
        )
        for row in rows
    ]
