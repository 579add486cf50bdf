"""Scoring: the points that rules of others give, from tables with the days they were in force.

These are no satisfaction: an office that nobody rates is satisfied by Decision 766. They stand in
boxes of their own, with their source, never on one axis with ratings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

Done = tuple[int, int]
"""(so many, of so many)."""


@dataclass(frozen=True, slots=True)
class Scoring766:
    """The satisfaction group of Decision 766 as it was scored from a day on.

    Attributes:
        on_time, answers, dossiers: the most points for petitions settled on time, for
            satisfaction with their answers and for satisfaction with dossiers.
        enough: the rate of dossiers from which all points are given.
        basis: where the table was read.
    """

    since: date
    on_time: float
    answers: float
    dossiers: float
    enough: float
    basis: str

    def score(self, dossiers: int, bad: int, on_time: Done, satisfied: Done) -> Points:
        """The points of an office.

        Args:
            dossiers, bad: all, and those rated unsatisfied, complained about or overdue.
            on_time, satisfied: petitions settled on time, and satisfied with the answer.

        Raises:
            ValueError: a part is larger than its whole, or negative.
        """
        for some, all_ in ((bad, dossiers), on_time, satisfied):
            if not 0 <= some <= all_:
                raise ValueError(f"no part: {some} of {all_}")
        rate = (dossiers - bad) / dossiers if dossiers else None
        return Points(
            rate,
            0.0 if rate is None else min(self.dossiers, self.dossiers * rate / self.enough),
            _full_without(self.on_time, on_time),
            _full_without(self.answers, satisfied),
        )


class Points(NamedTuple):
    """What an office got; ``rate`` None where it had no dossier."""

    rate: float | None
    dossiers: float
    on_time: float
    answers: float

    @property
    def total(self) -> float:
        """The points of the group."""
        return self.dossiers + self.on_time + self.answers


SCORINGS: Final = (
    Scoring766(
        date(2026, 8, 1), 6.0, 6.0, 6.0, 0.9, "766/QĐ-TTg; the national portal's pages, 2026"
    ),
)
"""Oldest first. Read off published pages by third parties, not from a text of law: say so."""


def scoring_on(day: date, tables: Sequence[Scoring766] = SCORINGS) -> Scoring766 | None:
    """The table in force on a day; None before the first."""
    return next((table for table in reversed(tables) if table.since <= day), None)


def _full_without(most: float, done: Done) -> float:
    return most * done[0] / done[1] if done[1] else most


CLASSES_2018: Final = (
    (15.0, "Xuất sắc"),
    (12.0, "Tốt"),
    (9.0, "Khá"),
    (6.0, "Trung bình"),
    (0.0, "Yếu"),
)
STAFF_2018: Final = ((5.0, "100%"), (3.5, "70-<100%"), (0.0, "<70%"))


def class_2018(points: float, classes: Sequence[tuple[float, str]] = CLASSES_2018) -> str:
    """The class of an agency by its sum of nine indices of 0..2, or of staff by five of them.

    Source: Circular 01/2018/TT-VPCP, articles 13 and 15, in force during the pilot of 2023.
    """
    return next(name for least, name in classes if points >= least)


def index_2018(scores: Sequence[int]) -> float | None:
    """An index: the mean of the dossiers' scores of 0..2 to one decimal, halves up.

    Source: Circular 01/2018/TT-VPCP, article 15.2.
    """
    if not scores:
        return None
    mean = Decimal(sum(scores)) / len(scores)
    return float(mean.quantize(Decimal("0.1"), ROUND_HALF_UP))
