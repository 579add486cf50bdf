"""Corrections by named people, as entries of the ledger: excluded, entered again, erased.

Who did it and why stands in ``excluded`` and in the staff log; the chain holds the fact. Each must
run inside ``writing``. Only what is sealed can be corrected.
"""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from surveys import days
from surveys.counts import RESPONSE
from surveys.responses import Comment, Entry, Excluded, Screening
from surveys.sealing.ledger import Line, Standing, erasure, restated, standing_of
from surveys.sealing.sealer import append, last_seal
from surveys.sealing.turn import be_alone


class UnknownResponse(LookupError):
    """No sealed response has this id."""


class UnknownComment(LookupError):
    """No sealed comment has this id."""


def exclude(connection: Connection, response_id: int, by: str, why: str) -> bool:
    """Take a response out of every figure; what its citizen adds later stays out too.

    Args:
        by: name and position of who decided it.

    Returns:
        False when it was excluded already; then the first decision stands.

    Raises:
        UnknownResponse: it is not sealed, or there is none.
    """
    be_alone(connection)
    standing = _standing(connection, response_id)
    if standing.taken_back:
        return False
    entry_id = _append(connection, restated(standing, -1, _next_id(connection)))
    decided = {"by": by, "why": why, "at": days.now()}
    connection.execute(
        insert(Excluded).values(response_id=response_id, entry_id=entry_id, **decided)
    )
    return True


def reinstate(connection: Connection, response_id: int) -> bool:
    """Count a response again that was excluded, with all that was added to it since.

    Returns:
        False when it was not excluded.

    Raises:
        UnknownResponse: it is not sealed, or there is none.
    """
    be_alone(connection)
    standing = _standing(connection, response_id)
    if not standing.taken_back:
        return False
    _append(connection, restated(standing, 1, _next_id(connection)))
    connection.execute(delete(Excluded).where(Excluded.response_id == response_id))
    return True


def erase(connection: Connection, comment_id: int) -> bool:
    """Delete the text and the salt of a comment; without both, its commitment tells nothing.

    Returns:
        False when it was erased already.

    Raises:
        UnknownComment: there is none.
    """
    be_alone(connection)
    comment = connection.execute(
        select(Comment.entry_id, Comment.erased_at).where(Comment.id == comment_id)
    ).one_or_none()
    if comment is None:
        raise UnknownComment(comment_id)
    if comment.erased_at is not None:
        return False
    commented = connection.execute(select(Entry.__table__).where(Entry.id == comment.entry_id))
    _append(connection, erasure(commented.one()._asdict(), _next_id(connection)))
    gone = update(Comment).where(Comment.id == comment_id)
    connection.execute(gone.values(text=None, salt=None, erased_at=days.now()))
    return True


def _standing(connection: Connection, response_id: int) -> Standing:
    said = connection.execute(
        select(Entry.__table__).where(Entry.id == response_id, Entry.kind == RESPONSE)
    ).one_or_none()
    if said is None:
        raise UnknownResponse(response_id)
    rows = connection.execute(
        select(Entry.__table__)
        .where(Entry.unit_id == said.unit_id, Entry.day == said.day, Entry.key == said.key)
        .order_by(Entry.id)
    )
    standing = standing_of(row._asdict() for row in rows)
    if standing is None:
        raise UnknownResponse(response_id)
    standing.flags = _flags(connection, response_id)
    return standing


def _flags(connection: Connection, response_id: int) -> int:
    doubted = select(Screening.flags).where(Screening.response_id == response_id)
    return connection.scalar(doubted) or 0


def _next_id(connection: Connection) -> int:
    last: Any = last_seal(connection)
    return int(last.last_id) + 1


def _append(connection: Connection, line: Line) -> int:
    append(connection, [line], last_seal(connection))
    return int(line.entry["id"])
