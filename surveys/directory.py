"""The directory: every unit with its names, dated codes and successors, and how it is found."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from surveys.folding import fold
from surveys.places import Succession, Unit, UnitCode, UnitName, UnitParent
from surveys.register import ALWAYS, UnknownUnit
from surveys.words import unit_name

# Nobody types a longer name; a longer text need not be looked at.
LONGEST = 100
# What people put before a name, folded: "UBND P. Đằng Lâm, Q. Hải An". No name is told by it.
_OFFICE = "uy ban nhan dan"
_TITLES = {"ubnd", "p", "x", "q"}


class Dated(NamedTuple):
    """A fact from a day, None for ever, to a day (excluded), None for good."""

    value: str
    valid_from: date | None
    valid_to: date | None
    scheme: str = ""


class Heir(NamedTuple):
    """The other unit of a succession; see ``places.Succession``."""

    slug: str
    share: str
    effective_on: date
    performed_at: datetime | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit as the public may know it; ``parents`` and heirs name others by their slugs."""

    slug: str
    kind: str
    opened_on: date | None
    closed_on: date | None
    names: dict[str, str]
    folded: tuple[str, ...]
    codes: tuple[Dated, ...]
    parents: tuple[Dated, ...]
    predecessors: tuple[Heir, ...]
    successors: tuple[Heir, ...]

    def name(self, language: str) -> str:
        """Its name, with its type, as ``words.unit_name`` finds it."""
        return unit_name(self.names, self.kind, language)

    def exists(self, day: date) -> bool:
        """Whether it is there on a day, as far as the register knows."""
        begun = self.opened_on is None or self.opened_on <= day
        return begun and (self.closed_on is None or day < self.closed_on)

    def parent(self, day: date) -> str | None:
        """The slug of what it stands under on a day."""
        for span in self.parents:
            begun = span.valid_from is None or span.valid_from <= day
            if begun and (span.valid_to is None or day < span.valid_to):
                return span.value
        return None

    @property
    def words(self) -> set[str]:
        """The folded words of its names in all languages."""
        return {word for name in self.folded for word in name.split()}

    def rank(self, wanted: str) -> int | None:
        """How well it answers a folded text, 0 best; None when not at all."""
        if any(fold(code.value) == wanted for code in self.codes):
            return 0
        tests: tuple[Callable[[str], bool], ...] = (
            lambda name: name == wanted or name.endswith(f" {wanted}"),
            lambda name: wanted in name,
            lambda name: set(wanted.split()) <= set(name.split()),
        )
        fits = (place for place, test in enumerate(tests, 1) if any(map(test, self.folded)))
        return next(fits, None)


@dataclass(frozen=True, slots=True)
class Directory:
    """All units by slug, in the order of their Vietnamese names."""

    units: dict[str, Listed]

    def find(self, slug: str) -> Listed:
        """One unit.

        Raises:
            UnknownUnit: none has this slug.
        """
        try:
            return self.units[slug]
        except KeyError:
            raise UnknownUnit(slug) from None

    def search(self, text: str) -> list[Listed]:
        """The units whose name, in any language, or code answers to a text; best ones first.

        How it is typed does not matter (``folding.fold``). Units that have ended are found too.
        Where no name answers, a part of the text may be the name of what a unit stands under.
        """
        wanted = _plain(fold(text[:LONGEST]))
        ranked = [(unit.rank(wanted), unit) for unit in self.units.values()] if wanted else []
        found = [(rank, unit) for rank, unit in ranked if rank is not None]
        if not found and wanted:
            return self._with_parents(set(wanted.split()))
        return [unit for _, unit in sorted(found, key=lambda pair: pair[0])]

    def _with_parents(self, words: set[str]) -> list[Listed]:
        """The units whose own names and those above them have all the words; most own ones first.

        At least one of the words is in a name of the unit itself.
        """
        fitting = []
        for unit in self.units.values():
            own = words & unit.words
            if own and words - own <= self._words_above(unit):
                fitting.append((-len(own), unit))
        return [unit for _, unit in sorted(fitting, key=lambda pair: pair[0])]

    def _words_above(self, unit: Listed) -> set[str]:
        """The words of what it ever stood under, at any height."""
        above: set[str] = set()
        waiting = [unit.slug]
        while waiting:
            parents = {span.value for span in self.find(waiting.pop()).parents} - above
            above |= parents
            waiting += parents
        return {word for slug in above for word in self.find(slug).words}


def _plain(folded: str) -> str:
    """A folded text without the titles in it; as it is where it has nothing else."""
    words = folded.replace(_OFFICE, "").split()
    return " ".join(word for word in words if word not in _TITLES) or folded


def load(connection: Connection) -> Directory:
    """Read the directory, in five queries."""
    units = connection.execute(select(Unit.__table__)).all()
    slugs = {unit.id: unit.slug for unit in units}
    names = _by_unit(connection.execute(select(UnitName.__table__)))
    codes = _by_unit(connection.execute(select(UnitCode.__table__).order_by(UnitCode.valid_from)))
    parents = _by_unit(
        connection.execute(select(UnitParent.__table__).order_by(UnitParent.valid_from))
    )
    before, after = _heirs(connection, slugs)
    listed = [
        Listed(
            slug=unit.slug,
            kind=unit.kind,
            opened_on=unit.opened_on,
            closed_on=unit.closed_on,
            names={row.language: row.name for row in names[unit.id]},
            folded=tuple(row.folded for row in names[unit.id]),
            codes=tuple(_dated(row, row.code, row.scheme) for row in codes[unit.id]),
            parents=tuple(_dated(row, slugs[row.parent_id]) for row in parents[unit.id]),
            predecessors=tuple(before[unit.id]),
            successors=tuple(after[unit.id]),
        )
        for unit in units
    ]
    return Directory({unit.slug: unit for unit in sorted(listed, key=_alphabet)})


def _alphabet(unit: Listed) -> tuple[str, str]:
    return fold(unit.name("vi")), unit.slug


def _by_unit(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)
    return found


def _dated(row: Any, value: str, scheme: str = "") -> Dated:
    begins = None if row.valid_from == ALWAYS else row.valid_from
    return Dated(value, begins, row.valid_to, scheme)


def _heirs(
    connection: Connection, slugs: dict[int, str]
) -> tuple[dict[int, list[Heir]], dict[int, list[Heir]]]:
    before: dict[int, list[Heir]] = defaultdict(list)
    after: dict[int, list[Heir]] = defaultdict(list)
    for row in connection.execute(select(Succession.__table__).order_by(Succession.effective_on)):
        told = (row.share, row.effective_on, row.performed_at, row.basis)
        after[row.from_id].append(Heir(slugs[row.to_id], *told))
        before[row.to_id].append(Heir(slugs[row.from_id], *told))
    return before, after
