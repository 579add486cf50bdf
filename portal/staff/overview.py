"""What the overview of a unit tells, read in one snapshot."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from analytics.numbers.asks import Ask, TooManyDays
from analytics.numbers.estimates import TOO_FEW_UNDER
from analytics.numbers.standing import Bearings, Standing, ask_of, find_bearings, stand
from analytics.numbers.volumes import turned_in
from analytics.quality.watching.around import Beside, OpenSignal, Predecessor
from analytics.quality.watching.beside import read_beside
from analytics.quality.watching.charts import Chart
from analytics.text.shown import Found, first_comments
from portal.charts import interval_bar, scale_of
from portal.staff import drawings, trends
from portal.staff.asked import MAPPED, Asked, has_units, read_asked, scope_of, today
from portal.staff.filters import filters_of, sentence_of
from portal.staff.lineage import Lineage, Origin, lineages, surveys_of
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.remarks import note_reading, remarks
from portal.staff.signals.wording import title_of
from surveys.database import reading
from surveys.register import Register
from translations import mark, spoken

# So many comments stand on the overview; the others have a page of their own. So do signals.
_TO_READ, _TO_SEE = 3, 4

TOO_LONG = mark(
    "One service alone can be told by day or week for 400 days at most: choose a shorter time."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read for one overview.

    Attributes:
        standing: None before the first rating, or where the filters make no sense.
        beside: None where ``standing`` is.
        found: comments; None where the person may not read them.
        problems: of the filters, msgids by field.
        closed: transactions of the time, where nobody ever rated.
    """

    slug: str
    unit_id: int
    register: Register
    bearings: Bearings
    asked: Asked
    beside: Beside
    standing: Standing | None
    found: Found | None
    problems: dict[str, str]
    closed: int = 0

    @property
    def several(self) -> bool:
        """Whether units stand below."""
        return has_units(self.register, self.unit_id)


def see(request: AnyRequest, slug: str) -> Seen:
    """Read the overview that an address asks for; who is shown comments is noted in the log."""
    register, query = register_of(request), request.query_params
    unit_id = register.find_unit(slug)
    standing, found, closed = None, None, 0
    with reading(request.app.state.engine) as connection:
        scope = scope_of(query, register, unit_id)
        bearings = find_bearings(connection, register, slug, scope)
        asked = read_asked(query, register, slug, scope, bearings)
        beside = read_beside(
            connection,
            unit_id,
            register.ancestors(unit_id, today()),
            register.descendants(unit_id, today()) if scope == "tree" else [],
            asked.view.period,
            spoken(),
        )
        if query.get("past") == MAPPED:
            asked = with_past(asked, beside)
        problems = dict(asked.problems)
        if bearings.first is None:
            _answers, closed = turned_in(connection, _whole(register, asked)) or (0, 0)
        elif not problems:
            try:
                standing = stand(connection, register, asked.view, _first(bearings, asked))
            except TooManyDays:
                problems["by"] = TOO_LONG
        if standing and principal_of(request).may("comments"):
            ask = ask_of(register, asked.view, asked.view.period)
            found = first_comments(connection, ask, _TO_READ)
    if found:
        note_reading(request, slug, found)
    return Seen(slug, unit_id, register, bearings, asked, beside, standing, found, problems, closed)


def _whole(register: Register, asked: Asked) -> Ask:
    plain = replace(asked.view, service=None, channel=None)
    return ask_of(register, plain, plain.period)


def with_past(asked: Asked, beside: Beside) -> Asked:
    """The same with the months of those units that became this one whole."""
    whole = tuple(one.unit_id for one in beside.predecessors if one.share == "whole")
    if asked.view.scope == "tree":
        return asked
    return replace(asked, view=replace(asked.view, ancestry=whole))


def _first(bearings: Bearings, asked: Asked) -> date | None:
    """Where months begin: of predecessors long before, as far as two years are drawn."""
    first = bearings.first
    if first is None or not asked.view.ancestry:
        return first
    return min(first, asked.view.period.end.replace(year=asked.view.period.end.year - 2, day=1))


def figures_context(seen: Seen) -> dict[str, Any]:
    """What ``units/_figures.html`` draws.

    Names: slug, unit (its name), several, closed (transactions, where nobody ever rated), today
    (how many came in all; None where few did, or where one service or channel is looked at),
    filters (``filters.Filters``), query (of this view), moved (whether the fragment stands alone),
    and told: None without figures, else the names of ``_told``.
    """
    rated = seen.standing.services if seen.standing else {}
    return {
        "slug": seen.slug,
        "unit": seen.register.unit_names.say(seen.unit_id, spoken()),
        "several": seen.several,
        "closed": seen.closed,
        "today": seen.bearings.today if seen.asked.view.plain else None,
        "filters": filters_of(
            seen.asked, seen.register, seen.bearings, rated, seen.problems, seen.beside
        ),
        "query": seen.asked.query(),
        "told": _told(seen, seen.standing) if seen.standing else None,
        "moved": False,
    }


def _told(seen: Seen, standing: Standing) -> dict[str, Any]:
    """Names: now (indicators by id), satisfaction, bar, target (``around.Target`` or None),
    unflagged (None where fewer than ten are flagged), flagged, difference, signals ((signal, title,
    unit) each; there may be signals_more), outside (shares beyond their limits of which no signal
    speaks, in words), chart, charted (whether limits tell of this time), trend, pieces (the trend
    of the time in pieces, or None), divided (names of units that cannot be mapped), factors,
    services, comments (None without the right), comments_total (of which there may be
    comments_more), lineage (by figure)."""
    view, now, beside = seen.asked.view, standing.indicators, seen.beside
    satisfaction, found = now["satisfaction"], seen.found
    chart = trends.watched(standing, view, beside, seen.unit_id)
    beyond = trends.outside(chart, view, beside)
    target = beside.target if view.plain else None
    goal = target.value if target else None
    return {
        "now": now,
        "satisfaction": satisfaction,
        "bar": interval_bar(satisfaction, scale_of([satisfaction], goal), goal),
        "target": target,
        # Of fewer it would tell what the doubted ones said.
        "unflagged": standing.unflagged if standing.flagged >= TOO_FEW_UNDER else None,
        "flagged": standing.flagged,
        "difference": drawings.difference(standing, view),
        "signals": _signals(seen)[:_TO_SEE],
        "signals_more": len(seen.beside.signals) - _TO_SEE,
        "outside": trends.listed(beyond),
        "limit": max((one.high for one in beyond if one.high is not None), default=None),
        "chart": chart,
        "charted": chart.limited(view.period),
        "trend": trends.months_trend(chart, beside, view),
        "pieces": trends.pieces_trend(standing.cut, beside.events),
        "divided": _names(seen, [one for one in beside.predecessors if one.share != "whole"]),
        "mapped": _names(seen, [one for one in beside.predecessors if one.share == "whole"]),
        "factors": drawings.factors(standing),
        "services": drawings.services(standing, seen.register),
        "comments": remarks(found, seen.register, several=view.scope == "tree") if found else None,
        "comments_total": found.total if found else 0,
        "comments_more": bool(found and found.among),
        "lineage": _lineage(seen, standing, chart),
    }


def _signals(seen: Seen) -> list[tuple[OpenSignal, str, str]]:
    """The open signals with their titles; where there are units below, with the unit's name."""
    names = seen.register.unit_names
    several = seen.asked.view.scope == "tree"
    return [
        (one, title_of(one), names.say(one.unit_id, spoken()) if several else "")
        for one in seen.beside.signals
    ]


def _names(seen: Seen, some: list[Predecessor]) -> str:
    """The predecessors by name, with the day on which they ended."""
    names = seen.register.unit_names
    told = sorted({names.say(one.unit_id, spoken()) for one in some})
    return ", ".join(told)


def _lineage(seen: Seen, standing: Standing, chart: Chart) -> dict[str, Lineage]:
    """How each part of the page is reckoned."""
    register, view = seen.register, seen.asked.view
    units = {seen.unit_id}
    if view.scope == "tree":
        units |= set(register.descendants(seen.unit_id, view.period.start))
    filters = sentence_of(seen.asked, register, seen.several)
    origin = Origin(
        *(view, filters, surveys_of(register, units), seen.bearings.seal),
        flagged=standing.flagged,
        excluded=seen.beside.excluded,
    )
    return lineages(origin, standing, chart, register)
