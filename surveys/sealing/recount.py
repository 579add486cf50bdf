"""The cells counted again from the rows: what ``verify`` compares and ``rebuild`` puts right.

Cells only ever grow by what is added to them. So the difference between what the rows of one
snapshot count and what the cells of that snapshot hold may be added later, whatever was sealed in
between: a rebuild reads for long and writes once, for short.
"""

from collections.abc import Callable, Iterator
from operator import neg, sub
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Table, func, select

from surveys.counts import COUNTERS
from surveys.database import reading, writing
from surveys.responses import Entry, Screening
from surveys.sealing.attested import NOTHING, beginning, check_rest
from surveys.sealing.block import ancestors_of
from surveys.sealing.blocks import columns_of
from surveys.sealing.counting import Counting, Key, Tally, fold
from surveys.sealing.encoding import Columns
from surveys.sealing.turn import be_alone

Progress = Callable[[int, int], None]
_PORTION = 10_000
_NOTHING = (0,) * len(COUNTERS)


class Recount:
    """What the entries given to ``add`` count, within one snapshot.

    Args:
        base: what is known to be counted before the first of them; it is added to.
    """

    def __init__(self, connection: Connection, base: Tally | None = None) -> None:
        self._connection = connection
        self._doubted = set(connection.scalars(select(Screening.response_id)))
        self._counting = Counting(ancestors_of(connection), base)

    def add(self, entries: Columns) -> None:
        """Count entries."""
        doubted = self._doubted
        self._counting.add(entries, [id_ in doubted for id_ in entries["response_id"]])

    @property
    def tally(self) -> Tally:
        """What was counted so far.

        Raises:
            UnknownPath: the ancestors of an entry are not known.
        """
        return self._counting.tally()

    def rest(self) -> Tally:
        """What the stored cells hold beyond what was counted; only cells in which they differ."""
        return {cube: _rest(self._connection, cube, c) for cube, c in self.tally.items()}


def _rest(
    connection: Connection, cube: Table, should: dict[Key, list[int]]
) -> dict[Key, list[int]]:
    keys = len(cube.primary_key.columns)
    rest = {tuple(row[:keys]): list(row[keys:]) for row in connection.execute(select(cube)).all()}
    for key, cell in should.items():
        rest[key] = list(map(sub, rest.get(key, _NOTHING), cell))
    return {key: cell for key, cell in rest.items() if any(cell)}


class Rebuilt(NamedTuple):
    """How many entries were counted, and how many cells were put right."""

    entries: int
    mended: int


def rebuild(engine: Engine, progress: Progress) -> Rebuilt:
    """Count all entries again and put right every cell that differs, while ratings come in.

    Raises:
        UnknownPath: the ancestors of an entry are not known.
        Differs: rows were dropped, and the cells are not what is left of them and the checkpoint
            attest; nothing was changed, since nobody can say which of them is wrong.
    """
    with reading(engine) as connection:
        since = beginning(connection)
        entries, recount = 0, Recount(connection)
        total = connection.scalar(select(func.count()).select_from(Entry)) or 0
        for portion in portions(connection, since.entries + 1, since.entries + total):
            recount.add(portion)
            entries += len(portion["id"])
            progress(entries, total)
        rest = recount.rest()
    if since is not NOTHING:
        check_rest(rest, since)
        return Rebuilt(entries, 0)
    with writing(engine) as connection:
        be_alone(connection)
        fold(connection, {cube: _negative(cells) for cube, cells in rest.items()})
    return Rebuilt(entries, sum(map(len, rest.values())))


def _negative(cells: dict[Key, list[int]]) -> dict[Key, list[int]]:
    return {key: list(map(neg, cell)) for key, cell in cells.items()}


def portions(connection: Connection, first: int, last: int) -> Iterator[Columns]:
    """The entries from ``first`` to ``last``, both included, some thousands at a time."""
    id_ = Entry.__table__.c.id
    for start in range(first, last + 1, _PORTION):
        end = min(start + _PORTION - 1, last)
        here = select(Entry.__table__).where(id_.between(start, end)).order_by(id_)
        if rows := connection.execute(here).all():
            yield columns_of(rows)
