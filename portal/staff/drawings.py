"""From how a unit stands to what its overview draws."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analytics.numbers.change import Change
from analytics.numbers.estimates import Estimate, Evidence
from analytics.numbers.indicators import FACTOR_TITLES, measure
from analytics.numbers.standing import Standing
from analytics.numbers.watch import Watch, Watched
from portal.charts import IntervalBar, Point, Scale, Trend, interval_bar, scale_of, trend
from portal.periods import short_name
from surveys.counts import FACTORS, Counts
from surveys.days import Period
from surveys.register import Register
from translations import gettext as _
from translations import in_hundred, mark, spoken

SHOWN_PERIODS: Final = 24
_LEAST_REACH: Final = 0.1

BEYOND = {"above": mark("above the limit"), "below": mark("below the limit")}
RUN = {"above": mark("8 in a row above the centre"), "below": mark("8 in a row below the centre")}
OUTSIDE = {
    "above": mark("More ratings of 3 or lower than usual"),
    "below": mark("Fewer ratings of 3 or lower than usual"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of bands, as ``charts.bands`` takes it."""

    label: str
    bar: IntervalBar
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two periods on one scale, and what lies between them on a scale with zero in its middle."""

    rows: list[Row]
    change: Change | None
    bar: IntervalBar | None


@dataclass(frozen=True, slots=True)
class Services:
    """Services with a figure, most ratings first, and those with too few: (name, n)."""

    rows: list[Row]
    few: list[tuple[str, int]]


def difference(standing: Standing, now_name: str, before_name: str) -> Difference:
    """Draw the change from the period before."""
    now, change = standing.indicators["satisfaction"], standing.change
    rows = _rows([(before_name, standing.before), (now_name, now)])
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
        (name_of_service(register, id_), satisfaction(counts))
        for id_, counts in standing.services.items()
    ]
    told.sort(key=lambda row: (-row[1].n, row[0]))
    spoken_of = [row for row in told if row[1].verdict in ("few", "ok")]
    few = [(name, estimate.n) for name, estimate in told if estimate.verdict == "too_few"]
    every = satisfaction(Counts.total(standing.services.values()))
    return Services(_rows(spoken_of, every.value), few)


def name_of_service(register: Register, service_id: int | None) -> str:
    """A service as the page says it."""
    if not service_id:
        return _("No service named")
    return register.service_names.say(service_id, spoken())


def satisfaction(counts: Counts) -> Estimate:
    """The share of marks 4 and 5."""
    return measure(Evidence(counts))["satisfaction"]


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


def watched_trend(watch: Watch) -> Trend | None:
    """The last two years of months, or six of quarters; None where there is none."""
    shown = watch.watched[-SHOWN_PERIODS:]
    if not shown:
        return None
    return trend(
        [Point(short_name(one.period), one.estimate) for one in shown],
        limits=[(one.point.low, one.point.high) if one.point else None for one in shown],
        centre=[one.point.centre if one.point else None for one in shown],
        verdicts=[rule_of(one) for one in shown],
    )


def rule_of(one: Watched) -> str | None:
    """The rule that a period broke, in words."""
    for signal in one.signals:
        return _((BEYOND if signal.rule == "beyond" else RUN)[signal.side])
    return None


def signals(watch: Watch, span: Period) -> list[tuple[str, str]]:
    """What stands out in a span of days, and its figures: one pair for each rule and side."""
    found: dict[tuple[str, str], list[Watched]] = {}
    for one in watch.signals(span):
        for signal in one.signals:
            found.setdefault((signal.rule, signal.side), []).append(one)
    return [
        (_(OUTSIDE[side]), _beyond(side, some) if rule == "beyond" else _run(side, some))
        for (rule, side), some in sorted(found.items())
    ]


def _beyond(side: str, some: list[Watched]) -> str:
    months = ", ".join(
        f"{in_hundred(e.estimate.value or 0)} ({short_name(e.period)})" for e in some
    )
    points = [one.point for one in some if one.point]
    if side == "above":
        limit = in_hundred(max(point.high for point in points))
        return _("Of 100: %(months)s. Usual is at most %(limit)s.", months=months, limit=limit)
    limit = in_hundred(min(point.low for point in points))
    return _("Of 100: %(months)s. Usual is at least %(limit)s.", months=months, limit=limit)


def _run(side: str, some: list[Watched]) -> str:
    last = short_name(some[0].period)
    return _("%(rule)s, last in %(last)s.", rule=_(RUN[side]), last=last)
