"""Reading the chain block by block, and whether a block is the one that was sealed."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from surveys.responses import Entry, Seal
from surveys.sealing import encoding
from translations import mark

# Blocks read at a time; a block has at most 2,000 entries.
_BLOCKS = 20
Block = tuple[Any, list[dict[str, Any]]]


class Differs(Exception):
    """Where the stored differs from the recomputed: a sentence for the engineer, and its values.

    Args:
        words: marked for translation; the exception's own text is English.
    """

    def __init__(self, words: str, **values: object) -> None:
        super().__init__(words % values)
        self.words = words
        self.values = values


def blocks(connection: Connection) -> Iterator[Block]:
    """Every seal's row with its entries, oldest first.

    Raises:
        Differs: an entry stands where it does not belong.
    """
    seals: Sequence[Any] = connection.execute(select(Seal.__table__).order_by(Seal.id)).all()
    for start in range(0, len(seals), _BLOCKS):
        yield from _read(connection, seals[start : start + _BLOCKS])


def _read(connection: Connection, seals: Sequence[Any]) -> Iterator[Block]:
    rows = connection.execute(
        select(Entry.__table__)
        .where(Entry.id >= seals[0].first_id, Entry.id <= seals[-1].last_id)
        .order_by(Entry.id)
    )
    by_seal: dict[int, list[dict[str, Any]]] = {seal.id: [] for seal in seals}
    for row in rows:
        if row.seal_id not in by_seal:
            claims = mark("entry %(entry)s claims seal %(seal)s")
            raise Differs(claims, entry=row.id, seal=row.seal_id)
        by_seal[row.seal_id].append(row._asdict())
    for seal in seals:
        yield seal, by_seal[seal.id]


def check(block: Block, number: int, first_id: int, before: bytes) -> None:
    """Make the hash of a block again.

    Args:
        number, first_id: which seal and which entry has to come next.
        before: the hash of the block before.

    Raises:
        Differs: a seal or an entry is missing, or anything in the block was changed.
    """
    seal, entries = block
    where = {"seal": number, "first": seal.first_id, "last": seal.last_id}
    if seal.id != number:
        raise Differs(mark("seal %(seal)s is missing"), seal=number)
    for id_, entry in enumerate(entries, first_id):
        if entry["id"] != id_:
            raise Differs(mark("seal %(seal)s: entry %(entry)s is missing"), **where, entry=id_)
    if (seal.first_id, seal.last_id) != (first_id, first_id + len(entries) - 1):
        words = mark("seal %(seal)s: its entries %(first)s to %(last)s are not whole")
        raise Differs(words, **where)
    written = [[entry[name] for name in encoding.COLUMNS] for entry in entries]
    if encoding.block_hash(before, seal.id, seal.sealed_ms, written) != seal.hash:
        words = mark("seal %(seal)s: entries %(first)s to %(last)s or the seal were changed")
        raise Differs(words, **where)
