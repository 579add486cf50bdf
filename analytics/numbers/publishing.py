"""Publishing: closed months and quarters enter the published table, what is small withheld.

A cell is written when its period has closed, and again only when at least ten answers came since,
so that no two editions differ by a few people; or at the yearly revision, the first edition of a
calendar year, which writes all cells anew and so keeps their sums whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from analytics.numbers.editions import Cell, Row, Standing, row_of, standing, write
from analytics.numbers.families import Family, families
from analytics.numbers.gathering import Gathered, gather
from analytics.numbers.indicators import measure
from analytics.numbers.published import PublishedKind
from analytics.numbers.readers import ask_for
from analytics.numbers.withholding import reason_for, reasons_of
from surveys import days, register
from surveys.cells import DAY
from surveys.database import reading, writing
from surveys.days import Period
from surveys.register import Register
from surveys.responses import Seal

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
        written = {
            cell: [edition | row for row in rows]
            for family in families(connection, known, span)
            for cell, rows in _family(connection, known, family, span, today)
        }
    cells = list(written)
    for begin in range(0, len(cells), _CELLS):
        some = cells[begin : begin + _CELLS]
        with writing(engine) as connection:
            write(connection, some, [row for cell in some for row in written[cell]])
    return len(cells)


def _family(
    connection: Connection, known: Register, family: Family, span: Period, today: date
) -> Iterator[tuple[Cell, list[Row]]]:
    """The cells of one family that are due, each with its rows."""
    found = _gather(connection, known, family, span, "month")
    own = {
        (cell.unit_id, cell.start.month): gathered.evidence.counts
        for cell, gathered in found.items()
        if not cell.tree
    }
    if span.end == days.next_start(span.start, "quarter"):
        found |= _gather(connection, known, family, span, "quarter")
    published = standing(connection, family.units, span)
    due = [cell for cell in found if _due(cell, found[cell], published, today, family)]
    if not due:
        return
    stands = {
        (cell.place, id)
        for cell in found
        if cell in published and cell not in due
        for id in published[cell].told
    }
    reasons = reasons_of(own, stands)
    for cell in due:
        told = measure(found[cell].evidence)
        why = {id: reason_for(id, cell.place, told[id], reasons) for id in told}
        answers = found[cell].evidence.counts["responses"]
        yield cell, [row_of(cell, id, told[id], why[id]) | {"answers": answers} for id in told]


def _gather(
    connection: Connection, known: Register, family: Family, span: Period, kind: PublishedKind
) -> dict[Cell, Gathered]:
    """The evidence of the family's cells of one kind, of units that existed or were rated."""
    groups, range_ = known.service_groups, (span.start, span.end, kind)
    own = gather(connection, ask_for(known, family.units, "own", *range_), groups)
    found = {
        Cell(unit, kind, start, False): gathered
        for (unit, start), gathered in own.items()
        if gathered.evidence.counts or family.had(unit, days.period_of(start, kind))
    }
    if family.city is not None:
        tree = gather(connection, ask_for(known, (family.city,), "tree", *range_), groups)
        found |= {Cell(unit, kind, start, True): g for (unit, start), g in tree.items()}
    return found


def _due(
    cell: Cell,
    gathered: Gathered,
    published: Mapping[Cell, Standing],
    today: date,
    family: Family,
) -> bool:
    # A city is published as its whole tree; its own responses are only a part that is not told.
    if cell.unit_id == family.city and not cell.tree:
        return False
    answers = gathered.evidence.counts["responses"]
    return cell not in published or published[cell].due(answers, today)
