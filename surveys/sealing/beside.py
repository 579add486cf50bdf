"""What stands beside the chain, held against it: the comments, and the list of exclusions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from surveys.counts import ERASURE, EXCLUSION
from surveys.responses import Comment, Excluded
from surveys.sealing import encoding
from surveys.sealing.blocks import Differs
from surveys.sealing.encoding import Columns
from translations import mark


class Place(NamedTuple):
    """Whose a comment is: its table repeats these of its entry, so that it is found quickly."""

    unit_id: int
    touchpoint_id: int
    day: date
    response_id: int


@dataclass(slots=True)
class Facts:
    """What the chain says of comments and exclusions."""

    # By entry: what the chain holds of its comment, and where it belongs.
    commented: dict[int, tuple[bytes, Place]] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    taken_back: Counter[int] = field(default_factory=Counter)

    def note(self, entries: Columns) -> None:
        """Take in the entries of a block."""
        for place, commitment in enumerate(entries["commitment"]):
            if commitment is not None:
                entry = {name: entries[name][place] for name in _PLACING}
                self.commented[entry["id"]] = commitment, _place(entry)
        for place, kind in enumerate(entries["kind"]):
            if kind == ERASURE:
                self.erased.add(entries["extra"][place]["erased"])
            elif kind == EXCLUSION:
                self.taken_back[entries["response_id"][place]] -= entries["sign"][place]


_PLACING = ("id", "unit_id", "touchpoint_id", "day", "response_id")


def _place(entry: dict[str, Any]) -> Place:
    # An addition whose response is not known belongs to itself.
    response_id = entry["response_id"] or entry["id"]
    return Place(entry["unit_id"], entry["touchpoint_id"], entry["day"], response_id)


def check_comments(connection: Connection, facts: Facts, after: int = 0) -> Iterator[int]:
    """The entries whose comments are as they were sealed, one by one.

    Args:
        after: the entries up to here were dropped, and with them what was known of their comments.

    Raises:
        Differs: a comment was changed, moved, added, or is missing.
    """
    missing = set(facts.commented)
    columns = (getattr(Comment, name) for name in Place._fields)
    for entry_id, text, salt, *place in connection.execute(
        select(Comment.entry_id, Comment.text, Comment.salt, *columns)
        .where(Comment.entry_id > after)
        .order_by(Comment.entry_id)
    ):
        missing.discard(entry_id)
        _check_text(facts, entry_id, text, salt)
        _, sealed = facts.commented[entry_id]
        for name, now, once in zip(Place._fields, place, sealed, strict=True):
            if now != once:
                moved = mark("the comment of entry %(entry)s was moved: its %(column)s was changed")
                raise Differs(moved, entry=entry_id, column=name)
        yield entry_id
    for entry_id in sorted(missing):
        raise Differs(mark("the comment of entry %(entry)s is missing"), entry=entry_id)


def _check_text(facts: Facts, entry_id: int, text: str | None, salt: bytes | None) -> None:
    sealed, _ = facts.commented.get(entry_id, (None, None))
    erased = entry_id in facts.erased
    if erased and text is not None:
        back = mark("the comment of entry %(entry)s was erased, and yet is there")
        raise Differs(back, entry=entry_id)
    if text is None and not erased:
        gone = mark("the comment of entry %(entry)s was taken away without an erasure")
        raise Differs(gone, entry=entry_id)
    same = text is None or (salt is not None and encoding.commitment(salt, text) == sealed)
    if sealed is None or not same:
        other = mark("the comment of entry %(entry)s is not the one that was sealed")
        raise Differs(other, entry=entry_id)


def check_exclusions(connection: Connection, facts: Facts, after: int = 0) -> None:
    """Do nothing when those are listed as excluded whom the ledger took back.

    Args:
        after: as of ``check_comments``.

    Raises:
        Differs: one is in the list or in the ledger only.
    """
    listed = select(Excluded.response_id).where(Excluded.response_id > after)
    out = {id_ for id_, times in facts.taken_back.items() if times and id_ > after}
    for response_id in sorted(out ^ set(connection.scalars(listed))):
        alone = mark("response %(response)s is excluded in the ledger or in the list, not both")
        raise Differs(alone, response=response_id)
