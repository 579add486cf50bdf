"""Heaps: counts read from the cells or from the rows of the ledger, as fine as an ask needs them.

Cells and rows tell the same; the rows are added up by the database first, one line for each
different thing that was said, so that what an entry counts is decided in one place only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Table,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from analytics.numbers.asks import Ask, Column, Source, on
from analytics.numbers.conditions import keys_of, place, rows_asked
from surveys.cells import DAY, OWN, SERVICE, SERVICE_DAY
from surveys.counts import COUNTERS, ENTRY_FIELDS, EXCLUSION, Counts, onehot
from surveys.days import Period
from surveys.responses import Entry, Screening

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
    """What is sealed, from wherever it can be told, in two queries at most.

    Args:
        by_service: tell services apart.
        counters: those that are needed; others may be left at zero.

    Raises:
        TooManyDays: see ``Ask.pieces``.
    """
    return read_each(connection, [ask], by_service=by_service, counters=counters)[0]


def read_each(
    connection: Connection,
    asks: Sequence[Ask],
    *,
    by_service: bool = False,
    counters: Sequence[str] = COUNTERS,
) -> list[list[Heap]]:
    """The same for several asks that differ in nothing but their days, in as many queries."""
    cells: list[_Part] = []
    rows: list[Select[Any]] = []
    for which, ask in enumerate(asks):
        pieces = ask.pieces(by_service)
        cube = SERVICE if by_service or ask.service_ids is not None else DAY
        finer = [(source, span) for source, span in pieces if source != "cells"]
        cells += [_Part(which, ask, cube, span) for source, span in pieces if source == "cells"]
        if ask.scope == "tree" and not ask.by_rows:
            # What was said of units below is in the cells of their days; the rest are few rows.
            cells += [
                _Part(which, ask, SERVICE_DAY, span, -1 if source == "taken back" else 1)
                for source, span in finer
            ]
            ask = replace(ask, scope="own")
        if finer:
            rows.append(_from_rows(which, ask, finer, by_service))
    told: list[list[Heap]] = [[] for _ask in asks]
    monthly = all(part.cube is SERVICE for part in cells)
    summed = [_summed(part, monthly, _whose(part), counters) for part in cells]
    for which, heap in _counted(connection, asks, summed, counters):
        told[which].append(heap)
    for which, heap in _stated(connection, asks, rows):
        told[which].append(heap)
    return told


def own_days(
    connection: Connection, ask: Ask, only: Column, counters: Sequence[str] = COUNTERS
) -> list[Heap]:
    """The counts of those days and units in scope that a condition on ``DAY`` holds for."""
    where = [DAY.c.scope == OWN, ask.inside(DAY.c.unit_id, DAY.c.day), only]
    summed = _summed(_Part(0, ask, DAY, ask.span), False, where, counters)
    return [heap for _which, heap in _counted(connection, [ask], [summed], counters)]


def from_rows(connection: Connection, ask: Ask, only: Column) -> list[Heap]:
    """The entries of an ask's days of which a condition on ``entry`` holds."""
    asked = _from_rows(0, ask, [("rows", ask.span)], by_service=False).where(only)
    return [heap for _which, heap in _stated(connection, [ask], [asked])]


class _Part(NamedTuple):
    """Cells that belong to the answer of one of several asks, and how they are added to it."""

    which: int
    ask: Ask
    cube: Table
    span: Period
    sign: int = 1


def _whose(part: _Part) -> list[Column]:
    cube = part.cube
    whose: list[Column] = [cube.c.unit_id.in_(part.ask.unit_ids)]
    return whose if cube is SERVICE_DAY else [*whose, cube.c.scope.in_(part.ask.scopes)]


def _summed(
    part: _Part, monthly: bool, where: Sequence[Column], counters: Sequence[str]
) -> Select[Any]:
    which, ask, cube, span, sign = part
    day = cube.c.month if cube is SERVICE else cube.c.day
    keys = [*keys_of(ask, cube.c.unit_id, day, monthly), cube.c.flagged]
    where = [*where, on(day, span), cube.c.channel.in_(ask.channels)]
    if cube is not DAY:
        keys.append(cube.c.service_id)
        if ask.service_ids is not None:
            where.append(cube.c.service_id.in_(ask.service_ids))
    first: list[Column] = [literal(which).label("which"), literal(sign).label("sign")]
    sums: list[Column] = [func.sum(cube.c[name]) for name in counters]
    return select(*[*first, *keys, *sums]).where(*where).group_by(*keys)


def _counted(
    connection: Connection,
    asks: Sequence[Ask],
    summed: Sequence[Select[Any]],
    counters: Sequence[str],
) -> Iterator[tuple[int, Heap]]:
    for row in _all(connection, summed):
        key = dict(zip(row._fields, row[: -len(counters)], strict=False))
        sums = (key["sign"] * int(one) for one in row[-len(counters) :])
        counts = Counts.of(**dict(zip(counters, sums, strict=True)))
        yield key["which"], _heap(asks[key["which"]], key, counts)


def _from_rows(
    which: int, ask: Ask, pieces: Sequence[tuple[Source, Period]], by_service: bool
) -> Select[Any]:
    """The entries themselves, for what no cube tells."""
    row: Any = Entry.__table__.c
    flagged = Screening.response_id.is_not(None).label("flagged")
    keys = [*keys_of(ask, row.unit_id, row.day), flagged]
    keys += [row.service_id] if by_service else []
    stated = [row[name] for name in _STATED]
    back = [on(row.day, span) for source, span in pieces if source == "taken back"]
    times = case((or_(*back), -row.sign), else_=row.sign) if back else row.sign
    return (
        select(literal(which).label("which"), *keys, *stated, func.sum(times))
        .join_from(Entry, Screening, Screening.response_id == row.response_id, isouter=True)
        .where(row.kind <= EXCLUSION, or_(*(on(row.day, span) for _source, span in pieces)))
        .where(*rows_asked(ask, row))
        .group_by(*keys, *stated)
    )


def _stated(
    connection: Connection, asks: Sequence[Ask], rows: Sequence[Select[Any]]
) -> Iterator[tuple[int, Heap]]:
    for row in _all(connection, rows):
        *keys, summed = tuple(row)
        key = dict(zip(row._fields, keys, strict=False))
        kind, *items = keys[-len(_STATED) :]
        counts = onehot(kind, 1, *items).scaled(int(summed))
        yield key["which"], _heap(asks[key["which"]], key, counts)


def _all(connection: Connection, asked: Sequence[Select[Any]]) -> Sequence[Row[Any]]:
    if not asked:
        return []
    return connection.execute(union_all(*asked) if len(asked) > 1 else asked[0]).all()


def _heap(ask: Ask, key: Mapping[str, Any], counts: Counts) -> Heap:
    at = place(ask, ask.span, key)
    return Heap(*at, key.get("service_id") or 0, bool(key["flagged"]), counts)
