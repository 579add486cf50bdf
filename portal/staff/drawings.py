"""From how a unit stands to what its overview draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from analytics.numbers.change import Change
from analytics.numbers.estimates import Estimate, Evidence
from analytics.numbers.indicators import FACTOR_TITLES, measure
from analytics.numbers.standing import Standing
from analytics.numbers.watch import Watch, Watched
from portal.charts import IntervalBar, Point, Scale, Trend, interval_bar, scale_of, trend
from portal.periods import period_name, short_name
from surveys.counts import FACTORS, Counts
from surveys.register import Register
from translations import gettext as _
from translations import mark, spoken

SHOWN_PERIODS: Final = 24
_LEAST_REACH: Final = 0.1

BEYOND = {"above": mark("above the limit"), "below": mark("below the limit")}
RUN = {"above": mark("8 in a row above the centre"), "below": mark("8 in a row below the centre")}


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
    now = standing.indicators["satisfaction"]
    pairs = [(before_name, standing.before), (now_name, now)]
    rows = _rows(pairs)
    change = standing.change
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
    return Services(_rows(spoken_of), few)


def name_of_service(register: Register, service_id: int | None) -> str:
    """A service as the page says it."""
    if not service_id:
        return _("No service named")
    return register.service_names.say(service_id, spoken())


def satisfaction(counts: Counts) -> Estimate:
    """The share of marks 4 and 5."""
    return measure(Evidence(counts))["satisfaction"]


def _rows(told: Iterable[tuple[str, Estimate]], hrefs: Mapping[str, str] | None = None) -> list[Row]:
    pairs = list(told)
    scale = scale_of(estimate for _label, estimate in pairs)
    links = hrefs or {}
    return [Row(label, interval_bar(e, scale), links.get(label)) for label, e in pairs]


def bands(told: Iterable[tuple[str, Estimate]], hrefs: Mapping[str, str]) -> list[Row]:
    """Estimates on one scale, each label with its link."""
    return _rows(told, hrefs)


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


def signal_sentence(one: Watched) -> tuple[str, str]:
    """What stood out, and its figures."""
    signal, name = one.signals[0], period_name(one.period)
    heads = {
        "above": _("%(period)s: more were not satisfied than usual.", period=name),
        "below": _("%(period)s: fewer were not satisfied than usual.", period=name),
    }
    return heads[signal.side], rule_of(one) or ""
