"""What citizens were told that was done because of them.

Source: ISO 9001:2015, 9.3.2 c 1; ISO 10002:2018, feedback to those who complain.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import and_, or_, select

from analytics.quality.pack.contents import Block, Column, Table, Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Name, Said, Value, written
from analytics.quality.pack.subject import Subject
from analytics.quality.promises import SaidDid, SaidDidWords
from translations import mark

_COLUMNS: Final = (Column(mark("Citizens said")), Column(mark("We did")), Column(mark("Done on")))


@section("promises", title=mark("You said, we did"))
def promises(subject: Subject) -> Iterator[Block]:
    """What was done in the period, or told in it."""
    rows = tuple(_done(subject))
    if rows:
        yield Table(mark("What was done, as citizens read it"), _COLUMNS, rows)
    else:
        yield Text((Said(mark("Nothing was told to citizens in this period.")),))


def _done(subject: Subject) -> Iterator[tuple[Value, ...]]:
    row, words = SaidDid.__table__.c, SaidDidWords.__table__.c
    start, end = subject.span
    done = and_(row.did_on >= subject.period.start, row.did_on < subject.period.end)
    # An effect takes months to be seen: what was done in one period is mostly told in a later one.
    approved = and_(row.approved_at >= start, row.approved_at < end)
    asked = (
        select(row.id, row.did_on)
        .where(row.unit_id.in_(subject.units), row.state == "approved")
        .where(or_(done, approved))
        .order_by(row.did_on, row.id)
    )
    found = subject.connection.execute(asked).all()
    said: dict[int, dict[str, str]] = {}
    did: dict[int, dict[str, str]] = {}
    in_words = select(SaidDidWords.__table__).where(words.said_did_id.in_([o.id for o in found]))
    for one in subject.connection.execute(in_words):
        said.setdefault(one.said_did_id, {})[one.language] = written(one.said).text
        did.setdefault(one.said_did_id, {})[one.language] = written(one.did).text
    for item in found:
        if item.id in said:
            yield Name(said[item.id]), Name(did[item.id]), item.did_on
