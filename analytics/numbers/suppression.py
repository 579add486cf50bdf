"""Small numbers: which published cells are withheld so that nobody's mark can be told.

Not printing a small cell does not hide it while a total and its other parts are printed.
What an outsider can compute is linear: a withheld sum is known exactly when it is a
combination of the relations between cells, once the published ones count as known.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from analytics.numbers.estimates import TOO_FEW_UNDER
from analytics.numbers.linear import Vector, kernel, plus, residues

Reason = Literal["too_few", "unanimous", "would_reveal"]
Id = TypeVar("Id", bound=Hashable)
Marks = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many marks of each kind a cell has, and its turn when some must give: low is kept.

    A cell of turn None is never published, and nothing is lost by that. One that is ``held`` was
    withheld before and stays so, whatever its marks.
    """

    marks: Marks
    turn: int | None = 0
    held: bool = False

    @property
    def n(self) -> int:
        """All marks."""
        return sum(self.marks)

    @property
    def secret(self) -> Reason | None:
        """Why it may not be known."""
        return telling(self.marks) or ("would_reveal" if self.held else None)


@dataclass(frozen=True, slots=True)
class Relation(Generic[Id]):
    """What everybody knows: the total is the sum of these parts."""

    total: Id
    parts: tuple[Id, ...]


def telling(marks: Marks) -> Reason | None:
    """Why these marks may not be known: too few people, or all of one mind.

    Source: house rule after Hundepool et al. 2012, Statistical Disclosure Control, chapter 5:
    minimum frequency, and group disclosure where all share one value.
    """
    n = sum(marks)
    if n < TOO_FEW_UNDER:
        return "too_few"
    return "unanimous" if n in marks else None


def withheld(cells: Mapping[Id, Cell], relations: Iterable[Relation[Id]]) -> dict[Id, Reason]:
    """The cells to withhold, with the reason; the others may be published together.

    Cells that may not be told are withheld; the others are published one by one, by turn and
    then the larger first, unless together with those before they would tell a withheld cell,
    or the sum of withheld parts of one relation that may not be told either. What is left
    out is needed: no cell with the reason ``would_reveal`` could be added.

    Args:
        cells: everything published about one span of time, small cells and zeros too. A cell
            that cannot exist (a unit before its founding) is left out, not given as zero.
        relations: every known sum among these cells; ids not among the cells are an error.

    Raises:
        KeyError: a relation names a cell that is not given.
    """
    table = _Table(cells, tuple(relations))
    reasons = dict(table.small)
    turns = [(cell.turn, -cell.n, id) for id, cell in cells.items() if id not in reasons]
    can = sorted((one for one in turns if one[0] is not None), key=lambda one: one[:2])
    published = table.publish([id for *_turn, id in can], frozenset())
    reasons.update((id, "would_reveal") for *_turn, id in can if id not in published)
    return reasons


def also(
    cells: Mapping[Id, Cell],
    relations: Iterable[Relation[Id]],
    turns: Sequence[Id],
    before: frozenset[Id],
) -> frozenset[Id]:
    """Those of ``turns``, in this order, that can be told together with those told before."""
    return _Table(cells, tuple(relations)).publish(turns, before) - before


class Place(NamedTuple):
    """A cell of one quarter: unit None is the city's tree, month None the whole quarter.

    ``group`` is a service group of a whole quarter, 0 of those who named none; None is all.
    """

    unit: int | None
    month: int | None
    group: int | None = None

    def holds(self, other: Place) -> bool:
        """Whether the other is a part of it."""
        pairs = zip(self, other, strict=True)
        return self != other and all(mine is None or mine == its for mine, its in pairs)


def held_back(hidden: Iterable[Place], shown: Iterable[Place]) -> set[Place]:
    """The hidden cells that must stay so, because a total over them is shown.

    Were such a cell told once more answers came, what came would follow from the totals of two
    editions, and from that what the cell was before.
    """
    totals = list(shown)
    return {place for place in hidden if any(total.holds(place) for total in totals)}


def quarter_table(
    own: Mapping[tuple[int, int], Marks],
) -> tuple[dict[Place, Cell], list[Relation[Place]]]:
    """The cells published about one quarter and how they hang together.

    Months are kept before quarters, then a unit's cells before the city's. Months close first,
    so a quarter that is added later never takes back a month already published.

    Args:
        own: marks by (unit, month) of all units whose own responses are in the city's figure,
            with zeros for a month in which nobody answered, but only while the unit existed.
    """
    units, months = sorted({unit for unit, _ in own}), sorted({month for _, month in own})
    atoms = [Place(unit, month) for unit, month in own]
    city = Place(None, None)
    sums = [
        *(Relation(Place(None, m), tuple(at for at in atoms if at.month == m)) for m in months),
        *(Relation(Place(u, None), tuple(at for at in atoms if at.unit == u)) for u in units),
        Relation(city, tuple(Place(None, month) for month in months)),
    ]
    cells = {at: Cell(marks) for at, marks in zip(atoms, own.values(), strict=True)}
    for total, parts in ((relation.total, relation.parts) for relation in sums):
        turn = 2 * (total.month is None) + (total.unit is None)
        cells[total] = Cell(_summed(cells, parts), turn)
    # Also known, and needed where unit quarters are the only small siblings.
    sums.append(Relation(city, tuple(Place(unit, None) for unit in units)))
    return cells, sums


class _Table(Generic[Id]):
    def __init__(self, cells: Mapping[Id, Cell], relations: tuple[Relation[Id], ...]) -> None:
        self.cells = cells
        self.small = {id: why for id, cell in cells.items() if (why := cell.secret)}
        self.known: list[Vector[Id]] = [
            {relation.total: 1} | dict.fromkeys(relation.parts, -1) for relation in relations
        ]
        for row in self.known:
            for id in row:
                cells[id]
        siblings = [[id for id in r.parts if id in self.small] for r in relations]
        alone = set(self.small).difference(*siblings)
        self.siblings = [group for group in siblings if group] + [[id] for id in alone]

    def publish(self, turns: Sequence[Id], before: frozenset[Id]) -> frozenset[Id]:
        """Those of ``turns`` that can be published in this order, and those before.

        Halving gives what one by one gives, since publishing less never tells more.
        """
        together = before.union(turns)
        if not self.tells(together):
            return together
        if len(turns) < 2:
            return before
        half = len(turns) // 2
        return self.publish(turns[half:], self.publish(turns[:half], before))

    def tells(self, published: frozenset[Id]) -> bool:
        """Whether these cells and the relations give away what may not be told."""
        open_rows = [
            {id: factor for id, factor in row.items() if id not in published} for row in self.known
        ]
        left = residues(open_rows, self.small)
        zeros = (kernel({id: left[id] for id in group}) for group in self.siblings)
        return any(self._holds_telling(list(known.items()), {}, ()) for known in zeros)

    def _holds_telling(
        self, known: Sequence[tuple[Id, Vector[Id]]], chosen: Vector[Id], own: tuple[Id, ...]
    ) -> bool:
        """Whether ``chosen`` plus some of the known combinations is a plain sum that may not
        be told; each combination has an id of its own, which then is in the sum.
        """
        if chosen and set(chosen.values()) == {1} and self._secret(chosen):
            return True
        for turn, (id, combination) in enumerate(known, 1):
            # A sum that may be told stays so with more people in it: no need to look further.
            ids = (*own, id)
            if self._secret(ids) and self._holds_telling(
                known[turn:], plus(chosen, combination), ids
            ):
                return True
        return False

    def _secret(self, ids: Collection[Id]) -> bool:
        """Whether the sum of these may not be known; a held cell by itself may not."""
        alone = len(ids) == 1 and self.cells[next(iter(ids))].held
        return alone or telling(_summed(self.cells, ids)) is not None


def _summed(cells: Mapping[Id, Cell], ids: Iterable[Id]) -> Marks:
    return tuple(map(sum, zip(*(cells[id].marks for id in ids), strict=True)))
