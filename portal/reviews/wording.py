"""How the plain data of a pack are said in the language spoken now, in every format alike."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import singledispatch
from typing import Any

import translations
from analytics.numbers.estimates import Estimate
from analytics.numbers.registry import INDICATORS
from analytics.numbers.rounding import rounded
from analytics.quality.pack.sayings import (
    Figure,
    Name,
    Number,
    Points,
    Quoted,
    Ratings,
    Said,
    Share,
    Written,
)
from portal.periods import period_name
from surveys import days
from surveys.days import Period
from surveys.words import words_for
from translations import gettext as _
from translations import ngettext, spoken

NOTHING = "–"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@singledispatch
def say(value: Any) -> str:
    """A sentence, or anything that can fill one in.

    Raises:
        TypeError: nobody has decided how this kind of thing is said.
    """
    raise TypeError(type(value).__name__)


@say.register
def _sentence(value: Said) -> str:
    return _(value.words, **{name: say(given) for name, given in value.values.items()})


@say.register
def _words(value: str) -> str:
    return _(value)


@say.register
def _count(value: int) -> str:
    return translations.number(value)


@say.register
def _day(value: date) -> str:
    return translations.day(value)


@say.register
def _period(value: Period) -> str:
    return period_name(value)


@say.register
def _name(value: Name) -> str:
    return printable(words_for(value.words, spoken()))


@say.register
def _share(value: Share) -> str:
    return translations.in_hundred(value.value)


@say.register
def _points(value: Points) -> str:
    return points(value.value)


@say.register
def _number(value: Number) -> str:
    return translations.number(value.value, 2)


@say.register
def _ratings(value: Ratings) -> str:
    return ngettext("%(num)s rating", "%(num)s ratings", value.n)


@say.register
def _written(value: Written) -> str:
    return printable(value.text) or NOTHING


@say.register
def _quoted(value: Quoted) -> str:
    return f"“{printable(value.text)}”" if value.text else _("A comment that was erased since.")


def printable(text: str) -> str:
    """The text without what no XML can hold: office documents would not open.

    Source: XML 1.0, production 2 (Char).
    """
    return _UNPRINTABLE.sub("", text)


@say.register
def _figure(value: Figure) -> str:
    told = value.estimate
    n = _("n = %(n)s", n=translations.number(told.n))
    if told.value is None:
        return f"{NOTHING} ({n})"
    among = ", ".join(filter(None, (interval(value.indicator, told), n, remark(told))))
    return f"{amount(value.indicator, told.value)} ({among})"


@say.register(tuple)
@say.register(list)
def _listed(value: Sequence[Any]) -> str:
    return ", ".join(say(one) for one in value)


def moment(at: datetime) -> str:
    """A time on the office's clock."""
    wall = at.astimezone(days.OFFICE)
    return _("%(time)s on %(day)s", time=f"{wall:%H:%M}", day=translations.day(wall.date()))


def points(value: float) -> str:
    """A difference in points of a hundred, with its sign: +13, −4, 0."""
    told = translations.in_hundred(abs(value))
    if told == "0":
        return told
    return f"+{told}" if value > 0 else f"−{told}"


def amount(indicator: str, value: float | None) -> str:
    """A value of an indicator: a share in percent to one digit, else a number to two."""
    if value is None or INDICATORS[indicator].measure == "share":
        return percent(value)
    return translations.number(value, 2)


def percent(share: float | None) -> str:
    """A share of 1 in percent, to one digit."""
    return NOTHING if share is None else str(rounded(share))


def interval(indicator: str, estimate: Estimate) -> str:
    """Both ends of its interval."""
    if estimate.low is None or estimate.high is None:
        return NOTHING
    return f"{amount(indicator, estimate.low)}–{amount(indicator, estimate.high)}"


def remark(estimate: Estimate) -> str:
    """What has to be known before the figure is used; "" where nothing has."""
    words = {"none": _("nobody"), "too_few": _("too few"), "few": _("few ratings"), "ok": ""}
    return words[estimate.verdict]
