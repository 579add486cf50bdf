"""The secretariat's page: all units at a glance, what was raised, who is silent, how much came in.

Units stand in groups, by name; nobody is ranked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from litestar import Response, get
from litestar.exceptions import PermissionDeniedException
from sqlalchemy import Connection, func, select

from analytics.numbers.asks import Ask
from analytics.numbers.bearings import View
from analytics.numbers.estimates import Estimate, share
from analytics.numbers.fair import Comparison
from analytics.numbers.standing import ask_of, find_bearings
from analytics.numbers.volumes import turned_in
from analytics.quality.watching.handling import Raised, signals_of
from portal.charts import IntervalBar, interval_bar, scale_of
from portal.charts.funnels import Funnel
from portal.periods import period_name, period_title
from portal.staff.asked import read_asked, today
from portal.staff.compared import compared, drawn, told_over, whole_months
from portal.staff.filters import CHANNEL_NAMES, filters_of, of_time_alone
from portal.staff.frame import staff_page
from portal.staff.guards import may
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.signals.wording import STATES, title_of
from portal.staff.units import LEVEL_NAMES
from surveys.cells import DAY
from surveys.database import reading
from surveys.folding import fold
from surveys.places import LEVELS
from surveys.register import Register
from surveys.responses import CHANNELS, HEADLINE
from surveys.silence import silent_touchpoints
from translations import gettext as _
from translations import mark, spoken

SHOWN: Final = 8
ASSISTED = mark("Entered by staff, not in the headline")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in its group; ``bar`` is None where nothing can be told of it."""

    name: str
    href: str
    n: int
    bar: IntervalBar | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The units of one level in their groups, each in the order of names."""

    name: str
    chart: Funnel | None
    below: list[Unit] = field(default_factory=list)
    above: list[Unit] = field(default_factory=list)
    within: list[Unit] = field(default_factory=list)
    too_few: list[Unit] = field(default_factory=list)
    silent: list[Unit] = field(default_factory=list)

    @property
    def compared(self) -> int:
        """How many have enough ratings to be compared."""
        return len(self.below) + len(self.above) + len(self.within)


@get("/city", name="city", guards=[may("dashboard")], sync_to_thread=True)
def show(request: AnyRequest) -> Response[Any]:
    """All units below the person's own.

    Raises:
        PermissionDeniedException: there are none.
    """
    register, own = register_of(request), principal_of(request).unit_id
    units = register.descendants(own, today())
    if not units:
        raise PermissionDeniedException("no units stand below yours")
    slug = register.slug_of(own)
    with reading(request.app.state.engine) as connection:
        bearings = find_bearings(connection, register, slug, "tree")
        asked = read_asked(request.query_params, register, slug, "tree", bearings)
        period = asked.view.period
        ask = ask_of(register, View(slug, "tree", period, asked.view.before), period)
        found = compared(connection, register, own, whole_months(period))
        volumes, came = turned_in(connection, ask), by_channel(connection, ask)
        raised = _raised(register, signals_of(connection, [own, *units]))
        silent = silent_touchpoints(connection, today())
    return staff_page(
        request,
        "units/city.html",
        status=422 if asked.problems else 200,
        here="/staff/city",
        name=register.unit_names.say(own, spoken()),
        slug=slug,
        filters=of_time_alone(filters_of(asked, register, bearings, (), asked.problems)),
        period=period_name(period),
        title=period_title(period),
        **told_over(period),
        seal=bearings.seal,
        begun=bearings.first is not None,
        levels=levels_of(register, units, found, asked.query(scope="")),
        volumes=volumes,
        came=_bars(came),
        total=sum(came[channel] for channel in HEADLINE if channel in came),
        silent=_silent(register, silent, {own, *units}),
        **raised,
    )


def _raised(register: Register, signals: list[Raised]) -> dict[str, Any]:
    """Names: signals, signals_total, untouched."""
    return {
        "signals": [_line(register, one) for one in signals[:SHOWN]],
        "signals_total": len(signals),
        "untouched": sum(1 for one in signals if not one.owner_name),
    }


def by_channel(connection: Connection, ask: Ask) -> dict[int, int]:
    """How many responses came through each channel."""
    cell: Any = DAY.c
    asked = (
        select(cell.channel, func.sum(cell.responses))
        .where(
            cell.unit_id.in_(ask.unit_ids),
            cell.scope.in_(ask.scopes),
            cell.day >= ask.span.start,
            cell.day < ask.span.end,
        )
        .group_by(cell.channel)
    )
    return {channel: int(n) for channel, n in connection.execute(asked) if n}


def _bars(came: dict[int, int]) -> list[tuple[str, int, float]]:
    """The channels with their numbers, and how long their bars are, in percent."""
    names = CHANNEL_NAMES | {"assisted": ASSISTED}
    most = max(came.values(), default=1)
    return [
        (_(names[name]), came[channel], round(70 * came[channel] / most, 1))
        for name, channel in CHANNELS.items()
        if came.get(channel)
    ]


def levels_of(
    register: Register, units: Iterable[int], found: dict[str, Comparison], query: str
) -> list[Level]:
    """The units of each level in their groups; a level without units is left out."""
    told = []
    for level, words in LEVEL_NAMES.items():
        here = [unit for unit in units if LEVELS[register.kinds[unit]] == level]
        if here:
            told.append(_level(register, _(words), here, found.get(level), query))
    return told


def _level(
    register: Register, name: str, units: list[int], found: Comparison | None, query: str
) -> Level:
    placed = found.adjusted.units if found else {}
    names = {id_: register.unit_names.say(id_, spoken()) for id_ in {*units, *placed}}
    named = {id_: names[id_] for id_, one in placed.items() if one.group == "below"}
    level = Level(name, drawn(found, named) if found else None)
    estimates = {
        id_: Estimate.of(share(one.counted, one.n), "wilson95", 0.0, 1.0)
        for id_, one in placed.items()
    }
    scale = scale_of(estimates.values(), found.adjusted.target if found else None)
    for id_ in sorted(names, key=lambda id_: (fold(names[id_]), id_)):
        href = f"/staff/units/{register.slug_of(id_)}?{query}"
        if id_ in placed and found:
            bar = interval_bar(estimates[id_], scale, found.adjusted.target)
            group: list[Unit] = getattr(level, placed[id_].group)
            group.append(Unit(names[id_], href, placed[id_].n, bar))
        else:
            n = found.too_few.get(id_, 0) if found else 0
            (level.too_few if n else level.silent).append(Unit(names[id_], href, n))
    return level


def _line(register: Register, one: Raised) -> tuple[Raised, str, str, str]:
    """A signal with its title, its unit's name, its state in words."""
    unit = register.unit_names.say(one.unit_id, spoken())
    return one, title_of(one), unit, _(STATES[one.state])


def _silent(register: Register, codes: list[str], units: set[int]) -> list[tuple[str, str, str]]:
    """The collectors of these units that are silent: (unit, name, code), in the order of names."""
    places = (register.places[code] for code in codes if code in register.places)
    return sorted(
        (
            register.unit_names.say(place.unit_id, spoken()),
            register.place_names.say(place.id, spoken()),
            place.code,
        )
        for place in places
        if place.unit_id in units
    )
