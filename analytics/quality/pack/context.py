"""The context: what happened around the unit that a reader of its figures has to know.

Source: ISO 9001:2015, 9.3.2 b.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select

from analytics.quality.events import Event, EventName
from analytics.quality.pack.contents import Block, Column, Table, Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Name, Said, Value, Written, written
from analytics.quality.pack.subject import Subject
from surveys.places import Succession
from surveys.words import FALLBACK
from translations import mark

KINDS: Final = {
    "tet": mark("Tết"),
    "merger": mark("merger of units"),
    "survey": mark("change of the questions"),
    "outage": mark("outage of a system"),
    "other": mark("other"),
}


@section("context", title=mark("Changes of the context"))
def context(subject: Subject) -> Iterator[Block]:
    """Marked events and reforms of the period."""
    events, reforms = tuple(_events(subject)), tuple(_reforms(subject))
    if events:
        columns = (Column(mark("From")), Column(mark("To")), Column(mark("What")))
        yield Table(mark("Marked events"), (*columns, Column(mark("Kind"))), events)
    if reforms:
        yield Text(reforms, listed=True, title=mark("Reforms of units"))
    if not (events or reforms):
        yield Text((Said(mark("Nothing was marked for this period.")),))


def _events(subject: Subject) -> Iterator[tuple[Value, ...]]:
    row, words = Event.__table__.c, EventName.__table__.c
    here = or_(row.unit_id.is_(None), row.unit_id.in_(_concerned(subject)))
    asked = (
        select(row.id, row.starts_on, row.ends_on, row.kind)
        .where(row.starts_on < subject.period.end, row.ends_on > subject.period.start, here)
        .order_by(row.starts_on, row.id)
    )
    found = subject.connection.execute(asked).all()
    named: dict[int, dict[str, str]] = {}
    in_words = select(words.event_id, words.language, words.name)
    ids = [event.id for event in found]
    for said in subject.connection.execute(in_words.where(words.event_id.in_(ids))):
        named.setdefault(said.event_id, {})[said.language] = written(said.name).text
    for event in found:
        what: Value = Name(named[event.id]) if event.id in named else Written("")
        last = event.ends_on - timedelta(days=1)
        yield event.starts_on, last, what, KINDS.get(event.kind, KINDS["other"])


def _concerned(subject: Subject) -> list[int]:
    """The units of the pack and those above."""
    last = subject.covered.end - timedelta(days=1)
    return [*subject.units, *subject.register.ancestors(subject.unit_id, last)]


def _reforms(subject: Subject) -> Iterator[Said]:
    row = Succession.__table__.c
    units = subject.units
    asked = (
        select(row.from_id, row.to_id, row.effective_on, row.basis)
        .where(row.effective_on >= subject.period.start, row.effective_on < subject.period.end)
        .where(or_(row.from_id.in_(units), row.to_id.in_(units)))
        .order_by(row.effective_on, row.id)
    )
    for one in subject.connection.execute(asked):
        yield Said(
            mark("%(old)s became %(new)s on %(day)s (%(basis)s)."),
            {
                "old": subject.unit_name(one.from_id),
                "new": subject.unit_name(one.to_id),
                "day": one.effective_on,
                "basis": Name({FALLBACK: one.basis or "–"}),
            },
        )
