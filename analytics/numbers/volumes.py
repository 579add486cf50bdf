"""Volumes: how many transactions were closed, and how many answers came on the days we know it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, exists, func, select

from analytics.numbers import heaps
from analytics.numbers.asks import ROW_DAYS, Ask, Column
from analytics.numbers.conditions import keys_of, place
from analytics.numbers.heaps import Heap
from surveys.cells import DAY, OWN
from surveys.responses import Entry, Import
from surveys.volumes import Volume

ANSWERED: Final = ("responses", "unfinished")
"""The counters that ``answered`` is sure to fill."""

_ROW: Any = Volume.__table__.c
_LATER: Any = Volume.__table__.alias("later").c


class Closed(NamedTuple):
    """Transactions closed; ``unit_id``, ``day`` and ``service_id`` as in ``Heap``."""

    unit_id: int
    day: date
    service_id: int
    closed: int


def closed(connection: Connection, ask: Ask) -> list[Closed]:
    """The transactions of the units in scope, by service; of each place the newest known count."""
    keys = [*keys_of(ask, _ROW.unit_id, _ROW.day), _ROW.service_id]
    asked = (
        select(*keys, func.sum(_ROW.closed))
        .where(ask.inside(_ROW.unit_id, _ROW.day), *_known(ask), _newest(ask))
        .group_by(*keys)
    )
    names = [column.key for column in keys]
    return [
        Closed(*place(ask, ask.span, dict(zip(names, key, strict=True))), key[-1], int(total))
        for *key, total in connection.execute(asked)
    ]


def _known(ask: Ask) -> list[Column]:
    """The conditions for a volume that is known."""
    known: list[Column] = [_ROW.import_id.in_(_imports(ask))]
    if ask.service_ids is not None:
        known.append(_ROW.service_id.in_(ask.service_ids))
    return known


def _newest(ask: Ask) -> Column:
    """That no later known import corrects a volume; imports are numbered as they were closed."""
    same = (_LATER[name] == _ROW[name] for name in ("unit_id", "day", "service_id"))
    later = _LATER.import_id > _ROW.import_id
    return ~exists().where(*same, later, _LATER.import_id.in_(_imports(ask)))


def _imports(ask: Ask) -> Select[Any]:
    """The imports that are closed, and were at the seal."""
    imports = select(Import.id).where(Import.closed_at.is_not(None))
    if ask.sealed_at is None:
        return imports
    return imports.where(Import.closed_at <= ask.sealed_at)


def turned_in(connection: Connection, ask: Ask) -> tuple[int, int] | None:
    """Answers and closed transactions, both of the days whose volume is known, in one query.

    Args:
        ask: of all services and channels, without what waits.

    Returns:
        None where nothing is known to be closed.
    """
    closed = (
        select(func.sum(_ROW.closed))
        .where(ask.inside(_ROW.unit_id, _ROW.day), *_known(ask), _newest(ask))
        .scalar_subquery()
    )
    cell: Any = DAY.c
    total, answers = connection.execute(
        select(closed, func.sum(cell.responses - cell.unfinished)).where(
            cell.scope == OWN,
            cell.channel.in_(ask.channels),
            ask.inside(cell.unit_id, cell.day),
            _measured(ask, cell),
        )
    ).one()
    return (int(answers or 0), int(total)) if total else None


def answered(connection: Connection, ask: Ask, late: Iterable[Heap]) -> list[Heap] | None:
    """What was said at the units and on the days whose volume is known; None where nobody can tell.

    Args:
        late: what waits, from ``waiting``.
    """
    timely = _measured_late(connection, ask, list(late))
    if ask.service_ids is None and all(source == "cells" for source, _ in ask.pieces()):
        only = _measured(ask, DAY.c)
        return [*heaps.own_days(connection, ask, only, ANSWERED), *timely]
    if ask.span.days > ROW_DAYS:
        return None
    rows = heaps.from_rows(connection, ask, _measured(ask, Entry.__table__.c))
    return [*rows, *timely]


def _measured(ask: Ask, row: Any) -> Column:
    return exists(_days(ask).where(_ROW.unit_id == row.unit_id, _ROW.day == row.day))


def _days(ask: Ask) -> Select[Any]:
    return select(_ROW.unit_id, _ROW.day).where(*_known(ask))


def _measured_late(connection: Connection, ask: Ask, late: list[Heap]) -> list[Heap]:
    if not late:
        return []
    units, days = {heap.unit_id for heap in late}, {heap.day for heap in late}
    found = _days(ask).where(_ROW.unit_id.in_(units), _ROW.day.in_(days)).distinct()
    measured = {(unit, day) for unit, day in connection.execute(found)}
    return [heap for heap in late if (heap.unit_id, heap.day) in measured]
