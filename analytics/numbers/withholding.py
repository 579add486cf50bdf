"""Withholding: of the indicators of one quarter's cells, which may not be published, and why.

Each question has marks of its own, so each is a table of its own for ``suppression``: a factor may
be answered by too few where the overall mark is not. Where the overall mark is withheld, nothing is
told. Figures over several factors are sums of theirs, so they tell nothing new exactly where all
factors are told, and only there may they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from analytics.numbers.estimates import TOO_FEW_UNDER, Estimate, Stratum
from analytics.numbers.suppression import (
    Marks,
    Place,
    Reason,
    held_back,
    quarter_table,
    withheld,
)
from surveys.counts import FACTORS, Counts

OVERALL: Final = "satisfaction"
"""The indicator that stands for the overall mark."""

WEIGHTED: Final = "satisfaction_weighted"
"""The indicator that is made of service groups."""

_FACTORS: Final = tuple(f"factor.{name}" for name in FACTORS)
_OVER_FACTORS: Final = ("sipas_pooled", "sipas_factors")
# Cells that stand as they were published come before all others: nothing can take them back.
_STANDS: Final = -1

Reasons = Mapping[str, Mapping[Place, Reason]]


def _factor(name: str) -> Callable[[Counts], Marks]:
    return lambda counts: counts.factor(name)


QUESTIONS: Final[dict[str, Callable[[Counts], Marks]]] = {
    OVERALL: lambda counts: counts.marks,
    **{f"factor.{name}": _factor(name) for name in FACTORS},
    "on_time": lambda counts: tuple(counts[f"t{when}"] for when in (1, 2, 3)),
    "visits": lambda counts: tuple(counts[f"v{times}"] for times in range(4)),
}
"""The marks of each question, under the indicator that tells them."""


def reasons_of(
    own: Mapping[tuple[int, int], Counts],
    standing: Collection[tuple[Place, str]],
    before: Mapping[Place, Collection[str]],
) -> Reasons:
    """Why which cells of a quarter are withheld, by question.

    Args:
        own: counts by (unit, month), as for ``suppression.quarter_table``.
        standing: published before and not to change now: place and indicator.
        before: the questions that each cell published before told then.
    """
    return {
        question: _withheld(
            {at: marks(counts) for at, counts in own.items()}, question, standing, before
        )
        for question, marks in QUESTIONS.items()
    }


def _withheld(
    own: Mapping[tuple[int, int], Marks],
    question: str,
    standing: Collection[tuple[Place, str]],
    before: Mapping[Place, Collection[str]],
) -> dict[Place, Reason]:
    cells, relations = quarter_table(own)
    shown = {at for at, told in before.items() if question in told}
    held = held_back(before.keys() - shown, shown)
    for at, cell in cells.items():
        if (at, question) in standing:
            cells[at] = replace(cell, turn=_STANDS)
        elif at in held:
            cells[at] = replace(cell, held=True)
    return withheld(cells, relations)


def reason_for(indicator: str, at: Place, estimate: Estimate, reasons: Reasons) -> Reason | None:
    """Why an indicator is withheld at a place; None where it may be told."""
    if at in reasons[OVERALL]:
        return reasons[OVERALL][at]
    if indicator in QUESTIONS and at in reasons[indicator]:
        return reasons[indicator][at]
    if min(estimate.n, _people(indicator, estimate)) < TOO_FEW_UNDER:
        return "too_few"
    if indicator in _OVER_FACTORS and any(at in reasons[factor] for factor in _FACTORS):
        return "would_reveal"
    if indicator == "could_not_finish" and estimate.count == estimate.n:
        return "unanimous"
    return None


def weighs_openly(at: Place, strata: Iterable[Stratum], whole: Collection[Place]) -> bool:
    """Whether a weighted figure tells nothing of a service group that is not told by itself.

    Whoever knows how many transactions each group closed (offices print that) finds from the
    unrounded figure how many answers a group had and which. So it is told of quarters alone, and
    where every group that was rated is told; one that nobody rated would be known to be empty.

    Args:
        whole: the quarters of which every group that was rated is told.
    """
    heard = (any(stratum.counts.marks) for stratum in strata if stratum.volume)
    return at in whole and all(heard)


def _people(indicator: str, estimate: Estimate) -> int:
    """How many people a figure is about; n of the response rate are transactions."""
    return (estimate.count or 0) if indicator == "response_rate" else estimate.n
