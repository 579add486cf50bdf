"""Gathering the evidence: for each unit and period, all that an indicator may look at."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from sqlalchemy import Connection

from analytics.numbers import heaps, volumes
from analytics.numbers.asks import Ask, TooManyDays
from analytics.numbers.estimates import Evidence, Replies, Stratum
from analytics.numbers.heaps import Heap
from analytics.numbers.replies import replies
from analytics.numbers.volumes import Closed
from analytics.numbers.waiting import waiting
from surveys.counts import Counts

Place = tuple[int, date]
"""A unit and the first day of a period."""

# All that a stratum weighs, and all that it is told of.
_MARKS: Final = tuple(f"o{mark}" for mark in range(1, 6))

Key = TypeVar("Key", bound=Hashable)
Groups = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Evidence, and the counts among it that nobody doubts."""

    evidence: Evidence
    unflagged: Counts


def gather(
    connection: Connection, ask: Ask, groups: Groups, *, with_replies: bool = False
) -> dict[Place, Gathered]:
    """The evidence of every unit and period that is asked for, in a constant number of queries.

    Args:
        connection: one snapshot.
        groups: the group of each service.
        with_replies: look up what citizens were answered; of no channel's responses that is told.

    Raises:
        TooManyDays: see ``Ask.pieces``.
    """
    late = waiting(connection, ask)
    said = [*heaps.read(connection, ask), *_owned(ask, late)]
    place = _placing(ask)
    counts = _piled(said, place)
    unflagged = _piled((heap for heap in said if not heap.flagged), place)
    rates, strata = _set_against_volumes(connection, ask, late, groups)
    replied = _replied(connection, ask) if with_replies else None
    none = Counts.zero()
    return {
        at: Gathered(
            Evidence(
                counts.get(at, none),
                rates.get(at),
                strata.get(at, ()),
                None if replied is None else replied.get(at, Replies()),
            ),
            unflagged.get(at, none),
        )
        for at in ((unit, period.start) for unit in ask.unit_ids for period in ask.periods)
    }


def by_service(connection: Connection, ask: Ask) -> dict[int, Counts]:
    """The counts of the whole range for each service that was rated; 0 where none was named."""
    said = [*heaps.read(connection, ask, by_service=True), *waiting(connection, ask)]
    piled = _piled(said, lambda heap: heap.service_id)
    return {service_id: counts for service_id, counts in piled.items() if counts}


def _replied(connection: Connection, ask: Ask) -> dict[Place, Replies] | None:
    if ask.channel is not None:
        return None
    starts = [period.start for period in ask.periods]
    return replies(
        connection,
        ask,
        lambda unit_id, day: (ask.owner(unit_id), starts[bisect_right(starts, day) - 1]),
    )


def _owned(ask: Ask, late: Iterable[Heap]) -> list[Heap]:
    return [heap._replace(unit_id=ask.owner(heap.unit_id)) for heap in late]


def _placing(ask: Ask) -> Callable[[Heap | Closed], Place]:
    starts = [period.start for period in ask.periods]
    return lambda row: (row.unit_id, starts[bisect_right(starts, row.day) - 1])


def _piled(said: Iterable[Heap], key: Callable[[Heap], Key]) -> dict[Key, Counts]:
    piles: dict[Key, list[Counts]] = defaultdict(list)
    for heap in said:
        piles[key(heap)].append(heap.counts)
    return {at: Counts.total(pile) for at, pile in piles.items()}


def _set_against_volumes(
    connection: Connection, ask: Ask, late: Sequence[Heap], groups: Groups
) -> tuple[dict[Place, tuple[int, int]], dict[Place, list[Stratum]]]:
    """Answers and transactions, and the strata by service group, where volumes are known."""
    # Only some of those who were served got a slip: no volume says how many.
    closed = [] if ask.verified else volumes.closed(connection, ask)
    if not closed:
        return {}, {}
    rates = _rates(ask, closed, volumes.answered(connection, ask, late))
    # The volume of one service is one stratum: nothing to weigh.
    if ask.service_ids is not None:
        return rates, {}
    try:
        said = heaps.read(connection, ask, by_service=True, counters=_MARKS)
    except TooManyDays:
        return rates, {}
    return rates, _strata(ask, closed, [*said, *_owned(ask, late)], groups)


def _rates(
    ask: Ask, closed: Iterable[Closed], answered: list[Heap] | None
) -> dict[Place, tuple[int, int]]:
    if answered is None:
        return {}
    place = _placing(ask)
    answers = _piled(_owned(ask, answered), place)
    transactions: dict[Place, int] = defaultdict(int)
    for row in closed:
        transactions[place(row)] += row.closed
    none = Counts.zero()
    return {at: (_finished(answers.get(at, none)), n) for at, n in transactions.items()}


def _finished(counts: Counts) -> int:
    """Responses about an errand that came to its end: only such a one is a transaction."""
    return counts["responses"] - counts["unfinished"]


def _strata(
    ask: Ask, closed: Iterable[Closed], said: Iterable[Heap], groups: Groups
) -> dict[Place, list[Stratum]]:
    place = _placing(ask)

    def stratum(row: Heap | Closed) -> tuple[Place, int]:
        return place(row), groups.get(row.service_id, 0)

    counts = _piled(said, stratum)
    known: dict[tuple[Place, int], int] = defaultdict(int)
    for row in closed:
        known[stratum(row)] += row.closed
    strata: dict[Place, list[Stratum]] = defaultdict(list)
    for at, group in sorted({*counts, *known}):
        # Transactions of no known service say nothing about answers of no known service.
        volume = known.get((at, group)) if group else None
        marks = counts.get((at, group), Counts.zero()).marks
        # What was taken back whole, or moved to another service, leaves nothing.
        if volume is None and not any(marks):
            continue
        strata[at].append(Stratum(Counts.of(**dict(zip(_MARKS, marks, strict=True))), volume))
    return strata
