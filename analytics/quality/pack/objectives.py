"""Quality objectives: target, result, and a decision that the interval carries.

Source: ISO 9001:2015, 6.2 and 9.3.2 c 2.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import select

from analytics.numbers.estimates import Estimate
from analytics.numbers.registry import INDICATORS
from analytics.quality.objectives import Objective
from analytics.quality.pack.contents import Block, Column, Table, Text
from analytics.quality.pack.earlier import owner
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Figure, Number, Said, Share, Value, hidden, written
from analytics.quality.pack.subject import Subject
from surveys.days import Period
from translations import mark

DECISIONS: Final = {
    "met": mark("met"),
    "missed": mark("missed"),
    "open": mark("not yet decidable"),
}
_COLUMNS: Final = (
    Column(mark("Objective")),
    Column(mark("Days")),
    Column(mark("Result")),
    Column(mark("Conclusion")),
    Column(mark("Owner")),
)


@section("objectives", title=mark("Quality objectives"))
def objectives(subject: Subject) -> Iterator[Block]:
    """Those whose days meet the period."""
    rows = tuple(_row(subject, one) for one in running(subject))
    if not rows:
        yield Text((Said(mark("No objective was set for this period.")),))
        return
    yield Table(mark("Objectives, decided by the interval"), _COLUMNS, rows)


def running(subject: Subject) -> list[Any]:
    """Objectives of the unit in force in the period, withdrawn ones left out."""
    row = Objective.__table__.c
    asked = (
        select(Objective.__table__)
        .where(row.unit_id == subject.unit_id, row.withdrawn_at.is_(None))
        .where(row.start < subject.period.end, row.end > subject.period.start)
        .order_by(row.indicator, row.start, row.id)
    )
    return list(subject.connection.execute(asked))


def decide(told: Estimate, target: float, direction: str) -> str:
    """Whether a target is met: only where the whole interval lies on one side of it.

    Source: oracle ``targets``.
    """
    if told.verdict not in ("few", "ok") or told.low is None or told.high is None:
        return "open"
    if direction == "at_least":
        return "met" if told.low >= target else "missed" if told.high < target else "open"
    return "met" if told.high <= target else "missed" if told.low > target else "open"


def result(subject: Subject, one: Any) -> Figure | None:
    """What came of an objective so far; None before its first covered day."""
    span = Period(one.start, min(one.end, subject.covered.end))
    if span.start >= span.end or one.indicator not in INDICATORS:
        return None
    slug = subject.register.service_slugs.get(one.service_id) if one.service_id else None
    command = replace(subject.command(span, service=slug), scope=one.scope)
    told = subject.told(command)[0].indicators.get(one.indicator)
    return None if told is None else Figure(one.indicator, span, hidden(told), command)


def _row(subject: Subject, one: Any) -> tuple[Value, ...]:
    found = result(subject, one)
    words = mark("%(what)s: at most %(target)s")
    if one.direction == "at_least":
        words = mark("%(what)s: at least %(target)s")
    decided = decide(found.estimate, one.target, one.direction) if found else "open"
    return (
        Said(words, {"what": _what(subject, one), "target": _target(one)}),
        Period(one.start, one.end),
        found or Said(mark("nothing to count yet")),
        Said(DECISIONS[decided]),
        owner(one),
    )


def _what(subject: Subject, one: Any) -> Value:
    known = INDICATORS.get(one.indicator)
    what: Value = Said(known.title) if known else written(one.indicator)
    if not one.service_id:
        return what
    service = subject.service_name(one.service_id)
    return Said(mark("%(what)s (%(service)s)"), {"what": what, "service": service})


def _target(one: Any) -> Value:
    known = INDICATORS.get(one.indicator)
    if known and known.bounds[1] in (1.0, None):
        return Said(mark("%(share)s of 100"), {"share": Share(one.target)})
    return Number(one.target)
