"""Earlier actions: what the last review decided, and what became of it.

Source: ISO 9001:2015, 9.3.2 a.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from analytics.quality.pack.contents import Block, Column, Table, Text
from analytics.quality.pack.effects import newest_checks, told
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Said, Value, Written, written
from analytics.quality.pack.subject import Subject
from analytics.quality.reviewing.following import records_of
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
    rows = tuple(_rows(subject, review))
    if not rows:
        yield Text((Said(mark("The review before decided nothing.")),))
        return
    yield Table(mark("Decisions of the review before"), _COLUMNS, rows)


def _review_before(subject: Subject) -> Any:
    """The newest version of the last signed review of the same kind of period, ended by then."""
    row = Review.__table__.c
    asked = (
        select(row.id, row.kind, row.start)
        .where(row.unit_id == subject.unit_id, row.scope == subject.scope)
        .where(row.state == "signed", row.end <= subject.period.start)
        .order_by(row.end.desc(), row.start.desc(), row.version.desc())
    )
    return subject.connection.execute(asked.limit(1)).first()


def _rows(subject: Subject, review: Any) -> Iterator[tuple[Value, ...]]:
    row = ReviewDecision.__table__.c
    asked = select(row.number, row.text, row.owner_name, row.owner_position, row.due_on)
    asked = asked.where(row.review_id == review.id).order_by(row.number)
    of = (subject.unit_id, subject.scope, review.kind, review.start)
    records = records_of(subject.connection, *of)
    checks = newest_checks(subject.connection, [record.id for record in records.values()])
    today = days.office_day(days.now_ms())
    for one in subject.connection.execute(asked).all():
        record = records.get(one.number)
        yield (
            one.number,
            written(one.text),
            owner(one),
            one.due_on or Said(mark("no date")),
            _state(one.due_on, record, today),
            told(checks.get(record.id) if record else None),
        )


def owner(row: Any) -> Value:
    """Name and position; an owner is named by office, so nothing of it is covered."""
    named = ", ".join(filter(None, (row.owner_name, row.owner_position)))
    return Written(named) if named else Said(NOBODY)


def _state(due_on: date | None, record: Any, today: date) -> Value:
    late = due_on is not None and due_on < today
    if record is None:
        return Said(mark("no record, overdue") if late else mark("no record yet"))
    words = mark("overdue (%(record)s)") if late else mark("under way (%(record)s)")
    if record.state == "closed":
        words = mark("done (%(record)s)")
    return Said(words, {"record": written(record.number)})
