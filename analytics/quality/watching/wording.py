"""What a signal says to a leader: one sentence or two, in the language spoken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from analytics.numbers.alarms import limit
from analytics.numbers.indicators import FACTOR_TITLES
from analytics.numbers.vigil import UNFINISHED
from analytics.quality.watching.changes import Change
from analytics.quality.watching.quiet import Silent
from analytics.quality.watching.sudden import Burst, Perfect
from surveys.days import Period
from surveys.register import Register
from translations import day, in_hundred, month_name, number, spoken
from translations import gettext as _

FACTOR = "factor."


def series_name(indicator: str) -> str:
    """What is counted in a series."""
    if indicator == UNFINISHED:
        return _("Visits that could not be finished")
    if indicator.startswith(FACTOR):
        factor = _(FACTOR_TITLES[indicator.removeprefix(FACTOR)])
        return _("Marks of 3 or lower for “%(factor)s”", factor=factor)
    return _("Ratings of 3 or lower")


def period_words(period: Period) -> str:
    """A month by its name, other days by the first and the last of them."""
    if period.kind == "month":
        return month_name(period.start)
    last = period.end - timedelta(days=1)
    if last == period.start:
        return day(last)
    return _("from %(first)s to %(last)s", first=day(period.start), last=day(last))


def fall(group: Sequence[Change]) -> str:
    """What happened to the first series, and where else the same is seen."""
    told, alarm = group[0], group[0].alarm
    parts = {
        "what": series_name(told.series),
        "period": period_words(told.span),
        "value": in_hundred(alarm.share),
        "count": number(alarm.counted),
        "n": number(alarm.n),
        "centre": in_hundred(alarm.usual.share),
    }
    high = limit(alarm.n, alarm.usual)
    if alarm.rule == "month" and high is not None:
        said = _(
            "%(what)s, %(period)s: %(value)s of 100 (%(count)s of %(n)s). "
            "Usual here: %(centre)s; chance hardly ever makes it %(high)s.",
            high=in_hundred(high),
            **parts,
        )
    else:
        said = _(
            "%(what)s, %(period)s: %(value)s of 100 (%(count)s of %(n)s), piling up day by day. "
            "Usual here: %(centre)s.",
            **parts,
        )
    if len(group) > 1:
        names = ", ".join(series_name(one.series) for one in group[1:])
        said += " " + _("The same is seen in: %(others)s.", others=names)
    return said


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
        n=number(found.n),
        period=period_words(found.month),
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
