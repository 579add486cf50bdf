"""Cells: the counts of what was said, kept so that a page reads a few hundred rows, never all.

Four cubes, whose number of cells does not grow with the number of responses. A cell of scope "own"
counts what was said of the unit itself, "below" what was said of all units under it; the two
together are its tree. Cells are sums over ledger entries and nothing else: ``verify`` and
``rebuild`` make them again from the rows.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Boolean, Column, Connection, Date, Integer, SmallInteger, String, Table
from sqlalchemy.dialects import postgresql, sqlite

from surveys.counts import COUNTERS, add_onehot
from surveys.database import Base
from surveys.days import first_day, office_time

OWN, BELOW = "own", "below"
# SQLite's bound variables and PostgreSQL's memory both like small portions.
_PORTION = 500


def _cube(name: str, *keys: Column[object]) -> Table:
    shared: tuple[Column[object], ...] = (
        Column("channel_class", String(8), primary_key=True),
        Column("flagged", Boolean, primary_key=True),
    )
    counters = (Column(counter, Integer, nullable=False, default=0) for counter in COUNTERS)
    return Table(name, Base.metadata, *keys, *shared, *counters)


def _key(name: str, kind: type) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _scope() -> Column[object]:
    return Column("scope", String(5), primary_key=True)


DAY = _cube("cell_day", _key("unit_id", Integer), _scope(), _key("day", Date))
SERVICE = _cube(
    "cell_service",
    _key("unit_id", Integer),
    _scope(),
    _key("month", Date),
    # 0 where nobody named a service
    _key("service_id", Integer),
)
HOUR = _cube(
    "cell_hour",
    _key("unit_id", Integer),
    _scope(),
    _key("quarter", Date),
    # Monday is 0
    _key("weekday", SmallInteger),
    _key("hour", SmallInteger),
)
TOUCHPOINT = _cube(
    "cell_touchpoint",
    _key("touchpoint_id", Integer),
    _key("unit_id", Integer),
    _key("month", Date),
)
CUBES = (DAY, SERVICE, HOUR, TOUCHPOINT)


class Counted(NamedTuple):
    """What a ledger entry needs to say to be counted.

    ``items`` are ``kind, sign, overall ... unfinished, prior_a, prior_b`` in the order of
    ``counts.ENTRY_FIELDS``; ``ancestors`` the units above, in any order.
    """

    unit_id: int
    ancestors: tuple[int, ...]
    touchpoint_id: int
    service_id: int
    given_ms: int
    day: date
    channel_class: str
    flagged: bool
    items: Sequence[int | None]


Key = tuple[object, ...]
Tally = dict[Table, dict[Key, list[int]]]


def tally(entries: Iterable[Counted]) -> Tally:
    """Add up what the entries count, per cube and cell key (the key columns in their order)."""
    counted: Tally = {cube: {} for cube in CUBES}
    add_to(counted, entries)
    return counted


def add_to(counted: Tally, entries: Iterable[Counted]) -> None:
    """Add entries to a tally that has begun."""
    for entry in entries:
        _count(counted, entry)


def _count(counted: Tally, entry: Counted) -> None:
    month, quarter = first_day(entry.day, "month"), first_day(entry.day, "quarter")
    wall = office_time(entry.given_ms)
    who = (entry.channel_class, entry.flagged)
    place: Key = (entry.touchpoint_id, entry.unit_id, month, *who)
    keys: list[tuple[Table, Key]] = [(TOUCHPOINT, place)]
    for unit, scope in ((entry.unit_id, OWN), *((unit, BELOW) for unit in entry.ancestors)):
        keys.append((DAY, (unit, scope, entry.day, *who)))
        keys.append((SERVICE, (unit, scope, month, entry.service_id, *who)))
        keys.append((HOUR, (unit, scope, quarter, wall.weekday(), wall.hour, *who)))
    for cube, key in keys:
        cell = counted[cube].get(key)
        if cell is None:
            cell = counted[cube][key] = [0] * len(COUNTERS)
        add_onehot(cell, *entry.items)  # type: ignore[arg-type]


def fold(connection: Connection, counted: Tally) -> None:
    """Add a tally to the stored cells, in the order of their keys so that two never deadlock."""
    for cube, cells in counted.items():
        names = [column.name for column in cube.columns]
        rows = [
            dict(zip(names, (*key, *cell), strict=True))
            for key, cell in sorted(cells.items(), key=lambda item: tuple(map(str, item[0])))
            if any(cell)
        ]
        for start in range(0, len(rows), _PORTION):
            connection.execute(_upsert(connection, cube), rows[start : start + _PORTION])


def _upsert(connection: Connection, cube: Table) -> "sqlite.Insert | postgresql.Insert":
    if connection.dialect.name == "sqlite":
        lite = sqlite.insert(cube)
        return lite.on_conflict_do_update(
            index_elements=list(cube.primary_key.columns),
            set_={name: cube.c[name] + lite.excluded[name] for name in COUNTERS},
        )
    big = postgresql.insert(cube)
    return big.on_conflict_do_update(
        index_elements=list(cube.primary_key.columns),
        set_={name: cube.c[name] + big.excluded[name] for name in COUNTERS},
    )
