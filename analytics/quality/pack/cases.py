"""Petitions and complaints of the period: how many, answered in time, how the answers were found.

Suggestions, petitions and complaints are three things with three clocks, never added up.

Source: ISO 9001:2015, 9.3.2 c 1.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import case, exists, func, select

from analytics.numbers.estimates import verdict
from analytics.quality.cases import Case, CaseAnswer, CaseDeadline
from analytics.quality.pack.contents import Block, Column, Table, Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Said, Value
from analytics.quality.pack.subject import Subject
from surveys import days
from translations import mark

TYPES: Final = {
    "suggestion": mark("Ratings and suggestions"),
    "petition": mark("Petitions"),
    "complaint": mark("Complaints"),
}
_COLUMNS: Final = (
    Column(mark("Kind")),
    Column(mark("Received"), numeric=True),
    Column(mark("Answered"), numeric=True),
    Column(mark("Handed over"), numeric=True),
    Column(mark("Past a deadline"), numeric=True),
    Column(mark("Reopened"), numeric=True),
    Column(mark("Still open"), numeric=True),
)
_OVER: Final = ("closed", "answered", "handed_over")


@section("cases", title=mark("Petitions and complaints"))
def cases(subject: Subject) -> Iterator[Block]:
    """Those opened in the period, as they stand."""
    rows = _counted(subject)
    if not rows:
        yield Text((Said(mark("No petition and no complaint came in this period.")),))
        return
    told = tuple(_row(row) for row in sorted(rows, key=lambda row: list(TYPES).index(row.type)))
    yield Table(mark("Received in the period, as they stand now"), _COLUMNS, told)
    yield Text((_verdict(subject),))


def opened(subject: Subject) -> list[Any]:
    """What makes a case one of the period and of the units."""
    row, (start, end) = Case.__table__.c, subject.span
    return [row.unit_id.in_(subject.units), row.opened_at >= start, row.opened_at < end]


def _counted(subject: Subject) -> list[Any]:
    row, late = Case.__table__.c, CaseDeadline.__table__.c
    today = days.office_day(days.now_ms())
    # A deadline met on a later day than it was due, or not met and past.
    past = exists().where(
        late.case_id == row.id,
        case((late.met_at.is_(None), late.due_on < today), else_=_met_late()),
    )
    asked = select(
        row.type,
        func.count().label("received"),
        _sum(row.state.in_(("answered", "closed"))).label("answered"),
        _sum(row.state == "handed_over").label("handed_over"),
        _sum(past).label("late"),
        _sum(row.reopened_at.is_not(None)).label("reopened"),
        _sum(row.state.not_in(_OVER)).label("open"),
    )
    return list(subject.connection.execute(asked.where(*opened(subject)).group_by(row.type)))


def _met_late() -> Any:
    # Deadlines are whole office days and the office is ahead of UTC, so the day in UTC of a time
    # before 17:00 is the office's; offices close by then.
    late = CaseDeadline.__table__.c
    return func.date(late.met_at) > late.due_on


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _row(row: Any) -> tuple[Value, ...]:
    counts = (row.received, row.answered, row.handed_over, row.late, row.reopened, row.open)
    return (TYPES[row.type], *map(int, counts))


def _verdict(subject: Subject) -> Said:
    """How citizens found the answers; of fewer than ten only their number."""
    row, answer = Case.__table__.c, CaseAnswer.__table__.c
    asked = (
        select(func.count(), _sum(answer.mark >= 4))
        .join(Case.__table__, row.id == answer.case_id)
        .where(*opened(subject), answer.mark.is_not(None))
    )
    n, good = subject.connection.execute(asked).one()
    if verdict(n) in ("none", "too_few"):
        return Said(mark("Marks for the answers: %(n)s, too few for a figure."), {"n": n})
    words = mark("Of %(n)s marks for the answers %(good)s were satisfied.")
    return Said(words, {"n": n, "good": int(good)})
