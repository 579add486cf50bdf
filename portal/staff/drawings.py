"""From how a unit stands to what its overview draws."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analytics.numbers.change import Change
from analytics.numbers.estimates import Estimate
from analytics.numbers.indicators import FACTOR_TITLES, satisfied
from analytics.numbers.standing import Standing, View
from portal.charts import IntervalBar, Scale, interval_bar, scale_of
from portal.periods import period_title
from surveys.counts import FACTORS, Counts
from surveys.register import Register
from translations import gettext as _
from translations import spoken

_LEAST_REACH: Final = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of bands, as ``charts.bands`` takes it."""

    label: str
    bar: IntervalBar
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Periods on one scale, and what lies between them on a scale with zero in its middle."""

    rows: list[Row]
    change: Change | None
    bar: IntervalBar | None


@dataclass(frozen=True, slots=True)
class Services:
    """Services with a figure, most ratings first, and those with too few: (name, n)."""

    rows: list[Row]
    few: list[tuple[str, int]]


def difference(standing: Standing, view: View) -> Difference:
    """Draw the change from the period before, beside the same time a year ago."""
    now, change = standing.indicators["satisfaction"], standing.change
    told = [(period_title(view.before), standing.before), (period_title(view.period), now)]
    if view.year_ago and standing.year_ago and standing.year_ago.n:
        told.insert(0, (period_title(view.year_ago), standing.year_ago))
    rows = _rows(told)
    return Difference(rows, change, _around_zero(change) if change else None)


def _around_zero(change: Change) -> IntervalBar:
    reach = max(_LEAST_REACH, -change.low, change.high)
    return interval_bar(change, Scale(-reach, reach, reach), target=0.0)


def factors(standing: Standing) -> list[Row]:
    """The five factors in the order of the survey, on one scale."""
    told = standing.indicators
    return _rows((_(FACTOR_TITLES[name]), told[f"factor.{name}"]) for name in FACTORS)


def services(standing: Standing, register: Register) -> Services:
    """The services that were rated."""
    told = [
        (name_of_service(register, id_), satisfied(counts))
        for id_, counts in standing.services.items()
    ]
    told.sort(key=lambda row: (-row[1].n, row[0]))
    spoken_of = [row for row in told if row[1].verdict in ("few", "ok")]
    few = [(name, estimate.n) for name, estimate in told if estimate.verdict == "too_few"]
    every = satisfied(Counts.total(standing.services.values()))
    return Services(_rows(spoken_of, every.value), few)


def name_of_service(register: Register, service_id: int | None) -> str:
    """A service as the page says it."""
    if not service_id:
        return _("No service named")
    return register.service_names.say(service_id, spoken())


def bands(
    told: Iterable[tuple[str, Estimate, str | None]], reference: float | None = None
) -> list[Row]:
    """Estimates on one scale: (label, estimate, link or None) each.

    Args:
        reference: a share that all rows are seen against.
    """
    rows = list(told)
    scale = scale_of((estimate for _label, estimate, _link in rows), reference)
    return [Row(label, interval_bar(e, scale, reference), link) for label, e, link in rows]


def _rows(told: Iterable[tuple[str, Estimate]], reference: float | None = None) -> list[Row]:
    return bands(((label, estimate, None) for label, estimate in told), reference)
