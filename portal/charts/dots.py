"""A share as a hundred dots: sure, perhaps, and the rest."""

from dataclasses import dataclass

from portal.charts.scales import Told, speaks
from translations import rounded


@dataclass(frozen=True, slots=True)
class Hundred:
    """Dots in rows of 20 on a field of 200 by 50; each list holds the centres (x, y).

    ``sure`` reaches to the lower end of the interval, ``maybe`` from there to the upper end.
    """

    sure: list[tuple[int, int]]
    maybe: list[tuple[int, int]]
    rest: list[tuple[int, int]]


def hundred(estimate: Told) -> Hundred | None:
    """Place a share on a hundred dots; None where there is no interval to show."""
    if estimate.low is None or estimate.high is None or not speaks(estimate):
        return None
    low, high = (int(100 * rounded(end, 2)) for end in (estimate.low, estimate.high))
    places = [(5 + 10 * (i % 20), 5 + 10 * (i // 20)) for i in range(100)]
    return Hundred(places[:low], places[low:high], places[high:])
