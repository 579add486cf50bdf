"""The register in memory: which touchpoint leads where, under whom, in which words.

The rating path asks nothing of the database: it looks here. The register is loaded whole (a city is
a few thousand rows) and replaced when its revision moves.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from surveys import days
from surveys.definitions import Definition
from surveys.naming import read_names
from surveys.places import Unit, UnitName, UnitParent, UnitPath
from surveys.services import Service, ServiceGroupName, ServiceName
from surveys.surveys import SurveyVersion
from surveys.touchpoints import Revision, Touchpoint, TouchpointName, TouchpointUnit
from surveys.words import Names, UnitNames

# Register rows without a known beginning count from here.
ALWAYS = date(1900, 1, 1)


class UnknownUnit(LookupError):
    """No unit has this slug."""


class UnknownTouchpoint(LookupError):
    """No touchpoint has this code."""


class UnknownService(LookupError):
    """No service has this code or slug."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a response counts: a unit with the ancestors of its day."""

    unit_id: int
    path_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Place:
    """A touchpoint as the rating path needs it."""

    id: int
    code: str
    state: str
    channel: int
    service_id: int | None
    survey_version_id: int
    # Since when (ms) it has led to which unit, oldest first.
    since: tuple[int, ...]
    units: tuple[int, ...]
    # The most responses of any one hour so far; what is too many follows from it.
    busiest_hour: int = 0

    def unit_at(self, ms: int) -> int:
        """The unit it led to at a time; before its first day, the first one."""
        return self.units[max(0, bisect_right(self.since, ms) - 1)]

    @property
    def unit_id(self) -> int:
        """The unit it leads to now."""
        return self.units[-1]


@dataclass(frozen=True, slots=True)
class Register:
    """Units, touchpoints and words at one revision."""

    revision: int
    places: dict[str, Place]
    slugs: dict[str, int]
    kinds: dict[int, str]
    parents: dict[int, list[tuple[date, date | None, int]]]
    paths: dict[tuple[int, str], int]
    unit_names: UnitNames
    place_names: Names
    service_names: Names
    service_slugs: dict[int, str]
    service_groups: dict[int, int]
    group_names: Names
    definitions: dict[int, Definition]
    # What ``locate`` has found already; a register lives for hours and is asked by every tap.
    _spots: dict[tuple[int, date], Spot] = field(default_factory=dict, repr=False, compare=False)

    def find_place(self, code: str) -> Place:
        """The touchpoint of a code that was read by ``codes.read_code``.

        Raises:
            UnknownTouchpoint: none has it.
        """
        try:
            return self.places[code]
        except KeyError:
            raise UnknownTouchpoint(code) from None

    def find_unit(self, slug: str) -> int:
        """The id of a unit.

        Raises:
            UnknownUnit: none has this slug.
        """
        try:
            return self.slugs[slug]
        except KeyError:
            raise UnknownUnit(slug) from None

    def slug_of(self, unit_id: int) -> str:
        """The slug of a unit, by its id."""
        return next(slug for slug, id_ in self.slugs.items() if id_ == unit_id)

    def code_of(self, touchpoint_id: int) -> str:
        """The code of a touchpoint, by its id."""
        return next(place.code for place in self.places.values() if place.id == touchpoint_id)

    def ancestors(self, unit_id: int, day: date) -> tuple[int, ...]:
        """The units above it on that day, from the root down to its parent."""
        above: list[int] = []
        parent = self._parent(unit_id, day)
        while parent is not None and parent not in above:
            above.append(parent)
            parent = self._parent(parent, day)
        return tuple(reversed(above))

    def _parent(self, unit_id: int, day: date) -> int | None:
        for start, end, parent in self.parents.get(unit_id, ()):
            if start <= day and (end is None or day < end):
                return parent
        return None

    def descendants(self, unit_id: int, day: date) -> list[int]:
        """The units below it on that day, in the order of their ids."""
        return sorted(u for u in self.kinds if unit_id in self.ancestors(u, day))

    def locate(self, place: Place, given_ms: int) -> Spot:
        """Where a response given at this time through this touchpoint counts, for ever."""
        unit, day = place.unit_at(given_ms), days.office_day(given_ms)
        spot = self._spots.get((unit, day))
        if spot is None:
            path_id = self.paths[unit, path_text(self.ancestors(unit, day))]
            spot = self._spots[unit, day] = Spot(unit, path_id, day)
        return spot


def path_text(ancestors: Iterable[int]) -> str:
    """Ancestor ids from the root to the parent, joined by dots."""
    return ".".join(map(str, ancestors))


def revision(connection: Connection) -> int:
    """The number that moves with every change of the register; 0 before the first."""
    found = select(Revision.number).where(Revision.part == "register")
    return connection.scalar(found) or 0


def load(connection: Connection) -> Register:
    """Read the whole register in a dozen queries."""
    parents: dict[int, list[tuple[date, date | None, int]]] = defaultdict(list)
    for p in connection.execute(select(UnitParent.__table__).order_by(UnitParent.valid_from)):
        parents[p.unit_id].append((p.valid_from, p.valid_to, p.parent_id))
    units = connection.execute(select(Unit.id, Unit.slug, Unit.kind)).all()
    paths = connection.execute(select(UnitPath.unit_id, UnitPath.ancestors, UnitPath.id))
    versions = connection.execute(select(SurveyVersion.id, SurveyVersion.definition))
    services = connection.execute(select(Service.id, Service.slug, Service.group_id)).all()
    kinds = {u.id: u.kind for u in units}
    return Register(
        revision=revision(connection),
        places=_places(connection),
        slugs={u.slug: u.id for u in units},
        kinds=kinds,
        parents=parents,
        paths={(unit_id, ancestors): id_ for unit_id, ancestors, id_ in paths},
        unit_names=UnitNames(read_names(connection, UnitName.unit_id).by_id, kinds),
        place_names=read_names(connection, TouchpointName.touchpoint_id),
        service_names=read_names(connection, ServiceName.service_id),
        service_slugs={s.id: s.slug for s in services},
        service_groups={s.id: s.group_id for s in services},
        group_names=read_names(connection, ServiceGroupName.group_id),
        definitions={v.id: Definition.parse(v.definition) for v in versions},
    )


def _places(connection: Connection) -> dict[str, Place]:
    leads: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for lead in connection.execute(
        select(TouchpointUnit.__table__).order_by(TouchpointUnit.since_ms)
    ):
        leads[lead.touchpoint_id].append((lead.since_ms, lead.unit_id))
    current = (
        select(SurveyVersion.survey_id, func.max(SurveyVersion.id).label("version"))
        .where(SurveyVersion.published_at.is_not(None))
        .group_by(SurveyVersion.survey_id)
        .subquery()
    )
    rows = connection.execute(
        select(Touchpoint.__table__, current.c.version).join(
            current, current.c.survey_id == Touchpoint.survey_id
        )
    )
    return {
        t.code: Place(
            id=t.id,
            code=t.code,
            state=t.state,
            channel=t.channel,
            service_id=t.service_id,
            survey_version_id=t.version,
            since=tuple(since for since, _ in leads[t.id]),
            units=tuple(unit for _, unit in leads[t.id]),
            busiest_hour=t.busiest_hour,
        )
        for t in rows
    }


def touch(connection: Connection) -> None:
    """Close a change of the register: freeze the paths it made possible, move its revision.

    Must be the last step of every transaction that changes units, parents or touchpoints.
    """
    _freeze_paths(connection)
    moved = update(Revision).where(Revision.part == "register").values(number=Revision.number + 1)
    if not connection.execute(moved).rowcount:
        connection.execute(insert(Revision).values(part="register", number=1))


def _freeze_paths(connection: Connection) -> None:
    register = load(connection)
    borders = {ALWAYS}
    for spans in register.parents.values():
        borders.update(day for start, end, _ in spans for day in (start, end) if day)
    wanted = {
        (unit, path_text(register.ancestors(unit, day)))
        for unit in register.kinds
        for day in borders
    }
    missing = sorted(wanted - register.paths.keys())
    if missing:
        connection.execute(
            insert(UnitPath), [{"unit_id": unit, "ancestors": path} for unit, path in missing]
        )
