"""The registry of indicators: what each is called, where it comes from, how it is bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from analytics.numbers.estimates import Estimate, Evidence, Figure

Finder = Callable[[Evidence], Figure | None]
Bounds = tuple[float, float | None]
Measure = Literal["share", "mark", "visits", "days"]
"""In what a value is told: a share of 1, else a number of these."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number with a definition; ``title`` is a msgid, ``definition`` its function's docstring."""

    id: str
    title: str
    definition: str
    source: str
    method: str
    bounds: Bounds
    find: Finder
    measure: Measure = "share"

    def estimate(self, evidence: Evidence) -> Estimate | None:
        """Tell the indicator on this evidence; None where it is not defined on it."""
        figure = self.find(evidence)
        return None if figure is None else Estimate.of(figure, self.method, *self.bounds)


INDICATORS: Final[dict[str, Indicator]] = {}


def indicator(
    id: str,
    *,
    title: str,
    source: str,
    method: str,
    bounds: Bounds = (0.0, 1.0),
    measure: Measure = "share",
) -> Callable[[Finder], Finder]:
    """Enter a function into the registry under the id that files and the API carry."""

    def enter(find: Finder) -> Finder:
        if id in INDICATORS:
            raise ValueError(f"two indicators {id}")
        INDICATORS[id] = Indicator(
            id, title, find.__doc__ or "", source, method, bounds, find, measure
        )
        return find

    return enter
