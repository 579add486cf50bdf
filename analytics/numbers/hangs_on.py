"""What satisfaction hangs on in a unit: its newest responses in which every factor has a mark."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, func, select

from analytics.numbers import heaps
from analytics.numbers.asks import Ask, Scope, on
from analytics.numbers.conditions import rows_asked
from analytics.numbers.drivers import ENOUGH, Drivers, Row, drivers
from analytics.numbers.readers import ask_for, read_by
from surveys.counts import EXCLUSION, FACTORS
from surveys.days import Period
from surveys.register import Register
from surveys.responses import Entry

MOST: Final = 2_000
"""So many responses with factors are looked at, the newest: the time it takes stays bounded."""


def read(
    connection: Connection, register: Register, slug: str, period: Period, scope: Scope = "own"
) -> tuple[Drivers | None, int, Period]:
    """How the factors go together with the overall mark, in what is sealed of whole past days.

    Returns:
        None under 100 responses with every mark, or where one never varies; how many responses
        have every mark; and the days they are of, from the newest back as far as was needed.

    Raises:
        UnknownUnit: there is no such thing.
        EmptyRange: the period has no days.
    """
    unit_id = register.find_unit(slug)
    ask = read_by("staff", ask_for(register, (unit_id,), scope, period.start, period.end))
    span = _newest(connection, ask)
    rows = _rows(connection, ask, span)
    n = sum(rows.values())
    return (_remembered(tuple(sorted(rows.items()))) if n >= ENOUGH else None), n, span


@lru_cache(maxsize=64)
def _remembered(rows: tuple[tuple[Row, int], ...]) -> Drivers | None:
    return drivers(dict(rows))


def _newest(connection: Connection, ask: Ask) -> Period:
    """The last days of the span that hold ``MOST`` responses with factors, or all of them."""
    told: Counter[date] = Counter()
    for heap in heaps.read(connection, replace(ask, bucket="day"), counters=("cn",)):
        told[heap.day] += heap.counts["cn"]
    start, heard = ask.span.end, 0
    for day in sorted(told, reverse=True):
        if heard >= MOST:
            break
        start, heard = day, heard + told[day]
    return Period(start, ask.span.end)


def _rows(connection: Connection, ask: Ask, span: Period) -> Counter[Row]:
    """How often each set of marks was given; what was added later counts with its response."""
    entry: Any = Entry.__table__.c
    items = (*FACTORS, "overall")
    marks = [func.coalesce(func.sum(entry.sign * entry[name]), 0).label(name) for name in items]
    each = (
        select(*marks)
        .where(entry.kind <= EXCLUSION, on(entry.day, span), *rows_asked(ask, entry))
        .group_by(entry.response_id)
        .subquery()
    )
    whole = [each.c[name] > 0 for name in items]
    asked = select(*(each.c[name] for name in items), func.count()).where(*whole)
    found = connection.execute(asked.group_by(*(each.c[name] for name in items)))
    return Counter({tuple(map(int, marks)): int(times) for *marks, times in found})
