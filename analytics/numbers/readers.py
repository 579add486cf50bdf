"""Who reads what: the command line right now, staff whole past days, a seal what it sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Literal

from sqlalchemy import Connection, select

from analytics.numbers.asks import Ask, Scope
from surveys import days
from surveys.days import Kind, Period
from surveys.register import Register, UnknownService
from surveys.responses import Seal
from surveys.services import ServiceCode

Reader = Literal["command", "staff", "sealed"]


class EmptyRange(ValueError):
    """The range ends before it begins; carries both days."""


class UnknownSeal(LookupError):
    """No seal has this number yet."""


def ask_for(
    register: Register,
    unit_ids: tuple[int, ...],
    scope: Scope,
    start: date,
    end: date,
    bucket: Kind | None = None,
) -> Ask:
    """An ask for all that is sealed of some units; ``end`` is excluded.

    Raises:
        EmptyRange: ``end`` is not after ``start``.
    """
    if start >= end:
        raise EmptyRange(start, end)
    paths = _paths(register, unit_ids[0]) if scope == "tree" else ()
    members = _members(register, unit_ids, scope, Period(start, end))
    return Ask(unit_ids, scope, start, end, bucket, paths=paths, members=members)


def ended_on(register: Register, unit_id: int) -> date | None:
    """The day from which a unit is no more; None of one that lives, and of the root."""
    spans = register.parents.get(unit_id)
    return spans[-1][1] if spans else None


def read_by(reader: Reader, ask: Ask) -> Ask:
    """The ask as this reader may make it."""
    if reader == "staff":
        return replace(ask, until=days.office_day(days.now_ms()))
    return replace(ask, waiting=reader == "command")


def sealed_up_to(connection: Connection, ask: Ask, as_of: int, last: int) -> Ask:
    """The ask as it stood when a block was sealed; cells tell it while no later one is.

    Raises:
        UnknownSeal: there is no such block.
    """
    if not 0 <= as_of <= last:
        raise UnknownSeal(as_of)
    sealed_ms = connection.scalar(select(Seal.sealed_ms).where(Seal.id == as_of)) or 0
    return replace(
        ask,
        as_of=as_of if as_of < last else None,
        sealed_at=days.moment(sealed_ms),
        waiting=False,
    )


def find_services(connection: Connection, register: Register, name: str) -> tuple[int, ...]:
    """The services that have this slug, or ever had this code.

    Raises:
        UnknownService: there is none.
    """
    coded = connection.scalars(select(ServiceCode.service_id).where(ServiceCode.code == name))
    named = (id_ for id_, slug in register.service_slugs.items() if slug == name)
    if found := tuple(sorted({*coded, *named})):
        return found
    raise UnknownService(name)


def _paths(register: Register, top: int) -> tuple[tuple[int, int], ...]:
    return tuple(
        (unit, path_id)
        for (unit, above), path_id in register.paths.items()
        if unit == top or str(top) in above.split(".")
    )


def _members(
    register: Register, unit_ids: tuple[int, ...], scope: Scope, span: Period
) -> tuple[tuple[Period, tuple[int, ...]], ...]:
    """The units in scope for each run of days between two changes of the register."""
    if scope == "own":
        return ((span, unit_ids),)
    top = unit_ids[0]
    borders = sorted({span.start, span.end, *_changes(register, span)})
    return tuple(
        (Period(start, end), (top, *register.descendants(top, start)))
        for start, end in pairwise(borders)
    )


def _changes(register: Register, span: Period) -> Iterator[date]:
    for spans in register.parents.values():
        for start, end, _parent in spans:
            yield from (day for day in (start, end) if day and span.start < day < span.end)
