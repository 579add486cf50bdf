"""What stands below the three answers of an overview: hours, counters, reasons, comparison.

It is a page of its own; where scripts run, the overview draws it in when it is scrolled to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from litestar import Response, Router, get
from litestar.params import FromPath

from analytics.numbers import drivers as factors
from analytics.numbers import finer, hangs_on
from analytics.numbers.bearings import View
from analytics.numbers.indicators import FACTOR_TITLES, satisfied
from analytics.numbers.standing import ask_of, find_bearings
from analytics.numbers.verified import verified_satisfaction
from analytics.quality.pack.lineage import Command
from portal.charts.heat import Heat, heat_map
from portal.citizen.choices import REASONS
from portal.pages import page
from portal.periods import period_name
from portal.staff import drawings
from portal.staff.asked import read_asked, scope_of, today
from portal.staff.compared import among, told_over, whole_months
from portal.staff.dashboard import GUARDS, crumbs
from portal.staff.frame import staff_page
from portal.staff.principal import AnyRequest, register_of
from portal.staff.slow import slow_charts
from portal.staff.trends import unsatisfied
from surveys.counts import FACTORS, Counts
from surveys.database import reading
from surveys.days import Period
from surveys.register import Register
from translations import gettext as _
from translations import mark, spoken

WEEKDAYS = (
    mark("Mon"),
    mark("Tue"),
    mark("Wed"),
    mark("Thu"),
    mark("Fri"),
    mark("Sat"),
    mark("Sun"),
)
STANDS: Final[dict[factors.Quarter, str]] = {
    "concentrate": mark("weighs more than most, stands lower: look here first"),
    "keep_up": mark("weighs more than most, stands well: keep it so"),
    "low_priority": mark("weighs less than most, stands lower"),
    "possible_overkill": mark("weighs less than most, stands well"),
}


@get("/detail", name="unit_detail", guards=GUARDS, sync_to_thread=True)
def detail(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The page; with ``part`` the fragment alone, for htmx."""
    told = _read(request, slug)
    if request.query_params.get("part"):
        return page("units/_detail.html", headers={"Cache-Control": "no-store"}, **told)
    register = register_of(request)
    unit = register.unit_names.say(register.find_unit(slug), spoken())
    here = f"/staff/units/{slug}"
    return staff_page(
        request,
        "units/detail.html",
        here=here,
        crumbs=[*crumbs(request, slug), (unit, f"{here}?{told['query']}")],
        unit=unit,
        **told,
    )


def _read(request: AnyRequest, slug: str) -> dict[str, Any]:
    """Names: query, period, heat (``heat.Heat`` or None), heat_days, weekdays, counters (rows of
    bands) and counters_few ((name, n) each), reasons ((words, count, percent) each), among
    (``compared.Among`` or None), those of ``told_over`` and ``_origin``, slips (a row of bands),
    drivers (rows of ``Driver``), drivers_n, slow (``slow.SlowCharts`` or None)."""
    register, query = register_of(request), request.query_params
    unit_id = register.find_unit(slug)
    with reading(request.app.state.engine) as connection:
        scope = scope_of(query, register, unit_id)
        bearings = find_bearings(connection, register, slug, scope)
        asked = read_asked(query, register, slug, scope, bearings)
        view = asked.view
        plain = View(slug, scope, view.period, view.before)
        ask = ask_of(register, plain, view.period)
        hours, span = finer.by_hour(connection, ask)
        counters = finer.by_counter(connection, ask) if scope == "own" else {}
        reasons = finer.reasons(connection, ask)
        found = among(connection, register, unit_id, view.period, today())
        verified = verified_satisfaction(connection, register, view)
        slow = slow_charts(connection, register, plain, bearings)
        drivers, n, _days = hangs_on.read(connection, register, slug, view.period, scope)
    rows, few = _counters(register, counters)
    most = max(reasons.values(), default=1)
    return {
        "query": asked.query(),
        **_origin(view, span, bearings.seal),
        "period": period_name(view.period),
        "heat": _heat(hours),
        "heat_days": period_name(span),
        "weekdays": [_(name) for name in WEEKDAYS],
        "counters": rows,
        "counters_few": few,
        "reasons": [(_(REASONS[name]), n, round(80 * n / most, 1)) for name, n in reasons.items()],
        "among": found,
        **told_over(view.period),
        "slips": drawings.bands([(_("Those with a slip"), verified, None)] if verified else []),
        "drivers": _drivers(drivers),
        "drivers_n": n,
        "slow": slow,
    }


def _heat(hours: finer.Hours) -> Heat | None:
    low = {at: unsatisfied(counts) for at, counts in hours.items()}
    out = finer.standing_out({at: (one.count or 0, one.n) for at, one in low.items()})
    return heat_map(low, out)


def _origin(view: View, hours: Period, seal: int) -> dict[str, Any]:
    """What the figures are reckoned from: seal, and the commands that reckon them again."""
    return {
        "seal": seal,
        "command": str(Command(view.unit, view.scope, *_over(view.period), seal)),
        "rows_command": _rows_command(view.unit, view.period),
        "heat_command": _rows_command(view.unit, hours),
        "among_command": str(Command(view.unit, "own", *_over(whole_months(view.period)), seal)),
        "slow_command": str(Command(view.unit, view.scope, *_over(view.period), seal, "month")),
    }


def _over(period: Period) -> tuple[date, date]:
    """The days of a period that are over, at least one."""
    return period.start, max(period.start + timedelta(days=1), min(period.end, today()))


def _rows_command(slug: str, period: Period) -> str:
    """The command that gives the rows themselves, for what no other command adds up."""
    start, end = _over(period)
    return f"portal export responses --unit {slug} --from {start} --to {end}"


def _counters(
    register: Register, counted: dict[int, Counts]
) -> tuple[list[drawings.Row], list[tuple[str, int]]]:
    """The counters with a figure in the order of their names, and those with too few ratings."""
    told = sorted(
        (register.place_names.say(id_, spoken()), satisfied(counts))
        for id_, counts in counted.items()
        if counts["responses"]
    )
    rows = drawings.bands((name, e, None) for name, e in told if e.verdict in ("few", "ok"))
    return rows, [(name, e.n) for name, e in told if e.verdict not in ("few", "ok")]


def _drivers(found: factors.Drivers | None) -> list[Driver]:
    """The factors in the order of how much they go together with the overall mark."""
    if found is None:
        return []
    named = zip((_(FACTOR_TITLES[name]) for name in FACTORS), found.factors, strict=True)
    rows = [
        Driver(name, one.weight, *one.interval, one.performance, stands_at(one, len(found.factors)))
        for name, one in named
    ]
    return sorted(rows, key=lambda row: -row.weight)


def stands_at(one: factors.Driver, of: int) -> str:
    """Where it stands on the map, in words; "" where it may as well weigh as much as the mean."""
    low, high = one.interval
    return "" if low <= 1 / of <= high else _(STANDS[one.quarter])


@dataclass(frozen=True, slots=True)
class Driver:
    """A factor: its part of what all explain together, with its interval; places in percent.

    ``good`` is the share of its marks that are 4 or 5, ``stands`` its place on the
    importance-performance map in words, "" where that is not clear.
    """

    name: str
    weight: float
    low: float
    high: float
    good: float
    stands: str

    @property
    def band(self) -> tuple[float, float]:
        """Where the band begins and how wide it is."""
        return round(100 * self.low, 2), round(100 * (self.high - self.low), 2)


finer_router = Router("/units/{slug:str}", route_handlers=[detail])
