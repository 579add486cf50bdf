"""From a figure to the rows of the ledger that it counts, and from a row to its figures.

A row tells marks, a day, a channel and a service: no comment, no time of day, no key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, func, select

from analytics.numbers.asks import Scope, on
from analytics.numbers.conditions import rows_asked
from analytics.numbers.estimates import TOO_FEW_UNDER
from analytics.numbers.published import ALL_SERVICES, Published
from analytics.numbers.readers import ask_for, find_services, read_by
from surveys.counts import EXCLUSION, FACTORS
from surveys.days import Period, next_start
from surveys.register import Register
from surveys.responses import CHANNELS, Entry, Screening, Seal

E = Entry.__table__.c
_SHOWN = (
    *(E.id, E.seal_id, E.kind, E.sign, E.day, E.unit_id, E.service_id, E.channel),
    *(E.survey_version_id, E.overall, *(E[name] for name in FACTORS)),
)


class TooFewRows(PermissionError):
    """Fewer than ten responses: a row would be one person's mark."""


class UnknownRow(LookupError):
    """No row of the ledger has this number, or it counts in no figure."""


@dataclass(frozen=True, slots=True)
class Traced:
    """What a figure counts.

    Attributes:
        rows: a portion of the entries; ``sign`` -1 takes back what an earlier one stated.
        entries: how many there are in all.
        n, satisfied: what their overall marks add up to.
    """

    rows: list[Any]
    entries: int
    n: int
    satisfied: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Which figure: a unit's own responses or its tree's, of some days, as of a seal."""

    unit: str
    scope: Scope
    span: Period
    seal: int
    service: str | None = None
    channel: str | None = None


def trace(
    connection: Connection, register: Register, figure: Figure, after: int = 0, limit: int = 100
) -> Traced:
    """The rows that a figure counts, by number, those behind ``after``.

    Raises:
        UnknownUnit, UnknownService, KeyError: there is no such thing.
        TooFewRows: under ten responses.
    """
    where = _where(connection, register, figure)
    overall = case((E.overall.is_(None), 0), else_=E.sign)
    good = case((E.overall >= 4, E.sign), else_=0)
    sums = select(func.count(), func.sum(overall), func.sum(good)).where(*where)
    entries, n, satisfied = connection.execute(sums).one()
    if (n or 0) < TOO_FEW_UNDER:
        raise TooFewRows
    screened = Screening.__table__.c
    asked = (
        select(*_SHOWN, func.coalesce(screened.flags, 0).label("flags"))
        .outerjoin(Screening.__table__, screened.response_id == E.response_id)
        .where(*where, E.id > after)
        .order_by(E.id)
        .limit(limit)
    )
    return Traced(list(connection.execute(asked)), int(entries), int(n), int(satisfied or 0))


def _where(connection: Connection, register: Register, figure: Figure) -> list[Any]:
    unit_id, span = register.find_unit(figure.unit), figure.span
    found = None
    if figure.service:
        found = find_services(connection, register, figure.service)
    # Of today nobody sees rows: one by one they would show who gave which mark.
    ask = replace(
        read_by("staff", ask_for(register, (unit_id,), figure.scope, span.start, span.end)),
        as_of=figure.seal,
        channel=CHANNELS[figure.channel] if figure.channel else None,
        service_ids=found,
    )
    return [E.kind <= EXCLUSION, on(E.day, ask.span), *rows_asked(ask, E)]


def find_row(connection: Connection, number: int) -> Any:
    """A row with its block.

    Raises:
        UnknownRow: there is none that counts.
    """
    block = Seal.__table__.c
    asked = (
        select(*_SHOWN, block.sealed_ms, block.hash)
        .join(Seal.__table__, block.id == E.seal_id)
        .where(E.id == number, E.kind <= EXCLUSION)
    )
    row = connection.execute(asked).first()
    if row is None:
        raise UnknownRow(number)
    return row


def published_of(connection: Connection, unit_id: int, limit: int = 60) -> list[Any]:
    """The published shares of satisfied of a unit, the newest period first."""
    row = Published.__table__.c
    asked = select(Published.__table__).where(row.unit_id == unit_id)
    asked = asked.where(row.service_group_id == ALL_SERVICES, row.indicator == "satisfaction")
    return list(connection.execute(asked.order_by(row.start.desc(), row.kind).limit(limit)))


def figures_with(connection: Connection, register: Register, row: Any) -> Iterator[Any]:
    """The published cells that a row counts in: of its unit, and of those above it that day."""
    above = register.ancestors(row.unit_id, row.day)
    for unit_id in (row.unit_id, *reversed(above)):
        for cell in published_of(connection, unit_id, limit=400):
            own = cell.unit_id == row.unit_id
            covers = cell.start <= row.day < end_of(cell) and row.seal_id <= cell.seal_id
            if covers and (own or cell.scope == "tree"):
                yield cell


def end_of(cell: Any) -> date:
    """The first day after a published cell."""
    return next_start(cell.start, cell.kind)
