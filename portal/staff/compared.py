"""A fair comparison of units of one level below the root, remembered for an hour.

It reads the cells of every unit; a leader's page must not wait for that each time.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from analytics.numbers import fair
from analytics.numbers.comparison import Ranks
from analytics.numbers.fair import Comparison
from analytics.numbers.standardising import Standardised
from portal.charts.funnels import Funnel, funnel_chart
from portal.periods import period_days
from surveys import days
from surveys.days import Period
from surveys.places import LEVELS
from surveys.register import Register

_HOUR_MS, _KEPT = 3_600_000, 64
_Key = tuple[int, date, date, int]
Levels = dict[str, Comparison]
"""A comparison for each level of government: like is compared with like."""

_known: WeakKeyDictionary[Engine, OrderedDict[_Key, Levels]] = WeakKeyDictionary()
_lock: Final = Lock()


@dataclass(frozen=True, slots=True)
class Among:
    """A unit among those of its level: the chart, the group it is in, how many are compared.

    Attributes:
        places: those that chance leaves open, where there is more than one; a single rank would
            claim more than is known, and is never told.
        mixed: the unit's share at the mix of services of all, where it can be told.
    """

    chart: Funnel
    group: str
    units: int
    places: Ranks | None
    mixed: Standardised | None


def whole_months(period: Period) -> Period:
    """The months that meet a time, over which units are compared: the mix of services of every
    unit is kept by month, and within months it is in the rows of all of them alone."""
    last = days.first_day(period.end - timedelta(days=1), "month")
    months = Period(days.first_day(period.start, "month"), days.next_start(last, "month"))
    whole = (months.start, months.end) == (period.start, period.end)
    return period if whole else months


def told_over(period: Period) -> dict[str, Any]:
    """Names: months (what units are compared over), compared_over (in words where it is not the
    time itself, else "")."""
    months = whole_months(period)
    return {"months": months, "compared_over": period_days(months) if months != period else ""}


def compared(connection: Connection, register: Register, top: int, period: Period) -> Levels:
    """The units below one, by level, each with its mix of services allowed for.

    Args:
        period: from ``whole_months``; the answer is remembered for an hour.
    """
    hour = days.now_ms() // _HOUR_MS
    key = (top, period.start, period.end, hour)
    with _lock:
        known = _known.setdefault(connection.engine, OrderedDict())
        if key in known:
            known.move_to_end(key)
            return known[key]
    mixes = fair.read_mixes(connection, register, register.slug_of(top), period)
    by_level: dict[str, dict[int, fair.Mix]] = defaultdict(dict)
    for unit_id, mix in mixes.items():
        by_level[LEVELS[register.kinds[unit_id]]][unit_id] = mix
    found = {level: fair.compared(some) for level, some in by_level.items()}
    with _lock:
        known[key] = found
        while len(known) > _KEPT:
            known.popitem(last=False)
    return found


def among(
    connection: Connection, register: Register, unit_id: int, period: Period, today: date
) -> Among | None:
    """Where a unit stands among its like; None where there are none, or too few ratings.

    Args:
        period: the months that meet it are told.
    """
    above = register.ancestors(unit_id, today)
    if not above:
        return None
    level = LEVELS[register.kinds[unit_id]]
    found = compared(connection, register, above[0], whole_months(period)).get(level)
    if found is None or unit_id not in found.adjusted.units:
        return None
    chart = drawn(found, {}, unit_id)
    if chart is None:
        return None
    units, places = found.adjusted.units, found.ranks[unit_id]
    open_to = places if places.low < places.high else None
    return Among(chart, units[unit_id].group, len(units), open_to, found.direct.get(unit_id))


def drawn(found: Comparison, names: dict[int, str], own: int | None = None) -> Funnel | None:
    """The funnel of a comparison, with these units named."""
    told = found.adjusted
    wide = sqrt(told.dispersion) if told.widened else 1.0
    return funnel_chart(told.target, wide, told.units, names, own)
