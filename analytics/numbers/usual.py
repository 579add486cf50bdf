"""What is usual for a series: its first twelve months with answers, frozen.

A baseline that followed the data would swallow a slow decline. It changes only where somebody
re-bases it with a reason, or where a marked event breaks the series.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from analytics.numbers.control import BASELINE, dispersion
from surveys.days import Period, first_day, next_start

LEAST: Final = 60
"""Answers under which twelve months do not say what is usual: five a month."""


class Tally(NamedTuple):
    """One day of a series: answers that count against the unit, of all answers."""

    day: date
    counted: int
    n: int


@dataclass(frozen=True, slots=True)
class Usual:
    """The level of a series over the months it was taken from.

    Attributes:
        counted, n: what was counted in them, and all answers.
        points: how many months had answers.
        wander: how many times more than chance the months differ, Laney's sigma of z; never
            under 1, for that months were alike by luck promises nothing.
    """

    period: Period
    counted: int
    n: int
    points: int
    wander: float = 1.0

    @property
    def share(self) -> float:
        """The level itself."""
        return self.counted / self.n


def monthly(days: Iterable[Tally]) -> list[tuple[Period, int, int]]:
    """Whole months with answers: the month, what was counted, and all; ``days`` oldest first."""
    months = []
    for start, some in groupby(days, key=lambda tally: first_day(tally.day, "month")):
        parts = list(some)
        counted, n = sum(one.counted for one in parts), sum(one.n for one in parts)
        if n > 0:
            months.append((Period(start, next_start(start, "month"), "month"), counted, n))
    return months


def usual(days: Iterable[Tally], until: date, since: date | None = None) -> Usual | None:
    """The level of the first twelve months with answers.

    Args:
        days: of one series, oldest first; days without answers may be missing.
        until: only months that ended before this day are whole.
        since: begin here, as after an event that breaks the series.

    Returns:
        None while there are fewer than twelve, or they hold fewer than ``LEAST`` answers.
    """
    told = (one for one in days if one.day < until and (since is None or one.day >= since))
    months = [month for month in monthly(told) if month[0].end <= until][:BASELINE]
    return level(months) if len(months) == BASELINE else None


def level(months: Sequence[tuple[Period, int, int]]) -> Usual | None:
    """The level of some months, as ``usual`` takes it of the first twelve; None if too few."""
    counted, total = [x for _, x, _ in months], [n for _, _, n in months]
    if sum(total) < LEAST:
        return None
    wander = dispersion(counted, total, len(months))
    period = Period(months[0][0].start, months[-1][0].end)
    return Usual(period, sum(counted), sum(total), len(months), max(1.0, wander))
