"""Daily counts of many units in one query: what the vigil is kept over."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final

from sqlalchemy import Connection, func, select

from analytics.numbers import heaps
from analytics.numbers.asks import Scope
from analytics.numbers.readers import ask_for, read_by
from surveys import days
from surveys.cells import DAY
from surveys.counts import FACTORS, Counts
from surveys.register import Register

NEEDED: Final = (
    *("responses", "unfinished"),
    *(f"o{mark}" for mark in range(1, 6)),
    *(f"{factor}{mark}" for factor in FACTORS for mark in range(1, 6)),
)


def read_days(
    connection: Connection,
    register: Register,
    unit_ids: tuple[int, ...],
    scope: Scope = "own",
    since: date | None = None,
) -> dict[int, list[tuple[date, Counts]]]:
    """What counts in the headline on each whole past day, oldest first, of what is sealed.

    Args:
        unit_ids: whose; with scope tree only one.
        since: from this day on; all days where not given.

    Returns:
        Every unit that was asked for; days without answers are missing.
    """
    today = days.office_day(days.now_ms())
    told: dict[int, dict[date, list[Counts]]] = {unit_id: defaultdict(list) for unit_id in unit_ids}
    first = since or connection.scalar(select(func.min(DAY.c.day)))
    if first is not None and first < today:
        ask = read_by("staff", ask_for(register, unit_ids, scope, first, today, "day"))
        for heap in heaps.read(connection, ask, counters=NEEDED):
            told[heap.unit_id][heap.day].append(heap.counts)
    return {
        unit_id: [(day, Counts.total(told[unit_id][day])) for day in sorted(told[unit_id])]
        for unit_id in unit_ids
    }
