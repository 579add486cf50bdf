"""Building a pack: choose the data, let each section write itself."""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import version
from typing import Final

from sqlalchemy import Connection, func, select

from analytics.numbers.asks import Scope
from analytics.numbers.readers import UnknownSeal
from analytics.quality.pack.contents import Cut, Header, Pack
from analytics.quality.pack.registry import SECTIONS
from analytics.quality.pack.subject import Subject
from surveys import days
from surveys.days import BadPeriod, Period
from surveys.register import Register
from surveys.responses import Seal

DISTRIBUTION: Final = "hai-long"
_WITH_UNITS: Final = {"city", "urban_district", "rural_district", "district_city", "town"}


class NotBegun(BadPeriod):
    """No day of the period is over yet; carries its name."""


def build(
    connection: Connection,
    register: Register,
    unit_slug: str,
    period: Period,
    seal: int | None = None,
) -> Pack:
    """The pack of a unit's own figures, or of a city's whole tree, from sealed rows only.

    Args:
        connection: one snapshot (``reading``).
        period: a month, a quarter or a year; one that still runs is told up to yesterday.
        seal: the last block to read; None is the last one there is.

    Raises:
        UnknownUnit, UnknownSeal: there is no such thing.
        NotBegun: no day of the period is over.
        TooManyDays: an older seal, and a period longer than ``asks.ROW_DAYS`` days.
    """
    unit_id, today = register.find_unit(unit_slug), days.office_day(days.now_ms())
    if period.start >= today:
        raise NotBegun(period.label)
    covered = period if period.closed(today) else Period(period.start, today)
    last = connection.scalar(select(func.max(Seal.id))) or 0
    cut = _cut(connection, last if seal is None else seal)
    scope = scope_of(register, unit_id)
    subject = Subject(connection, register, unit_slug, scope, period, covered, cut, last)
    sections = tuple(chapter.of(subject) for chapter in SECTIONS.values())
    return Pack(_header(subject), sections)


def scope_of(register: Register, unit_id: int) -> Scope:
    """Whose figures are reviewed: of a city or a district of before 2025 the whole tree, of any
    other unit its own.
    """
    return "tree" if register.kinds[unit_id] in _WITH_UNITS else "own"


def _cut(connection: Connection, seal: int) -> Cut:
    if seal == 0:
        return Cut(0, None, "")
    found = connection.execute(select(Seal.sealed_ms, Seal.hash).where(Seal.id == seal)).first()
    if found is None:
        raise UnknownSeal(seal)
    return Cut(seal, days.moment(found.sealed_ms), found.hash.hex())


def _header(subject: Subject) -> Header:
    register = subject.register
    above = register.ancestors(subject.unit_id, subject.covered.end - timedelta(days=1))
    return Header(
        slug=subject.slug,
        unit=subject.unit_name(subject.unit_id),
        kind=register.kinds[subject.unit_id],
        above=subject.unit_name(above[-1]) if above else None,
        scope=subject.scope,
        period=subject.period,
        covered=subject.covered,
        provisional=subject.covered != subject.period or _cut_short(subject),
        cut=subject.cut,
        prepared_at=days.now(),
        version=version(DISTRIBUTION),
    )


def _cut_short(subject: Subject) -> bool:
    """Whether an older seal was chosen, from before the end of the period."""
    sealed_at, end = subject.cut.sealed_at, days.start_of(subject.period.end)
    return subject.cut.seal < subject.last and (sealed_at is None or days.to_ms(sealed_at) < end)
