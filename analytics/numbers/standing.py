"""How a unit stands: a period, the one before it, its services, its months, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, func, select

from analytics.numbers import heaps, volumes
from analytics.numbers.asks import Ask, Scope, TooManyDays
from analytics.numbers.change import Change, change
from analytics.numbers.estimates import Estimate, Evidence
from analytics.numbers.heaps import Heap
from analytics.numbers.indicators import measure
from analytics.numbers.readers import ask_for, read_by
from analytics.numbers.series import TODAY_FROM
from analytics.numbers.watch import Watch, watch, whole_months
from surveys import days
from surveys.cells import DAY
from surveys.counts import RESPONSE, Counts
from surveys.days import Period
from surveys.register import Register, UnknownService
from surveys.responses import CHANNELS, Entry, Pending, Seal

_A_YEAR = 12
_MARKS = tuple(f"o{mark}" for mark in range(1, 6))


@dataclass(frozen=True, slots=True)
class Bearings:
    """What has to be known before a period is chosen.

    Attributes:
        first, last: past days with ratings; None before the first one.
        today: how many responses came today; None while fewer than five.
        seal: the last block of the chain, 0 before the first.
    """

    first: date | None
    last: date | None
    today: int | None
    seal: int


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at; ``service`` is a slug, ``channel`` a name, None is all of them."""

    unit: str
    scope: Scope
    period: Period
    before: Period
    service: str | None = None
    channel: str | None = None

    @property
    def plain(self) -> bool:
        """Whether nothing but the period was chosen."""
        return self.service is None and self.channel is None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is to be told of a view.

    Attributes:
        indicators: by id, of the period.
        unflagged: satisfaction without the responses in doubt, ``flagged`` of them.
        before: satisfaction in the period before.
        services: every service that was rated in the period, 0 where none was named.
        watch: whole months up to the end of the period.
    """

    indicators: dict[str, Estimate]
    unflagged: Estimate
    flagged: int
    before: Estimate
    change: Change | None
    services: dict[int, Counts]
    watch: Watch


def find_bearings(
    connection: Connection, register: Register, unit_slug: str, scope: Scope
) -> Bearings:
    """One query for all of it."""
    unit_id, today = register.find_unit(unit_slug), days.office_day(days.now_ms())
    whole = days.period_of(today, "day")
    ask = ask_for(register, (unit_id,), scope, whole.start, whole.end)
    cells = [DAY.c.unit_id == unit_id, DAY.c.scope.in_(ask.scopes), DAY.c.day < today]
    first, last, sealed, waits, seal = connection.execute(
        select(
            select(func.min(DAY.c.day)).where(*cells).scalar_subquery(),
            select(func.max(DAY.c.day)).where(*cells).scalar_subquery(),
            _received(ask, Entry.__table__.c),
            _received(ask, Pending.__table__.c, Pending.import_id.is_(None)),
            select(func.max(Seal.id)).scalar_subquery(),
        )
    ).one()
    received = sealed + waits
    return Bearings(first, last, received if received >= TODAY_FROM else None, seal or 0)


def _received(ask: Ask, row: Any, *only: ColumnElement[bool]) -> ScalarSelect[int]:
    where = [*heaps.rows_asked(ask, row), row.day == ask.start, row.kind == RESPONSE, *only]
    return select(func.count()).where(*where).scalar_subquery()


def stand(connection: Connection, register: Register, view: View, first: date | None) -> Standing:
    """Read everything that a view tells, whole past days only.

    Args:
        connection: one snapshot.
        first: the unit's first day with ratings, where its baseline begins.

    Raises:
        UnknownUnit, UnknownService, KeyError: there is no such thing.
        TooManyDays: a channel that no cells tell apart, over more than ``ROW_DAYS`` days.
    """
    asked = ask_of(register, view, view.period)
    said = heaps.read(connection, replace(asked, service_ids=None), by_service=True)
    services = _piled(said)
    heard = [heap for heap in said if _chosen(asked, heap)]
    counts = _total(heard)
    unflagged = _total(heap for heap in heard if not heap.flagged)
    earlier = heaps.read(connection, ask_of(register, view, view.before), counters=_MARKS)
    before = _satisfaction(_total(earlier))
    rate = _answered(connection, asked) if view.plain else None
    now = measure(Evidence(counts, rate))
    return Standing(
        indicators=now,
        unflagged=_satisfaction(unflagged),
        flagged=counts["responses"] - unflagged["responses"],
        before=before,
        change=change(before, now["satisfaction"]),
        services=services,
        watch=_watched(connection, register, view, first),
    )


def stand_each(
    connection: Connection, register: Register, unit_ids: tuple[int, ...], period: Period
) -> dict[int, Estimate]:
    """Satisfaction of each unit's own responses in a period, in one query."""
    ask = ask_for(register, unit_ids, "own", period.start, period.end)
    said: dict[int, list[Counts]] = {unit_id: [] for unit_id in unit_ids}
    for heap in heaps.read(connection, read_by("staff", ask)):
        said[heap.unit_id].append(heap.counts)
    return {unit_id: _satisfaction(Counts.total(pile)) for unit_id, pile in said.items()}


def ask_of(register: Register, view: View, span: Period) -> Ask:
    """What a view asks of the counts of some days.

    Raises:
        UnknownUnit, UnknownService, KeyError: there is no such thing.
    """
    unit_id = register.find_unit(view.unit)
    ask = ask_for(register, (unit_id,), view.scope, span.start, span.end, None)
    return replace(
        read_by("staff", ask),
        service_ids=(_find_service(register, view.service),) if view.service else None,
        channel=CHANNELS[view.channel] if view.channel else None,
    )


def _find_service(register: Register, slug: str) -> int:
    for service_id, known in register.service_slugs.items():
        if known == slug:
            return service_id
    raise UnknownService(slug)


def _chosen(ask: Ask, heap: Heap) -> bool:
    return ask.service_ids is None or heap.service_id in ask.service_ids


def _total(said: Iterable[Heap]) -> Counts:
    return Counts.total(heap.counts for heap in said)


def _piled(said: Iterable[Heap]) -> dict[int, Counts]:
    piles: dict[int, list[Counts]] = defaultdict(list)
    for heap in said:
        piles[heap.service_id].append(heap.counts)
    totals = {service_id: Counts.total(pile) for service_id, pile in piles.items()}
    # A service that was rated today and never before in the period was taken back whole.
    return {service_id: counts for service_id, counts in totals.items() if counts}


def _satisfaction(counts: Counts) -> Estimate:
    return measure(Evidence(counts))["satisfaction"]


def _answered(connection: Connection, ask: Ask) -> tuple[int, int] | None:
    """Answers and closed transactions, both of the days whose volume is known."""
    closed = sum(row.closed for row in volumes.closed(connection, ask))
    if not closed:
        return None
    answered = _total(volumes.answered(connection, ask, []) or ())
    return answered["responses"] - answered["unfinished"], closed


def _watched(connection: Connection, register: Register, view: View, first: date | None) -> Watch:
    """The months up to the end of the view; of a channel told by rows the last year, no limits."""
    today = days.office_day(days.now_ms())
    span = whole_months(first, min(view.period.end, today)) if first else None
    if span is None:
        return watch([])
    ask, limits = replace(ask_of(register, view, span), bucket="month"), True
    try:
        ask.pieces()
    except TooManyDays:
        start = list(days.buckets(span.start, span.end, "month"))[-_A_YEAR:][0].start
        ask, limits = replace(ask, start=start), False
    months: dict[date, list[Counts]] = defaultdict(list)
    for heap in heaps.read(connection, ask, counters=_MARKS):
        months[days.first_day(heap.day, "month")].append(heap.counts)
    said = [(period, Counts.total(months.get(period.start, ()))) for period in ask.periods]
    return watch(said, limits)
