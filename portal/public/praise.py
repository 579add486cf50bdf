"""What was praised and what is to improve: of the questions that were published, and no others."""

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.numbers.indicators import FACTOR_TITLES
from analytics.numbers.published import PublishedEstimate
from analytics.numbers.registry import INDICATORS
from portal.charts.scales import speaks
from portal.public.results import Results
from translations import gettext as _

FACTORS = tuple(f"factor.{name}" for name in FACTOR_TITLES)
# More would be the whole list, which the page draws anyway.
MOST = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One question: how many of 100 were satisfied, and whether it ``stands_out``.

    It does where its interval does not reach what all questions together came to.
    """

    title: str
    figure: PublishedEstimate
    stands_out: bool


@dataclass(frozen=True, slots=True)
class Praise:
    """Both lists, the furthest from ``together`` (all questions, a share) first."""

    praised: list[Part]
    to_improve: list[Part]
    together: float

    @property
    def clear(self) -> bool:
        """Whether any of them stands out."""
        return any(part.stands_out for part in (*self.praised, *self.to_improve))


def praise_of(results: Results) -> Praise | None:
    """What lies above and what below all questions together; None with fewer than two told.

    Weighted by answers, ``together`` is what one question would have come to that asked them all.
    Source: look.md, "no rank": each is held against the whole, never against another office.
    """
    told = [
        (id, figure) for id in FACTORS if (figure := results.figures.get(id)) and speaks(figure)
    ]
    if len(told) < 2:
        return None
    together = sum(f.count or 0 for _id, f in told) / sum(f.n or 0 for _id, f in told)
    above = [(id, figure) for id, figure in told if _value(figure) > together]
    below = [(id, figure) for id, figure in told if _value(figure) < together]
    return Praise(
        _parts(sorted(above, key=lambda one: -_value(one[1])), together),
        _parts(sorted(below, key=lambda one: _value(one[1])), together),
        together,
    )


def _parts(some: Iterable[tuple[str, PublishedEstimate]], together: float) -> list[Part]:
    parts = [Part(_(INDICATORS[id].title), f, _stands_out(f, together)) for id, f in some]
    return parts[:MOST]


def _stands_out(figure: PublishedEstimate, together: float) -> bool:
    low, high = figure.low, figure.high
    return low is not None and high is not None and not low <= together <= high


def _value(figure: PublishedEstimate) -> float:
    return figure.value or 0.0
