"""What staff say of a comment: what it means instead, and that it is worth quoting."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from analytics.numbers.asks import Ask
from analytics.text import KINDS, VERSION
from analytics.text.lexicon import THEMES
from analytics.text.shown import Shown, find_comments
from analytics.text.tables import CommentCorrection, CommentReading, Quotation
from analytics.text.wanted import Wanted
from surveys import days

POLARITY: Final = {"praise": 0.8, "complaint": -0.8}
"""The verdict of a corrected kind, as strong as a clear judgement; all others are 0."""


class UnknownKind(LookupError):
    """There is no such kind of comment."""


class UnknownComment(LookupError):
    """There is no such comment here, or it may not be read yet."""


def correct(
    connection: Connection, comment_id: int, by: str, kind: str, themes: Iterable[str]
) -> None:
    """Say what a comment is; an earlier correction stays, and counts no longer.

    Args:
        themes: those that there are not are left out.

    Raises:
        UnknownKind: ``kind`` is none of ``KINDS``.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    named = set(themes)
    said = {
        "polarity": POLARITY.get(kind, 0.0),
        "kind": kind,
        "themes": [theme for theme in THEMES if theme in named],
    }
    _say(connection, comment_id, by, said)


def take_back(connection: Connection, comment_id: int, by: str) -> None:
    """Let a comment count as it was read; what was said of it before stays, without counting."""
    _say(connection, comment_id, by, {"polarity": None, "kind": None, "themes": None})


def _say(connection: Connection, comment_id: int, by: str, said: dict[str, Any]) -> None:
    version = select(CommentReading.version).where(CommentReading.comment_id == comment_id)
    row = {
        "comment_id": comment_id,
        "version": connection.scalar(version) or VERSION,
        "at": days.now(),
        "by": by,
    }
    connection.execute(insert(CommentCorrection).values(row | said))


def quote(connection: Connection, comment_id: int, by: str) -> None:
    """Choose a comment to be quoted in reports; a second time changes nothing."""
    chosen = select(Quotation.comment_id).where(Quotation.comment_id == comment_id)
    if connection.scalar(chosen) is None:
        row = {"comment_id": comment_id, "chosen_at": days.now(), "chosen_by": by}
        connection.execute(insert(Quotation).values(row))


def unquote(connection: Connection, comment_id: int) -> None:
    """Take back that a comment is quoted."""
    connection.execute(delete(Quotation).where(Quotation.comment_id == comment_id))


def quotations(connection: Connection, ask: Ask, limit: int = 10) -> tuple[Shown, ...]:
    """The comments of an ask that staff chose to be quoted, newest first, as staff may read them.

    A comment that was excluded or erased since is not among them.
    """
    return find_comments(connection, ask, limit=limit, wanted=Wanted(look="quoted")).comments
