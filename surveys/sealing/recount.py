"""The cells counted again from the rows: what ``verify`` compares and ``rebuild`` puts right.

Cells only ever grow by what is added to them. So the difference between what the rows of one
snapshot count and what the cells of that snapshot hold may be added later, whatever was sealed in
between: a rebuild reads for long and writes once, for short.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Table, func, select

from surveys.counts import COUNTERS
from surveys.database import reading, writing
from surveys.responses import Entry, Screening
from surveys.sealing.block import ancestors_of
from surveys.sealing.blocks import columns_of
from surveys.sealing.counting import Counting, Key, Tally, fold
from surveys.sealing.encoding import Columns
from surveys.sealing.turn import be_alone

Progress = Callable[[int, int], None]
_PORTION = 10_000
_NOTHING = (0,) * len(COUNTERS)


class Recount:
    """What the entries given to ``add`` count, within one snapshot."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._doubted = set(connection.scalars(select(Screening.response_id)))
        self._counting = Counting(ancestors_of(connection))

    def add(self, entries: Columns) -> None:
        """Count entries.

        Raises:
            UnknownPath: the ancestors of one are not known.
        """
        doubted = self._doubted
        self._counting.add(entries, [id_ in doubted for id_ in entries["response_id"]])

    @property
    def tally(self) -> Tally:
        """What was counted so far."""
        return self._counting.tally()

    def differences(self) -> Tally:
        """What has to be added to the stored cells, for those that are not as they should be."""
        return {cube: _differences(self._connection, cube, c) for cube, c in self.tally.items()}


def _differences(
    connection: Connection, cube: Table, should: dict[Key, list[int]]
) -> dict[Key, list[int]]:
    held = _stored(connection, cube)
    missing = {
        key: [a - b for a, b in zip(cell, held.pop(key, _NOTHING), strict=True)]
        for key, cell in should.items()
    }
    missing |= {key: [-count for count in cell] for key, cell in held.items()}
    return {key: cell for key, cell in missing.items() if any(cell)}


def _stored(connection: Connection, cube: Table) -> dict[Key, tuple[int, ...]]:
    keys = len(cube.primary_key.columns)
    return {tuple(row[:keys]): tuple(row[keys:]) for row in connection.execute(select(cube))}


class Rebuilt(NamedTuple):
    """How many entries were counted, and how many cells were put right."""

    entries: int
    mended: int


def rebuild(engine: Engine, progress: Progress) -> Rebuilt:
    """Count all entries again and put right every cell that differs, while ratings come in.

    Raises:
        UnknownPath: the ancestors of an entry are not known.
    """
    with reading(engine) as connection:
        entries, recount = 0, Recount(connection)
        span = select(func.min(Entry.id), func.max(Entry.id), func.count(Entry.id))
        first, last, total = connection.execute(span).one()
        for portion in _portions(connection, first or 1, last or 0):
            recount.add(portion)
            entries += len(portion["id"])
            progress(entries, total)
        amiss = recount.differences()
    with writing(engine) as connection:
        be_alone(connection)
        fold(connection, amiss)
    return Rebuilt(entries, sum(map(len, amiss.values())))


def _portions(connection: Connection, first: int, last: int) -> Iterator[Columns]:
    id_ = Entry.__table__.c.id
    for start in range(first, last + 1, _PORTION):
        here = select(Entry.__table__).where(id_ >= start, id_ < start + _PORTION).order_by(id_)
        if rows := connection.execute(here).all():
            yield columns_of(rows)
