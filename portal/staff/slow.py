"""Three charts with a memory: the mean mark, and what drifts; drawn, not signalled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from sqlalchemy import Connection

from analytics.numbers.control import Point as Held
from analytics.numbers.drift import DECISION
from analytics.numbers.standing import Bearings, View, months_of
from analytics.numbers.vigil import UNSATISFIED
from analytics.quality.watching.beside import read_beside
from analytics.quality.watching.marked import breaks_of
from analytics.quality.watching.slowly import Slow, slowly
from portal.charts import Event, Point, Scale, Told, Trend, trend
from portal.periods import short_name
from portal.staff.asked import today
from portal.staff.signals.drawing import flags
from portal.staff.trends import SHOWN_PERIODS
from surveys.register import Register
from translations import gettext as _
from translations import spoken

_HEIGHT: Final = 220
# What has piled up is drawn up to here at least, and marked every so much.
_PILED_LEAST: Final = 6.0
_STEPS: Final = [digit * 10.0**power for power in range(7) for digit in (1, 2, 5)]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value of a chart that is no estimate of its month alone, and so has no interval."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None

    @property
    def verdict(self) -> str:
        """Whether it is drawn."""
        return "none" if self.value is None else "ok"


@dataclass(frozen=True, slots=True)
class SlowCharts:
    """The charts; those of drift are None until a year says what is usual.

    Attributes:
        outside: how many of the drawn means lie outside their limits.
        limited: whether there are such limits.
    """

    mean: Trend
    limited: bool
    outside: int
    level: Trend | None
    piled: Trend | None


def slow_charts(
    connection: Connection, register: Register, view: View, bearings: Bearings
) -> SlowCharts | None:
    """The last two years of months up to the end of a view; None before the first is over.

    Args:
        view: of all services and channels.
    """
    unit_id = register.find_unit(view.unit)
    months = months_of(connection, register, view, bearings.first)
    if not months:
        return None
    above = register.ancestors(unit_id, today())
    beside = read_beside(connection, unit_id, above, [], view.period, spoken())
    kept = beside.baselines.get(UNSATISFIED, []) if view.scope == "own" else []
    breaks = breaks_of(beside.events, unit_id, view.period.end)
    shown = slowly(months, [one.usual for one in kept], breaks)[-SHOWN_PERIODS:]
    return _drawn(shown, flags(beside.events, [one.period for one in shown]))


def _drawn(shown: Sequence[Slow], events: Sequence[Event]) -> SlowCharts:
    usual = [one.usual for one in shown]
    levels = [one.level for one in shown]
    smooth = _reckoned(shown, [one.value if one else None for one in levels])
    piled = [one.piled.above if one.piled else None for one in shown]
    drifts = any(levels)
    return SlowCharts(
        mean=_chart(shown, [one.mean for one in shown], usual, events, _mean_scale(shown)),
        limited=any(usual),
        outside=sum(map(_is_outside, usual)),
        level=_chart(shown, smooth, levels, events, half=True) if drifts else None,
        piled=_piled(shown, piled, events) if drifts else None,
    )


def _chart(
    shown: Sequence[Slow],
    told: Sequence[Told],
    held: Sequence[Held | None],
    events: Sequence[Event],
    scale: Scale | None = None,
    *,
    half: bool = False,
) -> Trend:
    return trend(
        _points(shown, told),
        limits=[(one.low, one.high) if one else None for one in held],
        centre=[one.centre if one else None for one in held],
        events=events,
        verdicts=[_("outside the limits") if _is_outside(one) else None for one in held],
        scale=scale,
        height=_HEIGHT,
        half=half,
    )


def _piled(shown: Sequence[Slow], piled: Sequence[float | None], events: Sequence[Event]) -> Trend:
    most = max(_PILED_LEAST, *(one or 0.0 for one in piled))
    step = next(step for step in _STEPS if most <= 5 * step)
    return trend(
        _points(shown, _reckoned(shown, piled)),
        limits=[(0.0, DECISION) if one is not None else None for one in piled],
        events=events,
        verdicts=[_("over the limit") if (one or 0.0) > DECISION else None for one in piled],
        scale=Scale(0.0, step * ceil(most / step), step, share=False),
        height=_HEIGHT,
        half=True,
    )


def _points(shown: Sequence[Slow], told: Sequence[Told]) -> list[Point]:
    return [Point(short_name(one.period), e) for one, e in zip(shown, told, strict=True)]


def _reckoned(shown: Sequence[Slow], values: Sequence[float | None]) -> list[Reckoned]:
    return [Reckoned(value, one.n) for one, value in zip(shown, values, strict=True)]


def _is_outside(one: Held | None) -> bool:
    return one is not None and not one.low <= one.value <= one.high


def _mean_scale(shown: Sequence[Slow]) -> Scale:
    """Around all that is drawn, marked at most every half of a mark where that is less than two."""
    told = [one.mean.value for one in shown if one.mean.value is not None]
    told += [end for one in shown if one.usual for end in (one.usual.low, one.usual.high)]
    least, most = min(told, default=1.0), max(told, default=5.0)
    step = next((step for step in (0.1, 0.2, 0.5) if most - least <= 4 * step), 1.0)
    high = min(5.0, step * ceil(round(most / step, 6)))
    low = max(1.0, min(step * floor(round(least / step, 6)), high - 2 * step))
    return Scale(low, high, step, share=False, decimals=2)
