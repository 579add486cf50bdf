"""Counting: what entries add to the cells, and cells brought up to date with it.

Everything that is written per entry would be paid by every tap. So entries that say the same in the
same place are put together by number, and only then looked at one by one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Any

from sqlalchemy import Connection, Table

from surveys.bulk import add_up
from surveys.cells import BELOW, CUBES, DAY, HOUR, OWN, SERVICE, SERVICE_DAY, TOUCHPOINT
from surveys.counts import COUNTERS, ENTRY_FIELDS, ERASURE, onehot
from surveys.days import first_day, office_time
from surveys.sealing.encoding import Columns

# Cells brought up to date by one statement.
_PORTION = 2000
# So many different ones are held in memory before they are added to their cells.
_ALIKE = 200_000
_NEEDED = {
    *("unit_id", "path_id", "touchpoint_id", "service_id", "channel", "given_ms", "day"),
    *ENTRY_FIELDS,
}

Key = tuple[Any, ...]
Tally = dict[Table, dict[Key, list[int]]]


class UnknownPath(LookupError):
    """An entry counts under ancestors that nobody knows any more; carries the path's id."""


class Counting:
    """Counts entries: like ones are put together first, then each kind is added to its cells.

    Args:
        ancestors: by path, the units above, in any order.
        base: a tally that has begun; it is added to.
    """

    def __init__(self, ancestors: Mapping[int, Sequence[int]], base: Tally | None = None) -> None:
        self._ancestors = ancestors
        self._whats = _Numbered()
        self._alike: dict[Table, Counter[Key]] = {cube: Counter() for cube in CUBES}
        self._tally: Tally = base or {cube: {} for cube in CUBES}

    def add(self, entries: Columns, flagged: Sequence[bool]) -> None:
        """Count entries, given as their columns; ``flagged`` says which are in doubt."""
        if max(entries["kind"]) >= ERASURE:
            counts = [kind < ERASURE for kind in entries["kind"]]
            entries = {name: list(compress(entries[name], counts)) for name in _NEEDED}
            flagged = list(compress(flagged, counts))
        stated = zip(*(entries[name] for name in ENTRY_FIELDS), strict=True)
        whats = [self._whats[what] for what in stated]
        common = (whats, *(entries[n] for n in ("path_id", "channel")), flagged, entries["unit_id"])
        for cube, places in _places(entries).items():
            self._alike[cube].update(zip(*common, *places, strict=True))
        if sum(map(len, self._alike.values())) > _ALIKE:
            self._put_away()

    def tally(self) -> Tally:
        """What was counted so far, per cube and cell key (the key columns in their order).

        Raises:
            UnknownPath: the ancestors of an entry are not known.
            KeyError: an entry states what no counter counts.
        """
        self._put_away()
        return self._tally

    def _put_away(self) -> None:
        said = [_stated(what) for what in self._whats]
        for cube, alike in self._alike.items():
            cells = self._tally[cube]
            for (what, path, channel, flagged, *place), times in alike.items():
                who = (channel, bool(flagged))
                for key in self._keys(cube, path, place):
                    cell = cells.get((*key, *who))
                    if cell is None:
                        cell = cells[*key, *who] = [0] * len(COUNTERS)
                    for counter, value in said[what]:
                        cell[counter] += value * times
            alike.clear()
        self._whats.clear()

    def _keys(self, cube: Table, path: int, place: list[Any]) -> Iterator[Key]:
        unit, *rest = place
        if cube is TOUCHPOINT:
            touchpoint, month = rest
            yield touchpoint, unit, month
            return
        if path not in self._ancestors:
            raise UnknownPath(path)
        if cube is SERVICE_DAY:
            for above in self._ancestors[path]:
                yield above, *rest
            return
        yield unit, OWN, *rest
        for above in self._ancestors[path]:
            yield above, BELOW, *rest


class _Numbered(dict[Key, int]):
    """Numbers what it is asked for, from 0 on: comparing numbers is cheaper."""

    def __missing__(self, what: Key) -> int:
        self[what] = number = len(self)
        return number


def _places(entries: Columns) -> dict[Table, list[Sequence[Any]]]:
    """What cells of a cube are told apart by, beside units, channels and doubts."""
    months = list(map(_month, entries["day"]))
    walls = [_wall(given_ms // 900_000) for given_ms in entries["given_ms"]]
    services = [service or 0 for service in entries["service_id"]]
    quarters = list(map(_quarter, entries["day"]))
    return {
        DAY: [entries["day"]],
        SERVICE: [months, services],
        SERVICE_DAY: [entries["day"], services],
        HOUR: [quarters, [day for day, _ in walls], [hour for _, hour in walls]],
        TOUCHPOINT: [entries["touchpoint_id"], months],
    }


@lru_cache(4096)
def _month(day: date) -> date:
    return first_day(day, "month")


@lru_cache(4096)
def _quarter(day: date) -> date:
    return first_day(day, "quarter")


@lru_cache(4096)
def _wall(quarter_hour: int) -> tuple[int, int]:
    """The weekday and the hour on the office wall; no clock on earth changes within 15 minutes."""
    wall = office_time(quarter_hour * 900_000)
    return wall.weekday(), wall.hour


@lru_cache(4096)
def _stated(what: Key) -> tuple[tuple[int, int], ...]:
    """The places of the counters that are not 0, with their values."""
    counts = onehot(*what)
    return tuple((place, value) for place, value in enumerate(counts.values) if value)


def fold(connection: Connection, counted: Tally) -> None:
    """Add a tally to the stored cells, in the order of their keys."""
    for cube, cells in counted.items():
        told = [(key, cell) for key, cell in sorted(cells.items()) if any(cell)]
        # Most entries state little: counters that none of them touches stay out of the statement.
        columns = zip(*(cell for _, cell in told), strict=True)
        touched = [place for place, column in enumerate(columns) if any(column)]
        rows = [(*key, *(cell[place] for place in touched)) for key, cell in told]
        names = [COUNTERS[place] for place in touched]
        for start in range(0, len(rows), _PORTION):
            add_up(connection, cube, names, rows[start : start + _PORTION])
