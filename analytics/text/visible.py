"""Which comments staff may read: masked, sealed, and once nobody can be told by the hour.

Left out are comments of excluded responses and erased ones.
"""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, func, or_, select

from analytics.numbers.asks import Ask
from analytics.numbers.conditions import whose
from surveys import days
from surveys.counts import EXCLUSION, RESPONSE
from surveys.responses import Comment, Entry, Excluded

CROWD: Final = 5
"""So many later responses at the same touchpoint, or a day, and whoever saw the citizens come can
no longer tell which of them wrote. Source: interfaces, "Who sees what when"."""

_MANY_UNITS: Final = 30
_A_DAY_MS: Final = 86_400_000

# The ledger in each of its parts here. Made once: to make one costs more than to ask a question.
SAID, ANSWER, _LATER, _MOVED = (
    Entry.__table__.alias(name) for name in ("said", "answer", "later", "moved")
)
_said, _answer, _later, _moved = SAID.c, ANSWER.c, _LATER.c, _MOVED.c
# Adding nothing keeps an index from being used: the answer to a comment is looked up by its id,
# never the comments by all that their units were ever answered.
_LOOKED_UP = SimpleNamespace(unit_id=_answer.unit_id + 0, path_id=_answer.path_id)


def visible(ask: Ask, *columns: Any) -> Select[Any]:
    """The comments of an ask, with the entries that they and their answers stand in."""
    return entered(*columns).where(*_written(ask), *_shown(ask))


def among_visible(pool: FromClause, ask: Ask, *columns: Any) -> Select[Any]:
    """The same of some comments of the ask alone, whose ids are in ``pool``.

    Nothing else leads to a comment here, so that the database looks up these and no others.
    """
    return entered(*columns).where(Comment.id.in_(select(pool.c.id)), *_shown(ask))


def written(ask: Ask, *columns: Any) -> Select[Any]:
    """What was written in the time and to the units of an ask, whoever may read it."""
    return select(*columns).where(*_written(ask))


def entered(*columns: Any) -> Select[Any]:
    """Comments, with the entries that they and their answers stand in."""
    return (
        select(*columns)
        .select_from(Comment)
        .join(SAID, _said.id == Comment.entry_id)
        .join(ANSWER, _answer.id == Comment.response_id)
    )


def _written(ask: Ask) -> list[ColumnElement[bool]]:
    return [_of_units(ask), Comment.day >= ask.start, Comment.day < ask.end]


def _shown(ask: Ask) -> list[ColumnElement[bool]]:
    excluded = select(Excluded.response_id).where(Excluded.response_id == Comment.response_id)
    shown = [
        Comment.text.is_not(None),
        ~excluded.exists(),
        *whose(ask, _LOOKED_UP),
        _answer.channel.in_(ask.channels),
        in_a_crowd(),
    ]
    if ask.service_ids is not None:
        shown.append(service_of().in_(ask.service_ids))
    return shown


def _of_units(ask: Ask) -> ColumnElement[bool]:
    """Whether a comment is of the units that are asked for.

    Of many units the newest comments are found by day alone: nearly each is of one of them. SQLite
    would rather read all that any of them had in the time.
    """
    units = units_of(ask)
    unit: ColumnElement[int] = Comment.__table__.c.unit_id
    return (unit + 0 if len(units) > _MANY_UNITS else unit).in_(units)


def units_of(ask: Ask) -> Sequence[int]:
    """The units whose comments are asked for."""
    return ask.unit_ids if ask.scope == "own" else [unit for unit, _path in ask.paths]


def in_a_crowd() -> ColumnElement[bool]:
    """Whether enough others answered, or a day went by, since the answer that a comment is of."""
    fifth = (
        select(_later.id)
        .where(
            _later.unit_id == _answer.unit_id,
            _later.day >= _answer.day,
            _later.touchpoint_id == _answer.touchpoint_id,
            _later.kind == RESPONSE,
            _later.given_ms > _answer.given_ms,
        )
        .limit(1)
        .offset(CROWD - 1)
    )
    a_day_ago = days.now_ms() - _A_DAY_MS
    return or_(_answer.given_ms <= a_day_ago, fifth.exists())


def service_of() -> ColumnElement[int | None]:
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
