"""What there is to learn from: comments beside their marks, and what staff said of them instead."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select

from analytics.text.learnt import Lesson
from analytics.text.tables import CommentCorrection, CommentReading
from surveys.responses import Comment, Entry, Excluded

NEWEST: Final = 20_000
"""At most so many, the newest: what people complain of changes."""

_GOOD, _BAD = 5, 2
# A person who read a comment knows more of it than its mark.
_CORRECTED: Final = 3.0
_SHORTEST: Final = 3
# One person's corrections are at most so many, or this part of what marks teach, the newest: no
# one teaches the reader alone.
_OF_ONE, _PART_OF_ONE = 20, 0.1


def lessons(connection: Connection) -> list[Lesson]:
    """What there is to learn from, each text once."""
    taught: dict[str, Lesson] = {}
    rows = connection.execute(_asked()).all()
    heard = _heard(rows)
    for row in rows:
        lesson = _lesson(row, corrected=row.corrected is not None and row.id in heard)
        if lesson and len(lesson.text.split()) >= _SHORTEST:
            kept = taught.get(row.folded)
            if kept is None or kept.weight < lesson.weight:
                taught[row.folded] = lesson
    return list(taught.values())


def _heard(rows: Sequence[Row[Any]]) -> set[int]:
    """The comments, newest first, whose correction teaches."""
    most = max(_OF_ONE, int(_PART_OF_ONE * sum(_said_by_mark(row) is not None for row in rows)))
    told: Counter[str] = Counter()
    heard = set()
    for row in rows:
        if row.corrected is not None:
            told[row.by] += 1
            if told[row.by] <= most:
                heard.add(row.id)
    return heard


def _lesson(row: Row[Any], *, corrected: bool) -> Lesson | None:
    if corrected:
        clear = row.corrected in ("praise", "complaint")
        return Lesson(row.text, row.corrected == "praise", _CORRECTED) if clear else None
    good = _said_by_mark(row)
    return None if good is None else Lesson(row.text, good)


def _said_by_mark(row: Row[Any]) -> bool | None:
    """Whether a mark praises; None where it says too little of the words."""
    if row.overall == _GOOD:
        return True
    return False if row.overall is not None and row.overall <= _BAD else None


def _asked() -> Select[Any]:
    newest = (
        select(func.max(CommentCorrection.id))
        .where(CommentCorrection.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )
    corrected = CommentCorrection.__table__.alias("corrected")
    answer: Any = Entry.__table__.c
    excluded = select(Excluded.response_id).where(Excluded.response_id == Comment.response_id)
    return (
        select(
            *(Comment.id, Comment.text, CommentReading.folded, answer.overall),
            *(corrected.c.kind.label("corrected"), corrected.c.by),
        )
        .join(Entry, answer.id == Comment.response_id)
        .join(CommentReading, CommentReading.comment_id == Comment.id)
        .join(corrected, corrected.c.id == newest, isouter=True)
        .where(
            Comment.text.is_not(None),
            ~excluded.exists(),
            (answer.overall <= _BAD) | (answer.overall == _GOOD) | corrected.c.id.is_not(None),
        )
        .order_by(Comment.id.desc())
        .limit(NEWEST)
    )
