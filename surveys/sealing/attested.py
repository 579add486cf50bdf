"""What a checkpoint says: where the ledger stood when a month was over, and what the cells held.

It is an entry of the chain like any other. Once the rows that it covers are dropped, the chain
begins behind it, and their cells are known to be right because it attests them.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from operator import add
from typing import Any

from sqlalchemy import Connection, select

from surveys.counts import CHECKPOINT, COUNTERS
from surveys.responses import Entry, Seal
from surveys.sealing import encoding
from surveys.sealing.blocks import Differs
from surveys.sealing.counting import Key, Tally
from translations import mark

# A checkpoint is of no unit. Asked for by it, checkpoints are found through an index.
NO_UNIT = 0


@dataclass(frozen=True, slots=True)
class Attested:
    """The statement of a checkpoint, as it stands in the ``extra`` of its entry.

    Attributes:
        month: of sealing, ``2026-10``.
        seal, hash, entries: the last block that it covers, in hexadecimal, and the entries so far.
        cells: ``cells_hash`` of what these entries count.
    """

    month: str
    seal: int
    hash: str
    entries: int
    cells: str


# Before the first block.
NOTHING = Attested("", 0, encoding.GENESIS.hex(), 0, hashlib.sha256().hexdigest())


def cells_hash(tally: Tally) -> str:
    """The SHA-256, in hexadecimal, of cells written as lines of text in alphabetical order.

    A line is the cube, the key and every counter that is not 0, such as ``cell_day 7/own/2026-10-05
    /1 o5=2 responses=2`` without the break. What is in doubt is told together with what is not:
    doubts are ours, and may change after a month was closed.
    """
    return hashlib.sha256("\n".join(sorted(_lines(tally))).encode()).hexdigest()


def _lines(tally: Tally) -> Iterator[str]:
    for cube, cells in tally.items():
        together: dict[Key, list[int]] = {}
        for whole, cell in cells.items():
            key = whole[:-1]
            known = together.get(key)
            together[key] = list(map(add, known, cell)) if known else cell
        for key, cell in together.items():
            said = sorted(f"{name}={n}" for name, n in zip(COUNTERS, cell, strict=True) if n)
            if said:
                yield f"{cube.name} {'/'.join(map(str, key))} {' '.join(said)}"


def checkpoints(connection: Connection) -> dict[int, Attested]:
    """What every checkpoint states, oldest first, by the block that it stands in.

    Raises:
        TypeError: one states something else than a checkpoint does.
    """
    said = select(Entry.seal_id, Entry.extra).where(
        Entry.unit_id == NO_UNIT, Entry.kind == CHECKPOINT
    )
    rows: Any = connection.execute(said.order_by(Entry.id))
    return {seal_id: Attested(**extra) for seal_id, extra in rows}


def beginning(connection: Connection) -> Attested:
    """Where the rows that are there begin: ``NOTHING``, or a checkpoint behind which they do.

    Raises:
        Differs: blocks are missing at the beginning, and no checkpoint covers them.
    """
    first = connection.scalar(select(Seal.id).order_by(Seal.id).limit(1))
    if first is None or first == 1:
        return NOTHING
    for attested in checkpoints(connection).values():
        if attested.seal == first - 1:
            return attested
    raise Differs(mark("seal %(seal)s is missing"), seal=1)


def check_rest(rest: Tally, since: Attested) -> None:
    """Do nothing when the cells, less what the rows count, are those that were attested.

    Raises:
        Differs: they are not.
    """
    if cells_hash(rest) == since.cells:
        return
    if since is NOTHING:
        raise Differs(mark("cells do not match the entries"))
    words = mark(
        "the cells less what the entries count are not those that the checkpoint of %(month)s "
        "attests"
    )
    raise Differs(words, month=since.month)
