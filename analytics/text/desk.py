"""The reading desk: sealed comments are read here, apart from intake and sealing.

The sealer alone makes comments, one block after the other, so their ids come in order: whatever
lies beyond the newest comment read by this version has not been read by it.
"""

from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, func, insert, select

from analytics.text import read as read_alone
from analytics.text.normalise import normalise, words
from analytics.text.readers import Read, reader_of, version_in_use
from analytics.text.tables import CommentReading
from surveys import days
from surveys.database import reading, writing
from surveys.folding import fold
from surveys.responses import Comment, Entry, Seal


def read_waiting(engine: Engine, limit: int = 500) -> int:
    """Read the oldest comments that this version has not read; how many.

    A new version begins again with the first comment; until it comes to it, the reading of the
    version before stands.
    """
    with reading(engine) as connection:
        version = version_in_use(connection)
        waiting = connection.execute(_waiting(connection, Comment.id, Comment.text).limit(limit))
        texts = {row.id: row.text for row in waiting}
        read = reader_of(connection, version)
    readings = [{"comment_id": id_} | reading_of(text, read) for id_, text in texts.items()]
    if readings:
        with writing(engine) as connection:
            _keep(connection, readings)
    return len(readings)


def reading_of(text: str, read: Read = read_alone) -> dict[str, Any]:
    """The columns of ``CommentReading`` for a comment, but for whose it is.

    Args:
        read: the reader; that of the words alone when not given.
    """
    said = read(text)._asdict()
    return said | {
        "themes": list(said["themes"]),
        "words": list(said["words"]),
        "folded": _searched(text),
        "read_at": days.now(),
    }


def _searched(text: str) -> str:
    """A comment folded, and the words that its short forms mean: "k dc" is found by "không"."""
    plain = fold(text).split()
    meant = fold(" ".join(words(normalise(text)).tokens)).split()
    return " ".join([*plain, *dict.fromkeys(word for word in meant if word not in plain)])


def unread(connection: Connection) -> int:
    """How many comments wait to be read by this version."""
    waiting = _waiting(connection, Comment.id).order_by(None).subquery()
    return connection.scalar(select(func.count()).select_from(waiting)) or 0


def unread_since(connection: Connection) -> int | None:
    """The millisecond at which the oldest comment was sealed that waits; None if none does."""
    oldest = connection.scalar(_waiting(connection, Comment.entry_id).limit(1))
    block = select(Seal.sealed_ms).join(Entry, Entry.seal_id == Seal.id)
    return connection.scalar(block.where(Entry.id == oldest)) if oldest else None


def _waiting(connection: Connection, *columns: Any) -> Select[Any]:
    version = version_in_use(connection)
    newest = select(func.max(CommentReading.comment_id)).where(CommentReading.version == version)
    done = connection.scalar(newest) or 0
    return select(*columns).where(Comment.id > done, Comment.text.is_not(None)).order_by(Comment.id)


def _keep(connection: Connection, readings: list[dict[str, Any]]) -> None:
    ids = [row["comment_id"] for row in readings]
    # One may have been erased while it was read.
    there = set(
        connection.scalars(select(Comment.id).where(Comment.id.in_(ids), Comment.text.is_not(None)))
    )
    connection.execute(delete(CommentReading).where(CommentReading.comment_id.in_(ids)))
    kept = [row for row in readings if row["comment_id"] in there]
    if kept:
        connection.execute(insert(CommentReading), kept)
