"""Official figures of others, each in a box of its own: never on one axis with ours.

Source: domain report, 0.1: SIPAS, the index of Decision 766 and our ratings are three things.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import select

from analytics.quality.official import OfficialFigure
from analytics.quality.pack.contents import Block, Column, Table, Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Number, Said, Value, written
from analytics.quality.pack.subject import Subject
from surveys.days import Period
from translations import mark

BOXES: Final = {
    "sipas": mark("SIPAS, the yearly survey of the Ministry of Home Affairs"),
    "766": mark("The index of Decision 766, points from administrative data"),
}
_COLUMNS: Final = (
    Column(mark("Item")),
    Column(mark("Period")),
    Column(mark("Value"), numeric=True),
    Column(mark("Out of"), numeric=True),
    Column(mark("Source")),
)
_SHOWN: Final = 12


@section("official", title=mark("Official figures of others"))
def official(subject: Subject) -> Iterator[Block]:
    """SIPAS and 766, of the unit or else of the nearest unit above that has them."""
    yield Text((Said(mark("They measure other things in other ways; do not compare them here.")),))
    for index, caption in BOXES.items():
        rows = _newest(subject, index)
        if rows:
            yield Table(caption, _COLUMNS, tuple(_row(subject, row) for row in rows))
        else:
            words = mark("%(index)s: no figure was entered for this period.")
            yield Text((Said(words, {"index": caption}),))


def _newest(subject: Subject, index: str) -> list[Any]:
    """What was published of the newest period that had begun by the end of ours."""
    row = OfficialFigure.__table__.c
    above = subject.register.ancestors(subject.unit_id, subject.covered.start)
    for unit_id in (subject.unit_id, *reversed(above)):
        asked = (
            select(OfficialFigure.__table__)
            .where(row.unit_id == unit_id, row.index == index, row.start < subject.period.end)
            .order_by(row.start.desc(), row.end.desc(), row.id)
        )
        found = subject.connection.execute(asked.limit(_SHOWN)).all()
        if found:
            return [one for one in found if (one.start, one.end) == (found[0].start, found[0].end)]
    return []


def _row(subject: Subject, row: Any) -> tuple[Value, ...]:
    whose = Said(
        mark("%(item)s, %(unit)s"),
        {"item": written(row.item), "unit": subject.unit_name(row.unit_id)},
    )
    told = Period(row.start, row.end)
    return whose, told, Number(row.value), Number(row.out_of), written(row.source)
