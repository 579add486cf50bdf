"""Signals, audits and assessments: what may go wrong next, and what could be made better.

Source: ISO 9001:2015, 9.3.2 c 6, e and f.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import func, select

from analytics.quality.assessment import Assessment, AssessmentColour
from analytics.quality.nonconformities import Nonconformity
from analytics.quality.pack.contents import Block, Column, Table, Text
from analytics.quality.pack.earlier import owner
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Name, Said, Value, written
from analytics.quality.pack.subject import Subject
from analytics.quality.signals import Signal, SignalSentence
from translations import mark

SHOWN: Final = 20
STATES: Final = {
    "new": mark("nobody has answered it yet"),
    "in_work": mark("an action was opened"),
    "closed": mark("closed"),
}
_COLUMNS: Final = (
    Column(mark("Signal")),
    Column(mark("Since")),
    Column(mark("State")),
    Column(mark("Owner")),
)


@section("risks", title=mark("Signals, risks and opportunities"))
def risks(subject: Subject) -> Iterator[Block]:
    """Signals of the period, then the newest assessment against Annex A."""
    found = signals_of(subject)
    if found:
        yield Table(mark("Signals of the period"), _COLUMNS, tuple(_rows(subject, found[:SHOWN])))
    else:
        yield Text((Said(mark("No signal was raised in this period.")),))
    if len(found) > SHOWN:
        words = mark("%(rest)s more signals stand at the desk.")
        yield Text((Said(words, {"rest": len(found) - SHOWN}),))
    yield Text((_assessed(subject),), title=mark("Assessment against Annex A"))


def signals_of(subject: Subject) -> list[Any]:
    """Those whose days meet the period, the unanswered first."""
    row = Signal.__table__.c
    asked = (
        select(row.id, row.start, row.state, row.owner_name, row.owner_position, row.closed_why)
        .where(row.unit_id.in_(subject.units))
        .where(row.start < subject.period.end, row.end > subject.period.start)
        .order_by(row.state != "new", row.start.desc(), row.id)
    )
    return list(subject.connection.execute(asked))


def _rows(subject: Subject, found: list[Any]) -> Iterator[tuple[Value, ...]]:
    row = SignalSentence.__table__.c
    asked = select(row.signal_id, row.language, row.sentence)
    asked = asked.where(row.signal_id.in_([one.id for one in found]))
    said: dict[int, dict[str, str]] = {}
    for sentence in subject.connection.execute(asked):
        words = said.setdefault(sentence.signal_id, {})
        words[sentence.language] = written(sentence.sentence).text
    records = _records(subject, [one.id for one in found])
    for one in found:
        state: Value = Said(STATES[one.state])
        if one.id in records:
            words_of = mark("%(state)s (%(record)s)")
            state = Said(words_of, {"state": state, "record": written(records[one.id])})
        if one.closed_why:
            words_of = mark("%(state)s: %(why)s")
            state = Said(words_of, {"state": state, "why": written(one.closed_why)})
        sentence_of: Value = Name(said[one.id]) if one.id in said else written("")
        yield sentence_of, one.start, state, owner(one)


def _records(subject: Subject, signals: list[int]) -> dict[int, str]:
    """The numbers of the records that were opened from signals."""
    row = Nonconformity.__table__.c
    asked = select(row.source_id, row.number).where(row.source == "signal")
    found = subject.connection.execute(asked.where(row.source_id.in_(signals)).order_by(row.id))
    return {one.source_id: one.number for one in found}


def _assessed(subject: Subject) -> Said:
    row, colour = Assessment.__table__.c, AssessmentColour.__table__.c
    newest = (
        select(row.id, row.day, row.verified_at)
        .where(row.unit_id == subject.unit_id, row.day < subject.period.end)
        .order_by(row.day.desc())
        .limit(1)
    )
    found = subject.connection.execute(newest).first()
    if found is None:
        return Said(mark("No assessment of this unit was entered."))
    shown = func.coalesce(colour.verified_colour, colour.colour)
    counted = select(shown, func.count()).where(colour.assessment_id == found.id).group_by(shown)
    counts = {name: int(n) for name, n in subject.connection.execute(counted)}
    words = mark(
        "On %(day)s: %(red)s red, %(yellow)s yellow, %(green)s green; verified from outside."
    )
    if found.verified_at is None:
        words = mark(
            "On %(day)s: %(red)s red, %(yellow)s yellow, %(green)s green; not verified yet."
        )
    values: dict[str, Value] = {name: counts.get(name, 0) for name in ("red", "yellow", "green")}
    return Said(words, {"day": found.day, **values})
