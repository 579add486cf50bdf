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
from analytics.text.visible import (
    ANSWER,
    among_visible,
    entered,
    service_of,
    visible,
    written,
)
from analytics.text.wanted import (
    EVERY,
    NEWEST,
    Wanted,
    correction,
    differs,
    is_corrected,
    kind,
    matching,
    polarity,
    themes,
)
from surveys import days
from surveys.responses import Comment

SEARCHED: Final = 20_000
"""So many of the newest comments of a time are looked through for what is wanted: what nobody
indexes must be bounded."""

COUNTED: Final = 5_000
"""So many are counted where nothing in particular is wanted: nobody turns 250 pages."""

MANY: Final = 1000
"""The same on a page that shows a few."""

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
        case: the number of the case that its response has; pages then leave the mark out, as they
            do while the day runs.
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

    ``among``: only so many of the newest were looked through, and there are older ones.
    """

    comments: tuple[Shown, ...]
    total: int
    among: int | None = None


def find_comments(
    connection: Connection,
    ask: Ask,
    order: Order = "newest",
    limit: int = 20,
    offset: int = 0,
    wanted: Wanted = EVERY,
    among: int | None = None,
) -> Found:
    """The comments of an ask, in two queries, however much was written.

    Args:
        ask: its days, and whose, of which service and channel; comments of the running day count
            too, under the same rule as all others.
        order: newest first, or marks of 1 and 2 first, then 3, then the rest.
        wanted: which of them.
        among: how many of the newest are looked through; those of a correction or a quotation are
            few and are looked through whole.
    """
    plain = wanted == EVERY and ask.service_ids is None and ask.channel is None
    most = among or (COUNTED if plain else SEARCHED)
    pool = _pool(ask, wanted, most).cte("pool")
    size = select(func.count()).select_from(pool).scalar_subquery()
    asked = among_visible(pool, ask, Comment.id, func.count().over().label("total"), size)
    if wanted != EVERY:
        asked = _beside(asked).where(*matching(wanted, _past_mark()))
    found = connection.execute(asked.order_by(*_ordered(order)).limit(limit).offset(offset)).all()
    if not found:
        looked = connection.scalar(select(func.count()).select_from(pool)) or 0
        return Found((), 0, most if looked > most else None)
    _id, total, looked = found[0]
    told = _beside(entered(*_told())).where(Comment.id.in_([id_ for id_, *_more in found]))
    rows: Sequence[Any] = connection.execute(told.order_by(*_ordered(order))).all()
    return Found(tuple(map(_shown, rows)), min(total, most), most if looked > most else None)


def first_comments(connection: Connection, ask: Ask, limit: int) -> Found:
    """The comments to read first: of the newest, low marks before others."""
    plain = ask.service_ids is None and ask.channel is None
    return find_comments(connection, ask, "low", limit, among=MANY if plain else COUNTED)


def _pool(ask: Ask, wanted: Wanted, most: int) -> Select[Any]:
    """The comments to look through, and one more where there are more."""
    pool = written(ask, Comment.id)
    if wanted.look == "quoted":
        return pool.where(Comment.id.in_(select(Quotation.comment_id)))
    if wanted.look == "corrected":
        return pool.where(Comment.id.in_(select(correction.c.comment_id)))
    return pool.order_by(Comment.day.desc(), Comment.id.desc()).limit(most + 1)


def find_comment(connection: Connection, ask: Ask, comment_id: int) -> Shown | None:
    """One comment, if it is among those of an ask and may be read by now."""
    asked = _beside(visible(ask, *_told())).where(Comment.id == comment_id)
    row = connection.execute(asked).one_or_none()
    return _shown(row) if row else None


def _told() -> list[Any]:
    """What ``_shown`` reads of a comment joined with what stands ``_beside`` it."""
    reading: Any = CommentReading.__table__.c
    return [
        *(Comment.id, _answer.unit_id, Comment.day, service_of(), _answer.survey_version_id),
        *(_answer.overall, Comment.text, polarity(), kind(), themes(), reading.leanings),
        reading.words,
        differs(_past_mark()).label("differs"),
        is_corrected().label("corrected"),
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


def _ordered(order: Order) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [_answer.given_ms.desc(), Comment.id.desc()]
    return newest if order == "newest" else [_low(_past_mark()), *newest]


def _past_mark() -> ColumnElement[Any]:
    """The mark a comment came with, NULL while its day runs: today's marks put nothing in order."""
    return case((Comment.day < days.office_day(days.now_ms()), _answer.overall))


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
