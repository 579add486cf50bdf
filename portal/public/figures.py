"""A unit's results made ready for its page: named, drawn, and what is withheld explained."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from analytics.numbers.published import PublishedEstimate
from analytics.numbers.registry import INDICATORS
from portal import charts, language
from portal.charts.scales import speaks
from portal.periods import period_name, period_title, short_name
from portal.public.praise import FACTORS, praise_of
from portal.public.results import HEADLINE, Results, headline_of
from surveys import days
from surveys.days import Period
from surveys.directory import Listed
from translations import gettext as _
from translations import mark

THREE = (HEADLINE, "neutral", "dissatisfaction")

REASONS = {
    "too_few": mark("Fewer than 10 ratings"),
    "unanimous": mark("All marks were alike, so the figure would tell what each person chose"),
    "would_reveal": mark("Together with other figures it would give a small group away"),
}


def figures(results: Results, unit: Listed) -> dict[str, Any]:
    """What ``public/unit.html`` tells and draws of one period."""
    headline = results.headline
    before, after = results.neighbours()
    return {
        "results": results,
        "headline": headline and charts.interval_bar(headline, charts.scale_of([headline])),
        "reason": headline and headline.reason and _(REASONS[headline.reason]),
        "hundred": headline and charts.hundred(headline),
        "served": _served(results),
        "three": _bands(results, THREE),
        "factors": _bands(results, FACTORS),
        "praise": praise_of(results),
        "trend": _trend(results, unit),
        "withheld": _withheld(results),
        "period": _named(unit, results.period),
        "before": before and _named(unit, before),
        "after": after and _named(unit, after),
        "newest": results.newest and _named(unit, results.newest),
        "later_withheld": after is None and results.goes_on(),
        "hatched": any(headline_of(month).reason for month in results.months),
        "choices": [
            [_choice(results, unit, period) for period in reversed(results.periods.get(kind, []))]
            for kind in ("quarter", "month")
        ],
    }


def _named(unit: Listed, period: Period) -> dict[str, Any]:
    """A period as templates draw it: name, title, href, first day and last day."""
    href = language.link(f"/units/{unit.slug}?period={period.label}")
    last = period.end - timedelta(days=1)
    names = {"name": period_name(period), "title": period_title(period)}
    return names | {"href": href, "start": period.start, "last": last}


def _choice(results: Results, unit: Listed, period: Period) -> dict[str, Any]:
    """A period of the list, and in words why a visit there would be for nothing, or None."""
    why = None
    if period not in results.told:
        why = _("withheld") if period in results.there else _("nothing published")
    return _named(unit, period) | {"why": why}


def _bands(results: Results, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of a table of bands that share one scale; none where not one figure may be told."""
    told = {id: results.figures[id] for id in ids if id in results.figures}
    if not any(speaks(figure) for figure in told.values()):
        return []
    scale = charts.scale_of(told.values())
    return [
        {"label": _(INDICATORS[id].title), "bar": charts.interval_bar(figure, scale), "href": None}
        for id, figure in told.items()
    ]


def _served(results: Results) -> PublishedEstimate | None:
    """Of how many errands how many were rated, where volumes are known and may be told."""
    rate = results.figures.get("response_rate")
    return rate if rate and speaks(rate) else None


def _trend(results: Results, unit: Listed) -> charts.Trend | None:
    """The months as a chart; None before two of them were published with a figure."""
    if sum(speaks(headline_of(month)) for month in results.months) < 2:
        return None
    points = [charts.Point(short_name(m.period), headline_of(m)) for m in results.months]
    return charts.trend(points, events=_breaks(results, unit))


def _breaks(results: Results, unit: Listed) -> list[charts.Event]:
    """Where the unit was reorganised: from then on it is another office by the same name."""
    starts = [month.period.start for month in results.months]
    days_of = {heir.effective_on for heir in (*unit.predecessors, *unit.successors)}
    months = (days.first_day(on, "month") for on in sorted(days_of))
    return [
        charts.Event(starts.index(month), _("Reorganised"), breaks=True)
        for month in months
        if month in starts
    ]


def _withheld(results: Results) -> list[tuple[str, list[str]]]:
    """What is withheld beside a headline that is told: the reason in words, and for what."""
    if results.headline is None or results.headline.reason:
        return []
    held: dict[str, list[str]] = {reason: [] for reason in REASONS}
    for id, reason in results.withheld((*THREE, *FACTORS)):
        held[reason].append(_(INDICATORS[id].title))
    return [(_(REASONS[reason]), names) for reason, names in held.items() if names]
