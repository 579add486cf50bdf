"""Samples: how many answers a question needs, and what the silent leave open."""

from __future__ import annotations

from math import ceil, sqrt
from statistics import NormalDist
from typing import Final

from analytics.numbers.estimates import Evidence
from analytics.numbers.intervals import Z95, Interval

_Z80: Final = NormalDist().inv_cdf(0.8)


def yamane(population: int, margin: float) -> int:
    """The sample of the official survey's guidance, rounded up.

    Source: Yamane 1967; guidance of the Ministry of Home Affairs for SIPAS, 2013.
    """
    # 1000 / 3.5 must not become 286.0000001.
    return ceil(round(population / (1 + population * margin**2), 9))


def cochran(margin: float, share: float = 0.5) -> float:
    """The sample that a share within a margin of 95 % needs of an endless population.

    Source: Cochran 1977, Sampling Techniques, section 4.4.
    """
    return Z95**2 * share * (1 - share) / margin**2


def cochran_finite(population: int, margin: float, share: float = 0.5) -> int:
    """The same of a finite population, rounded up; only for a random sample.

    Source: Cochran 1977, formula 4.2.
    """
    endless = cochran(margin, share)
    return ceil(endless / (1 + (endless - 1) / population))


def finite_error(share: float, n: int, population: int) -> float:
    """The standard error of a share if n of so many were drawn at random.

    Those who answer a code are not drawn: no figure of the portal uses it, it serves to plan
    a random sample that checks them.

    Args:
        n: at least 2, of ``population``.

    Source: Cochran 1977, Sampling Techniques, formula 3.8.
    """
    return sqrt(share * (1 - share) / (n - 1) * (1 - n / population))


def needed(before: float, after: float) -> int:
    """Answers in each of two periods to see this change with probability 0.8, two-sided 5 %.

    Source: Fleiss, Levin and Paik 2003, Statistical Methods for Rates, formula 4.14.
    """
    pooled = (before + after) / 2
    own = sqrt(before * (1 - before) + after * (1 - after))
    return ceil(((Z95 * sqrt(2 * pooled * (1 - pooled)) + _Z80 * own) / (after - before)) ** 2)


def noise(share: float, n: int) -> float:
    """How far apart two periods of n answers lie by chance alone, in 95 of 100 cases."""
    return Z95 * sqrt(2 * share * (1 - share) / n)


def detectable(share: float, n: int) -> float:
    """The smallest change between two periods of n answers that is seen 8 times of 10."""
    return (Z95 + _Z80) * sqrt(2 * share * (1 - share) / n)


def silent_bounds(satisfied: int, answered: int, eligible: int) -> Interval | None:
    """Where the share of all lies whatever those who did not answer think.

    Returns:
        None where nobody was eligible, or more answered than were: such a count of the eligible
        is wrong, and would make the answers look certain.

    Source: Manski 1995, Identification Problems in the Social Sciences, section 2.3.
    """
    if not 0 <= satisfied <= answered <= eligible or eligible == 0:
        return None
    return Interval(satisfied / eligible, (satisfied + eligible - answered) / eligible)


def all_bounds(evidence: Evidence) -> Interval | None:
    """The bounds of the satisfaction of all whose transactions were closed.

    Those who answered on days without volumes are taken to think as the others who answered.
    """
    answered, closed = evidence.volumes or (0, 0)
    marks = evidence.counts.marks
    if not sum(marks) or not answered <= closed or not closed:
        return None
    heard = answered / closed
    satisfied = heard * (marks[3] + marks[4]) / sum(marks)
    return Interval(satisfied, satisfied + 1 - heard)


def all_if(satisfied: int, answered: int, eligible: int, silent_rate: float) -> float:
    """The share of all if the silent were satisfied at this rate; 0 < answered <= eligible."""
    return (satisfied + (eligible - answered) * silent_rate) / eligible
