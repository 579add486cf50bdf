"""Reading the chain block by block, and whether a block is the one that was sealed."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, select

from surveys.responses import Entry, Seal
from surveys.sealing import encoding
from surveys.sealing.encoding import Columns
from translations import mark

# Entries read at a time, unless a block alone has more.
_ENTRIES = 10_000
_NAMES = Entry.__table__.columns.keys()
Block = tuple[Any, Columns]


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
    together: list[Any] = []
    for seal in connection.execute(select(Seal.__table__).order_by(Seal.id)).all():
        if together and seal.last_id - together[0].first_id >= _ENTRIES:
            yield from _read(connection, together)
            together = []
        together.append(seal)
    if together:
        yield from _read(connection, together)


def _read(connection: Connection, seals: Sequence[Any]) -> Iterator[Block]:
    rows = connection.execute(
        select(Entry.__table__)
        .where(Entry.id >= seals[0].first_id, Entry.id <= seals[-1].last_id)
        .order_by(Entry.id)
    ).all()
    by_seal: dict[int, list[Any]] = {seal.id: [] for seal in seals}
    for seal_id, those in groupby(rows, key=attrgetter("seal_id")):
        claiming = list(those)
        if seal_id not in by_seal:
            claims = mark("entry %(entry)s claims seal %(seal)s")
            raise Differs(claims, entry=claiming[0].id, seal=seal_id)
        by_seal[seal_id] += claiming
    for seal in seals:
        yield seal, columns_of(by_seal[seal.id])


def columns_of(rows: Sequence[Any]) -> Columns:
    """Rows of the ledger column by column."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(_NAMES)
    return dict(zip(_NAMES, columns, strict=True))


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
    for id_, stored in enumerate(entries["id"], first_id):
        if stored != id_:
            raise Differs(mark("seal %(seal)s: entry %(entry)s is missing"), **where, entry=id_)
    last_id = first_id + len(entries["id"]) - 1
    if last_id < first_id or (seal.first_id, seal.last_id) != (first_id, last_id):
        words = mark("seal %(seal)s: its entries %(first)s to %(last)s are not whole")
        raise Differs(words, **where)
    if encoding.block_hash(before, seal.id, seal.sealed_ms, entries) != seal.hash:
        words = mark("seal %(seal)s: entries %(first)s to %(last)s or the seal were changed")
        raise Differs(words, **where)
