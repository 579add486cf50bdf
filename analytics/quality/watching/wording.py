"""What a signal says to a leader: one sentence or two, in the language spoken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from analytics.numbers.indicators import FACTOR_TITLES
from analytics.quality.watching.changes import Episode
from analytics.quality.watching.quiet import Silent
from analytics.quality.watching.series import FACTOR, UNFINISHED
from analytics.quality.watching.sudden import Burst, Perfect
from surveys import days
from surveys.days import Period
from surveys.register import Register
from translations import day, in_hundred, month_name, number, spoken
from translations import gettext as _


def series_name(indicator: str) -> str:
    """What is counted in a series."""
    if indicator == UNFINISHED:
        return _("Visits that could not be finished")
    if indicator.startswith(FACTOR):
        factor = _(FACTOR_TITLES[indicator.removeprefix(FACTOR)])
        return _("Marks of 3 or lower for “%(factor)s”", factor=factor)
    return _("Ratings of 3 or lower")


def period_words(period: Period) -> str:
    """A month or a quarter within a sentence."""
    if period.kind == "quarter":
        quarter = period.start.month // 3 + 1
        return _("Q%(quarter)s/%(year)s", quarter=quarter, year=period.start.year)
    return month_name(period.start)


def fall(group: Sequence[Episode]) -> str:
    """What happened to the first series, and where else the same is seen."""
    told, others = group[0], group[1:]
    estimate, limits = told.first.estimate, told.first.limits
    parts = {
        "what": series_name(told.indicator),
        "period": period_words(told.first.period),
        "value": in_hundred(estimate.value or 0.0),
        "count": number(estimate.count or 0),
        "n": number(estimate.n),
    }
    if told.finding.rule == "beyond" and limits:
        said = _(
            "%(what)s, %(period)s: %(value)s of 100 (%(count)s of %(n)s). "
            "Usual here is at most %(high)s.",
            high=in_hundred(limits.high),
            **parts,
        )
    else:
        # When a drift began is said by the first period that the rule looked at.
        first = days.period_of(told.since, told.first.period.kind or "month")
        said = _(
            "%(what)s: above the usual %(centre)s of 100 since %(since)s. "
            "%(period)s: %(value)s of 100 (%(count)s of %(n)s).",
            centre=in_hundred(told.baseline.centre),
            since=period_words(first),
            **parts | {"period": _capital(period_words(told.first.period))},
        )
    if others:
        names = ", ".join(series_name(one.indicator) for one in others)
        said += " " + _("The same is seen in: %(others)s.", others=names)
    return said


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def silence(silent: Sequence[Silent], register: Register) -> str:
    """Which collectors are missed, and how often they were heard."""
    names = ", ".join(register.place_names.say(one.place.id, spoken()) for one in silent)
    return _(
        "Nothing has come through %(places)s since %(day)s. "
        "Usually about %(times)s ratings come there in a week.",
        places=names,
        day=day(min(one.last for one in silent)),
        times=number(round(sum(one.a_week for one in silent))),
    )


def perfection(found: Perfect) -> str:
    """How surprising a perfect month is."""
    return _(
        "All %(n)s ratings of %(period)s were satisfied. Before, %(before)s of 100 were not. "
        "Chance hardly ever does that: look at how the ratings were collected.",
        n=number(found.month.n),
        period=period_words(found.month.period),
        before=in_hundred(found.before),
    )


def burst(found: Burst, register: Register) -> str:
    """How many ratings came too fast, where and when."""
    last = found.end - timedelta(days=1)
    place = register.place_names.say(found.touchpoint_id, spoken())
    parts = {"count": number(found.flagged), "place": place, "first": day(found.start)}
    if last == found.start:
        said = _("%(count)s ratings came too fast at %(place)s on %(first)s.", **parts)
    else:
        said = _(
            "%(count)s ratings came too fast at %(place)s from %(first)s to %(last)s.",
            last=day(last),
            **parts,
        )
    return said + " " + _("They count until somebody excludes them.")
