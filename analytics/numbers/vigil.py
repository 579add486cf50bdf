"""Vigil: the series of a unit that may raise a signal, at most three, and what they raise.

Neutral or dissatisfied overall; could not finish; and of the factors the one that was weakest
when the baseline was taken. Everything else is drawn, not signalled: with every series that is
watched the odds of a false alarm grow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.numbers.alarms import Alarm, alarms
from analytics.numbers.usual import Tally, Usual, usual
from surveys.counts import FACTORS, Counts

UNSATISFIED: Final = "unsatisfied"
UNFINISHED: Final = "could_not_finish"
FACTOR_SERIES: Final = tuple(f"factor.{name}" for name in FACTORS)

Days = Sequence[tuple[date, Counts]]
"""What was counted on each day, oldest first; days without answers may be missing."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One series: its id, what is usual for it, and every alarm since, oldest first."""

    series: str
    usual: Usual
    alarms: list[Alarm]


def tallies(days: Days, series: str) -> list[Tally]:
    """What counts against the unit in a series, day by day.

    Raises:
        KeyError: there is no such series.
    """
    if series == UNFINISHED:
        told = [Tally(day, c["unfinished"], c["responses"]) for day, c in days]
    else:
        told = [_unsatisfied(day, counts, series) for day, counts in days]
    return [one for one in told if one.n > 0]


def _unsatisfied(day: date, counts: Counts, series: str) -> Tally:
    if series == UNSATISFIED:
        marks = counts.marks
    elif series in FACTOR_SERIES:
        marks = counts.factor(series.removeprefix("factor."))
    else:
        raise KeyError(series)
    return Tally(day, sum(marks[:3]), sum(marks))


def baselines(days: Days, until: date, since: date | None = None) -> dict[str, Usual]:
    """What is usual for each series that is watched; those of which too little is known missing.

    Args:
        until: days from here on are not over yet.
        since: begin here, as after an event that breaks the series.
    """
    told = {UNSATISFIED: usual(tallies(days, UNSATISFIED), until, since)}
    told[UNFINISHED] = usual(tallies(days, UNFINISHED), until, since)
    factors = {one: usual(tallies(days, one), until, since) for one in FACTOR_SERIES}
    known = {one: level for one, level in factors.items() if level}
    if known:
        # The one that happened to be worst is held to what it happened to be: never too strictly.
        weakest = max(known, key=lambda one: known[one].share)
        told[weakest] = known[weakest]
    return {series: level for series, level in told.items() if level}


def watch_over(days: Days, until: date, frozen: Mapping[str, Usual]) -> list[Watched]:
    """All alarms of a unit since its baselines.

    Args:
        frozen: what is usual for each series, from ``baselines`` or as it was re-based.
    """
    return [
        Watched(series, level, alarms(tallies(days, series), level, until))
        for series, level in frozen.items()
    ]
