"""What waits: responses and additions that are not sealed yet, counted as if they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from analytics.numbers.asks import Ask, on
from analytics.numbers.conditions import rows_asked, whose
from analytics.numbers.heaps import Heap
from surveys.counts import ADDITION, ENTRY_FIELDS, RESPONSE, onehot
from surveys.responses import ITEMS, Import, Pending
from surveys.sealing.ledger import Line, earlier_facts, lines_of
from surveys.slips import Verified

_ROW: Any = Pending.__table__.c


def waiting(connection: Connection, ask: Ask) -> list[Heap]:
    """Heaps by day, of the unit that was rated even where a tree is asked for.

    Rows of an import count only once it is closed.
    """
    return [*_responses(connection, ask), *_additions(connection, ask)] if ask.waiting else []


def _here(ask: Ask) -> list[ColumnElement[bool]]:
    closed = select(Import.id).where(Import.closed_at.is_not(None))
    counts = or_(_ROW.import_id.is_(None), _ROW.import_id.in_(closed))
    vouched = [_ROW.key.in_(select(Verified.key))] if ask.verified else []
    return [*whose(ask, _ROW), on(_ROW.day, ask.span), counts, *vouched]


def _responses(connection: Connection, ask: Ask) -> Iterator[Heap]:
    flagged = (_ROW.flags != 0).label("flagged")
    keys = [_ROW.unit_id, _ROW.day, _ROW.service_id, flagged]
    stated = [_ROW[name] for name in ITEMS]
    asked = (
        select(*keys, func.count(), *stated)
        .where(_ROW.kind == RESPONSE, *_here(ask), *rows_asked(ask, _ROW))
        .group_by(*keys, *stated)
    )
    for unit_id, day, service_id, doubted, times, *items in connection.execute(asked):
        counts = onehot(RESPONSE, 1, *items).scaled(times)
        yield Heap(unit_id, day, service_id or 0, bool(doubted), counts)


def _additions(connection: Connection, ask: Ask) -> Iterator[Heap]:
    """What the additions will become when they are sealed, found by the sealer's own rules."""
    here = select(Pending.__table__).where(*_here(ask))
    additions = connection.execute(here.where(_ROW.kind == ADDITION).order_by(_ROW.id)).all()
    if not additions:
        return
    keys = select(Pending.key).where(Pending.kind == ADDITION)
    earlier = earlier_facts(connection, additions)
    for response in connection.execute(here.where(_ROW.kind == RESPONSE, _ROW.key.in_(keys))):
        # Counted with the responses already: it only has to be known.
        lines_of(response, earlier, 0)
    for addition in additions:
        for line in lines_of(addition, earlier, 0):
            if _asked(ask, line):
                yield _heap(line)


def _asked(ask: Ask, line: Line) -> bool:
    entry = line.entry
    # An addition names no service itself; its line has the one of its response.
    named = ask.service_ids is None or entry["service_id"] in ask.service_ids
    return named and entry["channel"] in ask.channels


def _heap(line: Line) -> Heap:
    entry = line.entry
    counts = onehot(*(entry[name] for name in ENTRY_FIELDS))
    flagged = bool(line.flags)
    return Heap(entry["unit_id"], entry["day"], entry["service_id"] or 0, flagged, counts)
