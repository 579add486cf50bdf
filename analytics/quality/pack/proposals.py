"""Proposals: what the figures above ask the meeting to decide.

Source: ISO 9001:2015, 9.3.2 f.
"""

from collections.abc import Iterator
from typing import Any

from analytics.quality.pack import nonconformities, objectives, risks
from analytics.quality.pack.contents import Block, Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Said
from analytics.quality.pack.subject import Subject
from surveys import days
from translations import mark


@section("proposals", title=mark("Proposals to the meeting"))
def proposals(subject: Subject) -> Iterator[Block]:
    """Each follows from something above by a fixed rule; the officer adds to them."""
    found = tuple(_asked(subject))
    yield Text(found or (Said(mark("Nothing above asks for a decision by itself.")),), listed=True)


def _asked(subject: Subject) -> Iterator[Said]:
    unanswered = sum(one.state == "new" for one in risks.signals_of(subject))
    if unanswered:
        words = mark("Decide who answers for signals that nobody has taken: %(n)s.")
        yield Said(words, {"n": unanswered})
    today = days.office_day(days.now_ms())
    records = nonconformities.concerning(subject)
    overdue = sum(nonconformities.is_overdue(row, today) for row in records)
    if overdue:
        words = mark("Free what overdue actions need, or set new dates with a reason: %(n)s.")
        yield Said(words, {"n": overdue})
    unowned = sum(row.owner_name is None and row.state != "closed" for row in records)
    if unowned:
        yield Said(mark("Name an owner for records without one: %(n)s."), {"n": unowned})
    missed = sum(_is_missed(subject, one) for one in objectives.running(subject))
    if missed:
        words = mark("Find the cause of objectives that were missed, or set them anew: %(n)s.")
        yield Said(words, {"n": missed})


def _is_missed(subject: Subject, one: Any) -> bool:
    found = objectives.result(subject, one)
    return bool(found and objectives.decide(found.estimate, one.target, one.direction) == "missed")
