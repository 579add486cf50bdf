"""Replies: how long citizens waited for an answer, and what they thought of it.

A figure belongs to the days on which answers left and marks came, not to those on which cases
were opened: so a period that is over no longer changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from analytics.numbers.asks import Ask
from analytics.numbers.estimates import Replies
from analytics.quality.cases import Case, CaseAnswer
from surveys import days

_CASE: Any = Case.__table__.c
_ANSWER: Any = CaseAnswer.__table__.c


def replies(
    connection: Connection, ask: Ask, place: Callable[[int, date], tuple[int, date]]
) -> dict[tuple[int, date], Replies]:
    """The replies of every unit and period that has any, in two queries.

    Args:
        place: whose figure, and of which period, a unit's day belongs to.
    """
    told: dict[tuple[int, date], Replies] = defaultdict(Replies)
    first = func.min(_ANSWER.sent_at).label("at")
    sent = select(_CASE.unit_id, _CASE.opened_at, first).group_by(_CASE.id)
    for unit_id, day, opened in _within(connection, ask, sent, first, _ANSWER.sent_at):
        told[place(unit_id, day)].waited[(day - _office_day(opened)).days] += 1
    marked = select(_CASE.unit_id, _ANSWER.mark, _ANSWER.marked_at.label("at"))
    marked = marked.where(_ANSWER.mark.is_not(None))
    for unit_id, day, mark in _within(connection, ask, marked, _ANSWER.marked_at, None):
        told[place(unit_id, day)].marks[mark] += 1
    return dict(told)


def _within(
    connection: Connection, ask: Ask, asked: Any, at: Any, first_of: Any
) -> Iterator[tuple[int, date, Any]]:
    """Unit, office day and the second column of the rows whose moment lies within the ask."""
    span = ask.span
    begin, end = (days.moment(days.start_of(day)) for day in (span.start, span.end))
    end = min(end, ask.sealed_at) if ask.sealed_at else end
    asked = asked.join_from(CaseAnswer, Case, _CASE.id == _ANSWER.case_id)
    if ask.service_ids is not None:
        asked = asked.where(_CASE.service_id.in_(ask.service_ids))
    if first_of is None:
        asked = asked.where(at >= begin, at < end)
    else:
        # The first answer of a case decides, also where a later one lies within.
        asked = asked.where(first_of < end).having(at >= begin)
    for unit_id, what, moment in connection.execute(asked):
        day = _office_day(moment)
        if _in_scope(ask, unit_id, day):
            yield unit_id, day, what


def _in_scope(ask: Ask, unit_id: int, day: date) -> bool:
    return any(span.start <= day < span.end and unit_id in units for span, units in ask.members)


def _office_day(at: datetime) -> date:
    return days.office_day(days.to_ms(at))
