"""Comments as staff may read them: masked, sealed, and only once nobody can be told by the hour.

Left out are comments of excluded responses and erased ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, or_, select

from analytics.numbers.asks import Ask
from analytics.numbers.heaps import whose
from analytics.text.tables import CommentReading
from surveys import days
from surveys.counts import EXCLUSION, RESPONSE
from surveys.responses import Comment, Entry, Excluded

CROWD: Final = 5
"""So many later responses at the same touchpoint, or a day, and whoever saw the citizens come can
no longer tell which of them wrote. Source: interfaces, "Who sees what when"."""

MANY: Final = 1000
"""Comments that are counted on a page that shows a few: to count a city's of a quarter would take
longer than the rest of the page, and nobody reads them all."""

# The newest days that are looked through for low marks, before all days are.
_RECENT: Final = (4, 16)
_LOW: Final = 2
_A_DAY_MS: Final = 86_400_000

# The ledger in each of its parts here. Made once: to make one costs more than to ask a question.
_SAID, _ANSWER, _LATER, _MOVED = (
    Entry.__table__.alias(name) for name in ("said", "answer", "later", "moved")
)
_said, _answer, _later, _moved = _SAID.c, _ANSWER.c, _LATER.c, _MOVED.c

Order = Literal["newest", "low"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment beside the mark that it came with.

    Attributes:
        service_id: None where nobody named one.
        mark: 1..5; None where the errand could not be finished.
        polarity: -1..1 as the reader of comments weighed it; None is unsure or not read yet.
        themes: in the order of ``lexicon.THEMES``.
    """

    id: int
    unit_id: int
    day: date
    service_id: int | None
    survey_version_id: int
    mark: int | None
    text: str
    polarity: float | None
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Some comments, and how many there are in all; ``more`` says that there are even more."""

    comments: tuple[Shown, ...]
    total: int
    more: bool = False


def find_comments(
    connection: Connection, ask: Ask, order: Order = "newest", limit: int = 20, offset: int = 0
) -> Found:
    """The comments of an ask, in one query.

    Args:
        ask: its days, and whose, of which service and channel; comments of the running day count
            too, under the same rule as all others.
        order: newest first, or marks of 1 and 2 first, then 3, then the rest.
    """
    reading: Any = CommentReading.__table__.c
    service = _service()
    columns = (
        *(Comment.id, _answer.unit_id, Comment.day, service, _answer.survey_version_id),
        *(_answer.overall, Comment.text, reading.polarity, reading.themes),
        func.count().over().label("total"),
    )
    asked = (
        _asked(ask, *columns)
        .join(CommentReading, reading.comment_id == Comment.id, isouter=True)
        .order_by(*_ordered(order))
    )
    rows: Sequence[Any] = connection.execute(asked.limit(limit).offset(offset)).all()
    return Found(tuple(map(_shown, rows)), rows[0].total if rows else 0)


def first_comments(connection: Connection, ask: Ask, limit: int, many: int = MANY) -> Found:
    """The comments to read first, low marks before the others; at most ``many`` are counted.

    Where there are many, the newest days are looked through first, so that the time this takes
    does not grow with the number of comments.
    """
    some = _asked(ask, Comment.id).limit(many + 1).subquery()
    if (connection.scalar(select(func.count()).select_from(some)) or 0) <= many:
        return find_comments(connection, ask, "low", limit)
    end = ask.end if ask.end <= ask.until else ask.until + timedelta(days=1)
    for length in _RECENT:
        recent = replace(ask, start=max(ask.start, end - timedelta(days=length)))
        found = find_comments(connection, recent, "low", limit).comments
        if len(found) == limit and all((one.mark or _LOW + 1) <= _LOW for one in found):
            return Found(found, many, more=True)
    return Found(find_comments(connection, ask, "low", limit).comments, many, more=True)


def _asked(ask: Ask, *columns: Any) -> Select[Any]:
    """The comments of an ask, with the entries that they and their answers stand in."""
    asked = (
        select(*columns)
        .join(_SAID, _said.id == Comment.entry_id)
        .join(_ANSWER, _answer.id == Comment.response_id)
        .where(*_among(ask), _in_a_crowd())
    )
    if ask.service_ids is not None:
        asked = asked.where(_service().in_(ask.service_ids))
    return asked


def _among(ask: Ask) -> list[ColumnElement[bool]]:
    excluded = select(Excluded.response_id).where(Excluded.response_id == Comment.response_id)
    return [
        Comment.unit_id.in_(_units(ask)),
        Comment.day >= ask.start,
        Comment.day < ask.end,
        Comment.text.is_not(None),
        ~excluded.exists(),
        *whose(ask, _answer),
        _answer.channel.in_(ask.channels),
    ]


def _units(ask: Ask) -> Sequence[int]:
    return ask.unit_ids if ask.scope == "own" else [unit for unit, _path in ask.paths]


def _in_a_crowd() -> ColumnElement[bool]:
    after = select(func.count()).where(
        _later.unit_id == _answer.unit_id,
        _later.day >= _answer.day,
        _later.touchpoint_id == _answer.touchpoint_id,
        _later.kind == RESPONSE,
        _later.given_ms > _answer.given_ms,
    )
    a_day_ago = days.now_ms() - _A_DAY_MS
    return or_(_answer.given_ms <= a_day_ago, after.scalar_subquery() >= CROWD)


def _service() -> ColumnElement[int | None]:
    """What the response or its comment named; a service named late stands in a row of its own."""
    late = (
        select(func.max(_moved.service_id))
        .where(
            _moved.unit_id == _answer.unit_id,
            _moved.day == _answer.day,
            _moved.response_id == _answer.id,
            _moved.kind == EXCLUSION,
            _moved.sign == 1,
        )
        .scalar_subquery()
    )
    return func.coalesce(_said.service_id, _answer.service_id, late).label("service_id")


def _ordered(order: Order) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [_answer.given_ms.desc(), Comment.id.desc()]
    if order == "newest":
        return newest
    low = case((_answer.overall <= _LOW, 0), (_answer.overall == _LOW + 1, 1), else_=2)
    return [low, *newest]


def _shown(row: Any) -> Shown:
    return Shown(
        id=row.id,
        unit_id=row.unit_id,
        day=row.day,
        service_id=row.service_id,
        survey_version_id=row.survey_version_id,
        mark=row.overall,
        text=row.text,
        polarity=row.polarity,
        themes=tuple(row.themes or ()),
    )


_WHOSE: Final = ("key", "unit_id", "day", "locale", "channel", "simulated")


class Word(NamedTuple):
    """A comment of one response; ``text`` is None while it waits for its crowd or once erased."""

    id: int
    text: str | None
    erased: bool


def words_of(
    connection: Connection, unit_id: int, day: date, key: str, *, own: bool = False
) -> list[Word]:
    """The sealed comments of the response with this key, oldest first, under the same rule.

    Args:
        unit_id, day: of the response, by which the ledger finds it.
        own: for their writer, who need not wait.
    """
    rows = connection.execute(
        select(Comment.id, Comment.text, Comment.erased_at, _in_a_crowd().label("ripe"))
        .join(_ANSWER, _answer.id == Comment.response_id)
        .where(
            *(_answer.unit_id == unit_id, _answer.day == day),
            *(_answer.key == key, _answer.kind == RESPONSE),
        )
        .order_by(Comment.id)
    )
    return [
        Word(row.id, row.text if own or row.ripe else None, row.erased_at is not None)
        for row in rows
    ]


def key_of_comment(connection: Connection, comment_id: int) -> Row[Any] | None:
    """Of which response a comment is: key, unit_id, day, locale, channel, simulated, service_id.

    None where there is none, where it was erased, or where it still waits for its crowd.
    """
    columns: list[Any] = [getattr(_answer, name) for name in _WHOSE]
    asked: Select[Any] = (
        select(*columns, _service(), Comment.text)
        .join(_SAID, _said.id == Comment.entry_id)
        .join(_ANSWER, _answer.id == Comment.response_id)
        .where(Comment.id == comment_id, Comment.text.is_not(None), _in_a_crowd())
    )
    return connection.execute(asked).one_or_none()
