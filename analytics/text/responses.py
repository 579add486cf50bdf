"""From a response to its comments and back, for cases, under the rule of all comments."""

from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, Select, select

from analytics.text.visible import ANSWER, SAID, in_a_crowd, service_of
from surveys.counts import RESPONSE
from surveys.responses import Comment

_answer = ANSWER.c
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
        select(Comment.id, Comment.text, Comment.erased_at, in_a_crowd().label("ripe"))
        .join(ANSWER, _answer.id == Comment.response_id)
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
        select(*columns, service_of(), Comment.text)
        .join(SAID, SAID.c.id == Comment.entry_id)
        .join(ANSWER, _answer.id == Comment.response_id)
        .where(Comment.id == comment_id, Comment.text.is_not(None), in_a_crowd())
    )
    return connection.execute(asked).one_or_none()
