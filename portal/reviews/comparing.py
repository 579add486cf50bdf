"""What a correction changed, as its page says it."""

from __future__ import annotations

from typing import Any, NamedTuple

from analytics.numbers.estimates import Estimate
from analytics.numbers.registry import INDICATORS
from analytics.quality.pack.registry import SECTIONS
from analytics.quality.reviewing.differences import Changed, Differences
from analytics.quality.reviewing.minutes import Decision
from analytics.quality.reviewing.versions import Version
from portal.periods import period_name
from portal.reviews.wording import NOTHING, amount, interval, moment
from translations import day, number
from translations import gettext as _


class Line(NamedTuple):
    """A figure before and after; ``days`` and ``about`` tell which."""

    label: str
    days: str
    old: str
    new: str


def compared(old: Version, new: Version, told: Differences) -> dict[str, Any]:
    """What ``reports/changes.html`` names."""
    return {
        "period": period_name(new.period),
        "old": _("Version %(number)s", number=old.number),
        "new": _("Version %(number)s", number=new.number),
        "number": new.number,
        "why": new.why or "",
        "by": f"{new.frozen_by}, {moment(new.frozen_at)}",
        "lines": [_line(one) for one in told.figures],
        "same": told.same,
        "notes": [(_title(one.section), one.old, one.new) for one in told.notes],
        "struck": [_decision(one) for one in told.struck],
        "added": [_decision(one) for one in told.added],
        "back": f"?period={new.period.label}&version={new.number}",
    }


def _line(one: Changed) -> Line:
    section, _indicator, span, *rest = one.name.split(" ")
    known = INDICATORS.get(one.indicator)
    label = ": ".join((_title(section), _(known.title) if known else one.indicator))
    if rest:
        label = f"{label} ({' '.join(rest)})"
    return Line(label, span.replace("..", " – "), _told(one, one.old), _told(one, one.new))


def _told(one: Changed, estimate: Estimate | None) -> str:
    if estimate is None or one.indicator not in INDICATORS:
        return NOTHING
    value, span = amount(one.indicator, estimate.value), interval(one.indicator, estimate)
    return f"{value} ({span}, {_('n = %(n)s', n=number(estimate.n))})"


def _title(section: str) -> str:
    if section in SECTIONS:
        return _(SECTIONS[section].title)
    return _("Conclusions of the meeting")


def _decision(one: Decision) -> str:
    due = day(one.due_on) if one.due_on else NOTHING
    return f"{one.number}. {one.text} ({one.owner_name}, {due})"
