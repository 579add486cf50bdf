"""Earlier actions: what the last review decided, and what became of it.

Source: ISO 9001:2015, 9.3.2 a.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from analytics.quality.nonconformities import Nonconformity
from analytics.quality.pack.contents import Block, Column, Table, Text
from analytics.quality.pack.effects import newest_checks, told
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Said, Value, Written, written
from analytics.quality.pack.subject import Subject
from analytics.quality.reviews import Review, ReviewDecision
from surveys import days
from translations import mark

_COLUMNS: Final = (
    Column(mark("No.")),
    Column(mark("Decision")),
    Column(mark("Owner")),
    Column(mark("Due")),
    Column(mark("State")),
    Column(mark("Measured effect")),
)
NOBODY: Final = mark("nobody named")


@section("earlier", title=mark("Actions of earlier reviews"))
def earlier(subject: Subject) -> Iterator[Block]:
    """The decisions of the review before, each with its record where one was opened."""
    review = _review_before(subject)
    if review is None:
        yield Text((Said(mark("No earlier review of this unit was signed here.")),))
        return
    rows = tuple(_rows(subject, review.id))
    if not rows:
        yield Text((Said(mark("The review before decided nothing.")),))
        return
    yield Table(mark("Decisions of the review before"), _COLUMNS, rows)


def _review_before(subject: Subject) -> Any:
    """The newest version of the last signed review of the same kind of period, ended by then."""
    row = Review.__table__.c
    asked = (
        select(row.id)
        .where(row.unit_id == subject.unit_id, row.scope == subject.scope)
        .where(row.state == "signed", row.end <= subject.period.start)
        .order_by(row.end.desc(), row.start.desc(), row.version.desc())
    )
    return subject.connection.execute(asked.limit(1)).first()


def _rows(subject: Subject, review_id: int) -> Iterator[tuple[Value, ...]]:
    decided, record = ReviewDecision.__table__.c, Nonconformity.__table__.c
    mine = (record.source == "decision") & (record.source_id == decided.id)
    asked = (
        select(
            decided.number,
            decided.text,
            decided.owner_name,
            decided.owner_position,
            decided.due_on,
            record.id.label("record_id"),
            record.number.label("record"),
            record.state,
        )
        .outerjoin(Nonconformity.__table__, mine)
        .where(decided.review_id == review_id)
        .order_by(decided.number, record.id)
    )
    found = subject.connection.execute(asked).all()
    checks = newest_checks(subject.connection, [row.record_id for row in found if row.record_id])
    today = days.office_day(days.now_ms())
    for row in found:
        yield (
            row.number,
            written(row.text),
            owner(row),
            row.due_on or Said(mark("no date")),
            _state(row, today),
            told(checks.get(row.record_id)),
        )


def owner(row: Any) -> Value:
    """Name and position; an owner is named by office, so nothing of it is covered."""
    named = ", ".join(filter(None, (row.owner_name, row.owner_position)))
    return Written(named) if named else Said(NOBODY)


def _state(row: Any, today: date) -> Value:
    if row.state == "closed":
        return Said(mark("done (%(record)s)"), {"record": written(row.record)})
    late = row.due_on is not None and row.due_on < today
    if row.record is None:
        return Said(mark("no record, overdue") if late else mark("no record yet"))
    words = mark("overdue (%(record)s)") if late else mark("under way (%(record)s)")
    return Said(words, {"record": written(row.record)})
