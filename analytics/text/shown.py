"""Comments beside the mark that they came with, as staff may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from analytics.numbers.asks import Ask
from analytics.quality.cases import Case
from analytics.text.tables import CommentReading, Quotation
from analytics.text.visible import ANSWER, entered, service_of, units_of, visible
from analytics.text.wanted import (
    EVERY,
    NEWEST,
    Wanted,
    correction,
    differs,
    kind,
    matching,
    polarity,
    themes,
)
from surveys.responses import Comment

SEARCHED: Final = 20_000
"""So many of the newest comments are searched for words: what nobody indexes must be bounded."""

MANY: Final = 1000
"""Comments that are counted on a page that shows a few: to count a city's of a quarter would take
longer than the rest of the page, and nobody reads them all."""

_LOW: Final = 2
_answer = ANSWER.c

Order = Literal["newest", "low"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment beside the mark that it came with.

    Attributes:
        service_id: None where nobody named one.
        mark: 1..5; None where the errand could not be finished.
        polarity: -1..1 as staff corrected it, else as it was read; None is unsure or not read yet.
        kind: one of ``analytics.text.KINDS``; None where it was not read yet.
        themes: in the order of ``lexicon.THEMES``.
        leanings: what was read of each theme, -1..1; empty where staff named the themes.
        words: what the reading rests on, folded as the reader folds; empty where corrected.
        differs: the mark says one thing and the words clearly another.
        case: the number of the case that its response has; pages then leave the mark out.
    """

    id: int
    unit_id: int
    day: date
    service_id: int | None
    survey_version_id: int
    mark: int | None
    text: str
    polarity: float | None
    kind: str | None
    themes: tuple[str, ...]
    leanings: dict[str, float | None]
    words: tuple[str, ...]
    differs: bool
    corrected: bool
    quoted: bool
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Some comments, and how many there are in all.

    ``more``: there are even more; ``partly``: only the newest were searched for words.
    """

    comments: tuple[Shown, ...]
    total: int
    more: bool = False
    partly: bool = False


def find_comments(
    connection: Connection,
    ask: Ask,
    order: Order = "newest",
    limit: int = 20,
    offset: int = 0,
    wanted: Wanted = EVERY,
) -> Found:
    """The comments of an ask, in one query, two where words are searched.

    Args:
        ask: its days, and whose, of which service and channel; comments of the running day count
            too, under the same rule as all others.
        order: newest first, or marks of 1 and 2 first, then 3, then the rest.
        wanted: which of them.
    """
    floor = _floor(connection, ask) if wanted.words else None
    asked = _read(ask).where(*matching(wanted, _answer.overall)).order_by(*_ordered(order))
    if floor:
        asked = asked.where(Comment.id > floor)
    rows: Sequence[Any] = connection.execute(asked.limit(limit).offset(offset)).all()
    found = tuple(map(_shown, rows))
    return Found(found, rows[0].total if rows else 0, partly=floor is not None)


def find_comment(connection: Connection, ask: Ask, comment_id: int) -> Shown | None:
    """One comment, if it is among those of an ask and may be read by now."""
    row = connection.execute(_read(ask).where(Comment.id == comment_id)).one_or_none()
    return _shown(row) if row else None


def _read(ask: Ask) -> Select[Any]:
    """The comments of an ask with what was read in them, and how many there are in all."""
    return _beside(visible(ask, *_told(), func.count().over().label("total")))


def _told() -> list[Any]:
    """What ``_shown`` reads of a comment joined with what stands ``_beside`` it."""
    reading: Any = CommentReading.__table__.c
    return [
        *(Comment.id, _answer.unit_id, Comment.day, service_of(), _answer.survey_version_id),
        *(_answer.overall, Comment.text, polarity(), kind(), themes(), reading.leanings),
        reading.words,
        differs(_answer.overall).label("differs"),
        correction.c.id.is_not(None).label("corrected"),
        Quotation.comment_id.is_not(None).label("quoted"),
        Case.number.label("case"),
    ]


def _beside(asked: Select[Any]) -> Select[Any]:
    """Comments and their answers, with reading, correction, quotation and case."""
    reading: Any = CommentReading.__table__.c
    return (
        asked.join(CommentReading, reading.comment_id == Comment.id, isouter=True)
        .join(correction, correction.c.id == NEWEST, isouter=True)
        .join(Quotation, Quotation.comment_id == Comment.id, isouter=True)
        .join(Case, Case.key == _answer.key, isouter=True)
    )


def _floor(connection: Connection, ask: Ask) -> int | None:
    """The comment before the oldest one that is searched; None where all are."""
    among = select(Comment.id).where(
        Comment.unit_id.in_(units_of(ask)), Comment.day >= ask.start, Comment.day < ask.end
    )
    return connection.scalar(among.order_by(Comment.id.desc()).offset(SEARCHED).limit(1))


def first_comments(connection: Connection, ask: Ask, limit: int, many: int = MANY) -> Found:
    """The comments to read first: of the newest ``many``, low marks before others.

    No more than those are looked at or counted, so that the time this takes does not grow with
    what was written.
    """
    newest = (
        visible(ask, Comment.id, _answer.overall, _answer.given_ms)
        .order_by(Comment.day.desc(), Comment.id.desc())
        .limit(many + 1)
        .subquery()
    )
    low_first = (_low(newest.c.overall), newest.c.given_ms.desc(), newest.c.id.desc())
    total = func.count().over().label("total")
    chosen = connection.execute(select(newest.c.id, total).order_by(*low_first).limit(limit)).all()
    if not chosen:
        return Found((), 0)
    asked = _beside(entered(*_told())).where(Comment.id.in_([row.id for row in chosen]))
    rows: Sequence[Any] = connection.execute(asked.order_by(*_ordered("low"))).all()
    found: int = chosen[0].total
    return Found(tuple(map(_shown, rows)), min(found, many), more=found > many)


def _ordered(order: Order) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [_answer.given_ms.desc(), Comment.id.desc()]
    return newest if order == "newest" else [_low(_answer.overall), *newest]


def _low(mark: ColumnElement[Any]) -> ColumnElement[int]:
    """Marks of 1 and 2 before 3, 3 before the others."""
    return case((mark <= _LOW, 0), (mark == _LOW + 1, 1), else_=2)


def _shown(row: Any) -> Shown:
    corrected = bool(row.corrected)
    return Shown(
        id=row.id,
        unit_id=row.unit_id,
        day=row.day,
        service_id=row.service_id,
        survey_version_id=row.survey_version_id,
        mark=row.overall,
        text=row.text,
        polarity=row.polarity,
        kind=row.kind,
        themes=tuple(row.themes or ()),
        leanings={} if corrected else row.leanings or {},
        words=() if corrected else tuple(row.words or ()),
        differs=bool(row.differs),
        corrected=corrected,
        quoted=bool(row.quoted),
        case=row.case,
    )
