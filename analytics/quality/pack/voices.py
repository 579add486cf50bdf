"""What citizens wrote: comments that somebody chose to be quoted, masked, without mark or time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import exists, func, select

from analytics.quality.pack.contents import Block, Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Said, Written, written
from analytics.quality.pack.subject import Subject
from analytics.text.tables import Quotation
from surveys.responses import Comment, Excluded
from translations import mark

SHOWN: Final = 12
C = Comment.__table__.c


@section("voices", title=mark("What citizens wrote"))
def voices(subject: Subject) -> Iterator[Block]:
    """Chosen by staff, so they illustrate and prove nothing."""
    quoted = _quoted(subject)
    if not quoted:
        yield Text((Said(mark("No comment of this period was chosen to be quoted.")),))
        return
    yield Text(tuple(Written(f"“{one.text}”") for one in quoted), listed=True)
    yield Text((Said(mark("Chosen by staff: they illustrate, they prove nothing.")),))


def _quoted(subject: Subject) -> list[Written]:
    span = subject.covered
    excluded = exists(select(Excluded.response_id).where(Excluded.response_id == C.response_id))
    asked = (
        select(C.text)
        .join(Quotation.__table__, Quotation.__table__.c.comment_id == C.id)
        .where(C.unit_id.in_(subject.units), C.day >= span.start, C.day < span.end)
        .where(C.text.is_not(None), func.length(C.text) > 0, ~excluded)
        .order_by(C.id)
        .limit(SHOWN)
    )
    return [written(text) for text in subject.connection.scalars(asked)]
