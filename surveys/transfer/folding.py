"""Responses as they stand: what was said at once and what was added later, in one piece.

Read in the order of units and days, what waits beside what is sealed, so that however many there
are only one day of one unit is in memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, func, literal, or_, select

from surveys.counts import ADDITION, EXCLUSION, RESPONSE
from surveys.places import UnitPath
from surveys.responses import ITEMS, Comment, Entry, Import, Pending

# Rows fetched at a time.
_FETCHED = 2000
_COLUMNS = (
    *("id", "kind", "key", "unit_id", "day", "touchpoint_id", "service_id", "survey_version_id"),
    *("channel", "locale", "given_ms", "extra", "simulated", *ITEMS),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which responses: days from ``start`` (included) to ``end`` (excluded), of all or of a unit.

    ``below`` adds the units that were below it on the day of the response.
    """

    start: date | None = None
    end: date | None = None
    unit_id: int | None = None
    below: bool = False


@dataclass(slots=True)
class Standing:
    """A response as it stands; ``said`` are the columns that nothing later changes."""

    said: Row[Any]
    items: dict[str, int]
    extra: dict[str, Any]
    service_id: int | None
    comment: str | None
    # 1, or 0 once it is excluded
    counts: int = 1


def standing(connection: Connection, wanted: Wanted) -> Iterator[Standing]:
    """Every response that counts, by unit and day.

    Those that wait to be sealed are there; those of an open import and excluded ones are not.

    Args:
        connection: one snapshot (``reading``).
    """
    paths = _paths(connection, wanted)
    sealed = _narrowed(_sealed(), Entry, wanted, paths)
    waiting = _narrowed(_waiting(), Pending, wanted, paths)
    streaming = connection.execution_options(yield_per=_FETCHED)
    place = attrgetter("unit_id", "day")
    # Where two are of one place, `merge` keeps their order: the ledger comes first.
    rows = merge(streaming.execute(sealed), streaming.execute(waiting), key=place)
    for _, there in groupby(rows, key=place):
        yield from (response for response in fold(there) if response.counts > 0)


def count(connection: Connection, wanted: Wanted) -> int:
    """About how many ``standing`` will give: excluded ones are still among them."""
    paths = _paths(connection, wanted)
    queries = (
        _narrowed(select(table.id).where(table.kind == RESPONSE), table, wanted, paths)
        for table in (Entry, Pending)
    )
    counts = (select(func.count()).select_from(q.order_by(None).subquery()) for q in queries)
    return sum(connection.scalar(found) or 0 for found in counts)


def any_simulated(connection: Connection, wanted: Wanted) -> bool:
    """Whether one of the wanted responses was made up for a demonstration."""
    paths = _paths(connection, wanted)
    return any(
        connection.scalar(
            _narrowed(select(table.id).where(table.simulated), table, wanted, paths)
            .order_by(None)
            .limit(1)
        )
        for table in (Entry, Pending)
    )


def _paths(connection: Connection, wanted: Wanted) -> dict[int, int] | None:
    """The frozen paths under which the wanted responses count, and their units; None for all."""
    if wanted.unit_id is None:
        return None
    found = {}
    for path in connection.execute(select(UnitPath.__table__)):
        above = {int(unit) for unit in path.ancestors.split(".") if unit}
        if path.unit_id == wanted.unit_id or (wanted.below and wanted.unit_id in above):
            found[path.id] = path.unit_id
    return found


def _sealed() -> Select[Any]:
    columns = [getattr(Entry, name) for name in _COLUMNS]
    return (
        select(*columns, Entry.sign, Comment.text.label("comment"))
        .outerjoin(Comment, Comment.entry_id == Entry.id)
        .where(Entry.kind <= EXCLUSION)
    )


def _waiting() -> Select[Any]:
    columns = [getattr(Pending, name) for name in _COLUMNS]
    closed = select(Import.id).where(Import.closed_at.is_not(None))
    return select(*columns, literal(1).label("sign"), Pending.comment).where(
        or_(Pending.import_id.is_(None), Pending.import_id.in_(closed))
    )


def _narrowed(
    query: Select[Any],
    table: type[Entry] | type[Pending],
    wanted: Wanted,
    paths: dict[int, int] | None,
) -> Select[Any]:
    if paths is not None:
        query = query.where(table.unit_id.in_(set(paths.values())), table.path_id.in_(paths))
    if wanted.start:
        query = query.where(table.day >= wanted.start)
    if wanted.end:
        query = query.where(table.day < wanted.end)
    return query.order_by(table.unit_id, table.day, table.id)


def fold(rows: Iterable[Row[Any]]) -> list[Standing]:
    """The responses that rows of one unit and day make, the oldest row first.

    An item that was stated once stays as it was; of several comments the latest stands.
    """
    responses: dict[str, Standing] = {}
    for row in rows:
        if row.kind == RESPONSE:
            responses[row.key] = Standing(
                row, _stated(row), row.extra or {}, row.service_id, row.comment
            )
        elif response := responses.get(row.key):
            _add(response, row)
    return list(responses.values())


def _add(response: Standing, row: Row[Any]) -> None:
    if row.kind == EXCLUSION:
        response.counts += row.sign
    if row.kind == ADDITION:
        response.items = _stated(row) | response.items
        response.extra = (row.extra or {}) | response.extra
        response.comment = row.comment or response.comment
    if row.sign > 0:
        response.service_id = response.service_id or row.service_id


def _stated(row: Row[Any]) -> dict[str, int]:
    return {name: getattr(row, name) for name in ITEMS if getattr(row, name) is not None}
