"""Turnout: which cells a quarter has, and how many responses each of them rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from analytics.numbers import heaps
from analytics.numbers.asks import Ask
from analytics.numbers.editions import Cell
from analytics.numbers.families import Family
from analytics.numbers.readers import ask_for
from surveys import days
from surveys.days import Period
from surveys.register import Register


def turnout(
    connection: Connection, register: Register, family: Family, span: Period
) -> dict[Cell, int]:
    """The responses of every unit that could be rated, or was, and of the city's whole tree.

    Args:
        span: the closed months of a quarter; only where it is whole the quarter has cells too.
    """
    came = dict.fromkeys(_months(family, span), 0)
    for ask in _asks(register, family, span):
        for heap in heaps.read(connection, ask, counters=("responses",)):
            cell = Cell(heap.unit_id, "month", heap.day, ask.scope == "tree")
            came[cell] = came.get(cell, 0) + heap.counts["responses"]
    if span.end == days.next_start(span.start, "quarter"):
        for month, responses in list(came.items()):
            quarter = month._replace(kind="quarter", start=span.start)
            came[quarter] = came.get(quarter, 0) + responses
    return came


def _months(family: Family, span: Period) -> Iterator[Cell]:
    for month in days.buckets(span.start, span.end, "month"):
        for unit_id in family.units:
            if family.had(unit_id, month):
                yield Cell(unit_id, "month", month.start, False)
        if family.city is not None:
            yield Cell(family.city, "month", month.start, True)


def _asks(register: Register, family: Family, span: Period) -> Iterator[Ask]:
    range_: tuple[date, date] = (span.start, span.end)
    yield ask_for(register, family.units, "own", *range_, "month")
    if family.city is not None:
        yield ask_for(register, (family.city,), "tree", *range_, "month")
