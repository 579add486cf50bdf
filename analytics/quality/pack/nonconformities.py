"""Nonconformities and corrective actions: open, overdue, closed, effective.

Source: ISO 9001:2015, 9.3.2 c 4 and 10.2.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import case, or_, select

from analytics.quality.nonconformities import Nonconformity
from analytics.quality.pack.checked import checked
from analytics.quality.pack.contents import Block, Column, Fact, Facts, Table, Text
from analytics.quality.pack.earlier import owner
from analytics.quality.pack.effects import newest_checks, told
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Said, Value
from analytics.quality.pack.sayings import written as write
from analytics.quality.pack.subject import Subject
from surveys import days
from translations import mark

SHOWN: Final = 25
"""So many open records are tabled; a longer list is read at the desk, not in a meeting."""

STATES: Final = {
    "new": mark("new"),
    "in_work": mark("in work"),
    "waiting": mark("waiting for the effect"),
    "closed": mark("closed"),
    "reopened": mark("reopened"),
}
_COLUMNS: Final = (
    Column(mark("No.")),
    Column(mark("What")),
    Column(mark("Owner")),
    Column(mark("Due")),
    Column(mark("State")),
    Column(mark("Measured effect")),
)
_LETTERS: Final = 160


@section("nonconformities", title=mark("Nonconformities and corrective actions"))
def nonconformities(subject: Subject) -> Iterator[Block]:
    """Opened or open in the period, the overdue first."""
    found = concerning(subject)
    if not found:
        yield Text((Said(mark("No record was open in this period.")),))
        return
    today = days.office_day(days.now_ms())
    checks = newest_checks(subject.connection, [row.id for row in found])
    yield Facts(mark("Records"), tuple(_counts(subject, found, checks, today)))
    shown = sorted(found, key=lambda row: (row.state == "closed", row.due_on or date.max))[:SHOWN]
    rows = tuple(_row(row, checks.get(row.id), today) for row in shown)
    yield Table(mark("Records, those due first on top"), _COLUMNS, rows)
    if len(found) > SHOWN:
        words = mark("%(rest)s more records stand at the desk and are counted above.")
        yield Text((Said(words, {"rest": len(found) - SHOWN}),))
    yield from checked(subject, shown, checks)


def concerning(subject: Subject) -> list[Any]:
    """Records open at some time of the period, with what the tables show of them."""
    row, (start, end) = Nonconformity.__table__.c, subject.span
    open_then = or_(row.closed_at.is_(None), row.closed_at >= start)
    columns = (
        *(row.id, row.number, row.description, row.owner_name, row.owner_position),
        *(row.due_on, row.state, row.opened_at, row.closed_at, row.closed_by, row.acted_on),
        case((row.no_action_why.is_(None), 0), else_=1).label("nothing_needed"),
    )
    asked = select(*columns).where(row.unit_id.in_(subject.units), row.opened_at < end, open_then)
    return list(subject.connection.execute(asked.order_by(row.id)))


def is_overdue(row: Any, today: date) -> bool:
    """Whether an action should have been done by now."""
    late = row.due_on is not None and row.due_on < today and row.acted_on is None
    return bool(late and row.state != "closed")


def _counts(
    subject: Subject, found: list[Any], checks: dict[int, Any], today: date
) -> Iterator[Fact]:
    start, end = subject.span
    yield Fact(mark("Opened in the period"), sum(_within(r.opened_at, start, end) for r in found))
    yield Fact(mark("Closed in the period"), sum(_within(r.closed_at, start, end) for r in found))
    yield Fact(mark("Open now"), sum(row.state != "closed" for row in found))
    yield Fact(mark("Overdue now"), sum(is_overdue(row, today) for row in found))
    better = sum(check.verdict == "better" for check in checks.values())
    yield Fact(mark("Shown to have worked"), better)
    yield Fact(mark("No action needed, with a reason"), sum(row.nothing_needed for row in found))


def _within(at: Any, start: Any, end: Any) -> bool:
    return at is not None and start <= at < end


def _row(row: Any, check: Any, today: date) -> tuple[Value, ...]:
    state = Said(STATES[row.state])
    if row.closed_at and row.closed_by:
        on = days.office_day(days.to_ms(row.closed_at))
        state = Said(mark("closed on %(day)s by %(by)s"), {"day": on, "by": write(row.closed_by)})
    if is_overdue(row, today):
        state = Said(mark("%(state)s, overdue"), {"state": state})
    what = write(row.description).text
    if len(what) > _LETTERS:
        what = f"{what[:_LETTERS].rstrip()}…"
    return (
        write(row.number),
        write(what),
        owner(row),
        row.due_on or Said(mark("no date")),
        state,
        told(check),
    )
