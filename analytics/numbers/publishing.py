"""Publishing: closed months and quarters enter the published table, what is small withheld.

A cell is written when its period has closed, and again only when at least ten answers came since,
so that no two editions differ by a few people; or at the yearly revision, the first edition of a
calendar year, which writes all cells anew and so keeps their sums whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from analytics.numbers.asks import Scope
from analytics.numbers.editions import Cell, Row, Standing, row_of, standing, write
from analytics.numbers.families import Family, families
from analytics.numbers.gathering import Gathered, gather
from analytics.numbers.indicators import measure
from analytics.numbers.published import PublishedKind
from analytics.numbers.readers import ask_for
from analytics.numbers.turnout import turnout
from analytics.numbers.withholding import Reasons, reason_for, reasons_of
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
    came = turnout(connection, known, family, span)
    published = standing(connection, family.units, span)
    due = {cell for cell in came if cell not in published or published[cell].due(came[cell], today)}
    # A city is published as its whole tree; its own responses are a part that is never told.
    due -= {cell for cell in due if cell.unit_id == family.city and not cell.tree}
    if not due:
        return
    found = _gather(connection, known, family, span)
    reasons = _reasons(found, came, {cell: published[cell] for cell in published.keys() - due})
    for cell in sorted(due):
        told = measure(found[cell].evidence)
        why = {id: reason_for(id, cell.place, told[id], reasons) for id in told}
        answers = {"answers": came[cell]}
        yield cell, [row_of(cell, id, told[id], why[id]) | answers for id in told]


def _gather(
    connection: Connection, known: Register, family: Family, span: Period
) -> dict[Cell, Gathered]:
    """The evidence of all months of a span, and of the whole of it."""
    found: dict[Cell, Gathered] = {}
    kinds: tuple[PublishedKind, ...] = ("month", "quarter")
    for kind in kinds:
        of: list[tuple[tuple[int, ...], Scope]] = [(family.units, "own")]
        of += [((family.city,), "tree")] if family.city is not None else []
        for unit_ids, scope in of:
            ask = ask_for(known, unit_ids, scope, span.start, span.end, kind)
            gathered = gather(connection, ask, known.service_groups)
            for (unit_id, start), evidence in gathered.items():
                found[Cell(unit_id, kind, start, scope == "tree")] = evidence
    return found


def _reasons(
    found: Mapping[Cell, Gathered], cells: Iterable[Cell], stays: Mapping[Cell, Standing]
) -> Reasons:
    own = {
        (cell.unit_id, cell.start.month): found[cell].evidence.counts
        for cell in cells
        if cell.kind == "month" and not cell.tree
    }
    stands = {
        (cell.place, question) for cell, as_it_is in stays.items() for question in as_it_is.told
    }
    return reasons_of(own, stands)
