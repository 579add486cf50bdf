"""Publishing: closed months and quarters enter the published table, what is small withheld.

A cell is written when its period has closed, and again only when at least ten answers came since,
so that no two editions differ by a few people. At the yearly revision, the first edition of a
calendar year, excluded responses go however few they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from sqlalchemy import Engine, func, select

from analytics.numbers.composing import compose
from analytics.numbers.editions import restamp, write
from analytics.numbers.families import families
from analytics.numbers.vintages import Atom, What, keep
from surveys import days, register
from surveys.cells import DAY
from surveys.database import reading, writing
from surveys.days import Period
from surveys.register import Register
from surveys.responses import Seal

Part = TypeVar("Part")

# SQLite's write lock keeps taps waiting: some 450 rows at a time.
_CELLS: Final = 30


def publish(
    engine: Engine,
    today: date,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> int:
    """Bring the published table up to date with what is sealed; a second time changes nothing.

    Reads each quarter in a snapshot of its own and writes in short transactions, so it can run
    beside a serving portal.

    Args:
        today: a period is closed when it ended before this day.
        progress: told how many quarters are done, of how many.

    Returns:
        How many cells were written.
    """
    with reading(engine) as connection:
        first = connection.scalar(select(func.min(DAY.c.day)))
        known = register.load(connection)
    if first is None:
        return 0
    start, end = days.first_day(first, "quarter"), days.first_day(today, "month")
    quarters, written = list(days.buckets(start, end, "quarter")), 0
    for done, quarter in enumerate(quarters, 1):
        written += _publish_quarter(engine, known, quarter, today)
        progress(done, len(quarters))
    return written


def _publish_quarter(engine: Engine, known: Register, span: Period, today: date) -> int:
    with reading(engine) as connection:
        seal_id = connection.scalar(select(func.max(Seal.id))) or 0
        edition = {"seal_id": seal_id, "published_on": today}
        composed = [
            compose(connection, known, family, span, today)
            for family in families(connection, known, span)
        ]
    cells = {
        cell: [edition | row for row in rows]
        for one in composed
        for cell, rows in one.cells.items()
    }
    for some in _portions(list(cells)):
        with writing(engine) as connection:
            write(connection, some, [row for cell in some for row in cells[cell]])
    for one in composed:
        if one.looked_at:
            with writing(engine) as connection:
                restamp(connection, *one.looked_at, edition)
    # Last: a run that was cut short finds the same months changed, and writes their cells anew.
    for one in composed:
        _keep(engine, "month", one.months, today)
        _keep(engine, "groups", one.groups, today)
    return len(cells)


def _keep(
    engine: Engine, what: What, counts: Mapping[Atom, Mapping[str, Any]], today: date
) -> None:
    for part in _portions(list(counts)):
        with writing(engine) as connection:
            keep(connection, what, {atom: counts[atom] for atom in part}, today)


def _portions(some: list[Part]) -> Iterator[list[Part]]:
    return (some[begin : begin + _CELLS] for begin in range(0, len(some), _CELLS))
