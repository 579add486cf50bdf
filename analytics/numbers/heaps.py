"""Heaps: counts read from the cells or from the rows of the ledger, as fine as an ask needs them.

Cells and rows tell the same; the rows are added up by the database first, one line for each
different thing that was said, so that what an entry counts is decided in one place only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, exists, extract, func, or_, select

from analytics.numbers.asks import Ask, Column, on
from surveys.cells import DAY, OWN, SERVICE
from surveys.counts import COUNTERS, ENTRY_FIELDS, EXCLUSION, Counts, onehot
from surveys.days import Period
from surveys.responses import Entry, Screening
from surveys.slips import Verified

_STATED = tuple(name for name in ENTRY_FIELDS if name != "sign")


class Heap(NamedTuple):
    """Counts of a unit that belong together.

    Attributes:
        unit_id: whose they are; of a tree, the unit at its top.
        day: the day, or the first of the days they are of.
        service_id: 0 where nobody named one, or services were not told apart.
        flagged: whether they are of responses in doubt.
    """

    unit_id: int
    day: date
    service_id: int
    flagged: bool
    counts: Counts


def read(
    connection: Connection,
    ask: Ask,
    *,
    by_service: bool = False,
    counters: Sequence[str] = COUNTERS,
) -> list[Heap]:
    """What is sealed, from wherever it can be told.

    Args:
        by_service: tell services apart.
        counters: those that are needed; others may be left at zero.

    Raises:
        TooManyDays: see ``Ask.pieces``.
    """
    pieces = ask.pieces(by_service)
    cube = SERVICE if by_service or ask.service_ids is not None else DAY
    heaps: list[Heap] = []
    for source, span in pieces:
        if source == "cells":
            heaps += from_cells(connection, ask, cube, span, counters)
        elif source == "taken back":
            back = from_rows(connection, ask, span, by_service=by_service)
            heaps += (heap._replace(counts=heap.counts.scaled(-1)) for heap in back)
    if rows := [span for source, span in pieces if source == "rows"]:
        # Of a range that begins and ends within months both ends, in one query.
        whole = Period(rows[0].start, rows[-1].end)
        ends = or_(*(on(Entry.__table__.c.day, span) for span in rows))
        heaps += from_rows(connection, ask, whole, by_service=by_service, only=ends)
    return heaps


def from_cells(
    connection: Connection,
    ask: Ask,
    cube: Table,
    span: Period,
    counters: Sequence[str] = COUNTERS,
) -> Iterator[Heap]:
    """The counts of whole days (``DAY``) or whole months by service (``SERVICE``)."""
    where = [cube.c.unit_id.in_(ask.unit_ids), cube.c.scope.in_(ask.scopes)]
    return _summed(connection, ask, cube, span, where, counters)


def own_days(
    connection: Connection, ask: Ask, only: Column, counters: Sequence[str] = COUNTERS
) -> Iterator[Heap]:
    """The counts of those days and units in scope that a condition on ``DAY`` holds for."""
    where = [DAY.c.scope == OWN, ask.inside(DAY.c.unit_id, DAY.c.day), only]
    return _summed(connection, ask, DAY, ask.span, where, counters)


def _summed(
    connection: Connection,
    ask: Ask,
    cube: Table,
    span: Period,
    where: Sequence[Column],
    counters: Sequence[str],
) -> Iterator[Heap]:
    monthly = cube is SERVICE
    day = cube.c.month if monthly else cube.c.day
    keys = [*keys_of(ask, cube.c.unit_id, day, monthly), cube.c.flagged]
    if monthly:
        keys.append(cube.c.service_id)
        if ask.service_ids is not None:
            where = [*where, cube.c.service_id.in_(ask.service_ids)]
    sums = [func.sum(cube.c[name]) for name in counters]
    asked = select(*keys, *sums).group_by(*keys)
    asked = asked.where(*where, on(day, span), cube.c.channel_class.in_(ask.classes))
    for row in connection.execute(asked):
        summed = dict(zip(counters, map(int, row[len(keys) :]), strict=True))
        yield _heap(ask, span, keys, row, Counts.of(**summed))


def from_rows(
    connection: Connection,
    ask: Ask,
    span: Period,
    *,
    by_service: bool = False,
    only: Column | None = None,
) -> Iterator[Heap]:
    """The same from the entries themselves, for what no cube tells."""
    row: Any = Entry.__table__.c
    flagged = Screening.response_id.is_not(None).label("flagged")
    keys = [*keys_of(ask, row.unit_id, row.day), flagged]
    keys += [row.service_id] if by_service else []
    stated = [row[name] for name in _STATED]
    asked = (
        select(*keys, *stated, func.sum(row.sign))
        .join_from(Entry, Screening, Screening.response_id == row.response_id, isouter=True)
        .where(row.kind <= EXCLUSION, on(row.day, span), *rows_asked(ask, row))
        .group_by(*keys, *stated)
    )
    if only is not None:
        asked = asked.where(only)
    for *found, times in connection.execute(asked):
        kind, *items = found[len(keys) :]
        yield _heap(ask, span, keys, found, onehot(kind, 1, *items).scaled(int(times)))


def rows_asked(ask: Ask, row: Any) -> list[Column]:
    """The conditions on ``entry`` or ``pending`` that an ask makes, those of its days apart."""
    where = [row.channel.in_(ask.channels), *whose(ask, row)]
    if ask.service_ids is not None:
        where.append(row.service_id.in_(ask.service_ids))
    if ask.verified:
        # Where no slip was ever used, the database asks that once and reads no row.
        where += [exists(select(Verified.key)), row.key.in_(select(Verified.key))]
    if ask.as_of is not None:
        where.append(row.seal_id <= ask.as_of)
    return where


def whose(ask: Ask, row: Any) -> list[Column]:
    """Which rows of ``entry`` or ``pending`` count for those who are asked about."""
    if ask.scope == "own":
        return [row.unit_id.in_(ask.unit_ids)]
    # The paths decide; their units are what there is an index for.
    units, paths = zip(*ask.paths, strict=True) if ask.paths else ((), ())
    return [row.unit_id.in_(units), row.path_id.in_(paths)]


def keys_of(ask: Ask, unit: Column, day: Column, monthly: bool = False) -> list[Column]:
    """What to group by; ``place`` reads it back.

    Args:
        monthly: ``day`` is the first of a month already.
    """
    keys = [unit] if ask.scope == "own" else []
    if ask.grain == "day" or (ask.grain == "month" and monthly):
        keys.append(day.label("day"))
    elif ask.grain == "month":
        keys.append((extract("year", day) * 12 + extract("month", day) - 1).label("months"))
    return keys


def place(ask: Ask, span: Period, key: Mapping[Any, Any]) -> tuple[int, date]:
    """For whom, and in the bucket of which day, a group of rows counts."""
    day = key.get("day", span.start)
    if "months" in key:
        year, month = divmod(int(key["months"]), 12)
        day = date(year, month + 1, 1)
    return key.get("unit_id", ask.unit_ids[0]), max(day, ask.start)


def _heap(
    ask: Ask, span: Period, keys: Sequence[Column], row: Sequence[Any], counts: Counts
) -> Heap:
    key = dict(zip((column.key for column in keys), row, strict=False))
    return Heap(*place(ask, span, key), key.get("service_id") or 0, bool(key["flagged"]), counts)
