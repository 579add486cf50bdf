"""How a unit stands: a period, the times before it, its services, its months, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from analytics.numbers import heaps
from analytics.numbers.asks import Ask
from analytics.numbers.bearings import Bearings, View, ask_of, find_bearings
from analytics.numbers.change import Change, change
from analytics.numbers.estimates import Estimate, Evidence
from analytics.numbers.heaps import Heap
from analytics.numbers.indicators import measure, satisfied
from analytics.numbers.past import SUMMED, Months, compare_with
from analytics.numbers.readers import ask_for, ended_on, read_by
from analytics.numbers.volumes import turned_in
from surveys import days
from surveys.counts import Counts
from surveys.days import Period
from surveys.register import Register

__all__ = [
    "Bearings",
    "Standing",
    "View",
    "ask_of",
    "find_bearings",
    "months_of",
    "stand",
    "stand_each",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is to be told of a view.

    Attributes:
        indicators: by id, of the period.
        unflagged: satisfaction without the responses in doubt, ``flagged`` of them.
        before: satisfaction in the period before.
        year_ago: satisfaction in the same time a year ago; None where it cannot be told.
        services: every service that was rated in the period, 0 where none was named.
        months: whole months up to the end of the period, oldest first.
        cut: the period in the pieces that were asked for.
    """

    indicators: dict[str, Estimate]
    unflagged: Estimate
    flagged: int
    before: Estimate
    change: Change | None
    year_ago: Estimate | None
    services: dict[int, Counts]
    months: Months
    cut: Months


def stand(connection: Connection, register: Register, view: View, first: date | None) -> Standing:
    """Read everything that a view tells, whole past days only.

    Args:
        connection: one snapshot.
        first: the unit's first day with ratings, where its baseline begins.

    Raises:
        UnknownUnit, UnknownService, KeyError: there is no such thing.
        TooManyDays: one service by days or weeks, over more than ``ROW_DAYS`` days.
    """
    asked = ask_of(register, view, view.period)
    said = heaps.read(connection, replace(asked, service_ids=None), by_service=True)
    services = _piled(said)
    heard = [heap for heap in said if _chosen(asked, heap)]
    counts = _total(heard)
    unflagged = _total(heap for heap in heard if not heap.flagged)
    months = months_of(connection, register, view, first)
    past = compare_with(connection, register, view, months)
    rate = turned_in(connection, asked) if view.plain else None
    now, before = measure(Evidence(counts, rate)), satisfied(past.before)
    return Standing(
        indicators=now,
        unflagged=satisfied(unflagged),
        flagged=counts["responses"] - unflagged["responses"],
        before=before,
        change=change(before, now["satisfaction"]),
        year_ago=satisfied(past.year_ago) if past.year_ago is not None else None,
        services=services,
        months=months,
        cut=past.cut,
    )


def stand_each(
    connection: Connection, register: Register, unit_ids: tuple[int, ...], period: Period
) -> dict[int, Estimate]:
    """Satisfaction of each unit's own responses in a period, in one query."""
    ask = ask_for(register, unit_ids, "own", period.start, period.end)
    said: dict[int, list[Counts]] = {unit_id: [] for unit_id in unit_ids}
    for heap in heaps.read(connection, read_by("staff", ask)):
        said[heap.unit_id].append(heap.counts)
    return {unit_id: satisfied(Counts.total(pile)) for unit_id, pile in said.items()}


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


def months_of(connection: Connection, register: Register, view: View, first: date | None) -> Months:
    """The whole months up to the end of the view or the unit, from its first on, in one query."""
    today = days.office_day(days.now_ms())
    ended = ended_on(register, register.find_unit(view.unit)) or date.max
    span = days.whole_months(first, min(view.period.end, today, ended)) if first else None
    if span is None:
        return []
    ask = replace(ask_of(register, view, span), bucket="month")
    ask = replace(ask, unit_ids=(*ask.unit_ids, *view.ancestry))
    months: dict[date, list[Counts]] = defaultdict(list)
    for heap in heaps.read(connection, ask, counters=SUMMED):
        months[days.first_day(heap.day, "month")].append(heap.counts)
    return [(period, Counts.total(months.get(period.start, ()))) for period in ask.periods]
