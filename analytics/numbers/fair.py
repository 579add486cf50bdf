"""A fair comparison of the units of a tree: each beside the others, its mix of services apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from analytics.numbers import heaps
from analytics.numbers.comparison import Funnel, Ranks, Told, funnel, rank_intervals
from analytics.numbers.estimates import TOO_FEW_UNDER
from analytics.numbers.readers import ask_for, read_by
from analytics.numbers.standardising import Standardised, direct, expected, rates
from surveys.counts import Counts
from surveys.days import Period
from surveys.register import Register

_MARKS = tuple(f"o{mark}" for mark in range(1, 6))

Mix = dict[int, Told]
"""(satisfied, all) by service group, 0 where nobody named a service."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The units of a tree over a period.

    Attributes:
        plain: each by its own share.
        adjusted: each as it would be with the mix of services of all.
        direct: the share at the common mix, for units with ten answers in every service group.
        ranks: between which places each may truly stand; to argue with, never to print as a list.
        too_few: units with under ten answers, of which nothing is said.
    """

    plain: Funnel[int]
    adjusted: Funnel[int]
    direct: dict[int, Standardised]
    ranks: dict[int, Ranks]
    too_few: dict[int, int]


def compare(connection: Connection, register: Register, slug: str, period: Period) -> Comparison:
    """How the units below one stand against each other in satisfaction.

    Units that existed on some of the days are compared by what was said of them then.

    Raises:
        UnknownUnit: there is no such thing.
        TooManyDays: the borders lie within months, and there are too many days between them.
    """
    mixes = read_mixes(connection, register, slug, period)
    return compared(mixes)


def compared(mixes: Mapping[int, Mix]) -> Comparison:
    """The same of units whose answers are known: (satisfied, all) by unit and service group."""
    sums = {id: _summed(mix) for id, mix in mixes.items()}
    too_few = {id: n for id, (_x, n) in sums.items() if n < TOO_FEW_UNDER}
    told = {id: sum_ for id, sum_ in sums.items() if id not in too_few}
    spoken = {id: mixes[id] for id in told}
    usual, common = rates(spoken), _common(spoken)
    own = {id: found for id, mix in spoken.items() if (found := direct(mix, common))}
    return Comparison(
        funnel(told),
        funnel(told, {id: expected(mix, usual) for id, mix in spoken.items()}),
        own,
        rank_intervals(told),
        too_few,
    )


def read_mixes(
    connection: Connection, register: Register, slug: str, period: Period
) -> dict[int, Mix]:
    """(satisfied, all) of every unit below one that was ever rated in the period, by group."""
    top = register.find_unit(slug)
    ask = ask_for(register, (top,), "tree", period.start, period.end)
    units = {unit for _span, members in ask.members for unit in members if unit != top}
    if not units:
        return {}
    own = ask_for(register, tuple(sorted(units)), "own", period.start, period.end)
    piles: dict[tuple[int, int], list[Counts]] = defaultdict(list)
    for heap in heaps.read(connection, read_by("staff", own), by_service=True, counters=_MARKS):
        group = register.service_groups.get(heap.service_id, 0)
        piles[heap.unit_id, group].append(heap.counts)
    mixes: dict[int, Mix] = defaultdict(dict)
    for (unit, group), pile in piles.items():
        marks = Counts.total(pile).marks
        mixes[unit][group] = (marks[3] + marks[4], sum(marks))
    return dict(mixes)


def _summed(mix: Mix) -> Told:
    return sum(x for x, _n in mix.values()), sum(n for _x, n in mix.values())


def _common(mixes: Mapping[int, Mix]) -> dict[int, float]:
    weights: dict[int, float] = defaultdict(float)
    for mix in mixes.values():
        for group, (_x, n) in mix.items():
            weights[group] += n
    return weights
