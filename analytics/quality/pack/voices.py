"""What citizens wrote: comments that somebody chose to be quoted, masked, without mark or time.

Kept reviews keep which comments those were, not their words; ``filled`` looks them up again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, exists, func, select

from analytics.quality.pack.contents import Block, Pack, Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Quoted, Said, written
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
    yield Text(tuple(quoted), listed=True)
    yield Text((Said(mark("Chosen by staff: they illustrate, they prove nothing.")),))


def filled(connection: Connection, pack: Pack) -> Pack:
    """A kept pack with the words of the comments that it quotes, but for those erased since."""
    quoted = [one.comment for text in _texts(pack) for one in text.said if isinstance(one, Quoted)]
    if not quoted:
        return pack
    asked = select(C.id, C.text).where(C.id.in_(quoted))
    words = {id_: written(text).text for id_, text in connection.execute(asked)}
    sections = (
        replace(section, blocks=tuple(_with_words(block, words) for block in section.blocks))
        for section in pack.sections
    )
    return replace(pack, sections=tuple(sections))


def _texts(pack: Pack) -> Iterator[Text]:
    for one in pack.sections:
        yield from (block for block in one.blocks if isinstance(block, Text))


def _with_words(block: Block, words: dict[int, str]) -> Block:
    if not isinstance(block, Text):
        return block
    said = (
        one._replace(text=words.get(one.comment, "")) if isinstance(one, Quoted) else one
        for one in block.said
    )
    return replace(block, said=tuple(said))


def _quoted(subject: Subject) -> list[Quoted]:
    span = subject.covered
    excluded = exists(select(Excluded.response_id).where(Excluded.response_id == C.response_id))
    asked = (
        select(C.id, C.text)
        .join(Quotation.__table__, Quotation.__table__.c.comment_id == C.id)
        .where(C.unit_id.in_(subject.units), C.day >= span.start, C.day < span.end)
        .where(C.text.is_not(None), func.length(C.text) > 0, ~excluded)
        .order_by(C.id)
        .limit(SHOWN)
    )
    return [Quoted(id_, written(text).text) for id_, text in subject.connection.execute(asked)]
