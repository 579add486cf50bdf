"""What the overview of a unit tells, read in one snapshot."""

from dataclasses import dataclass
from typing import Any

from analytics.numbers.asks import TooManyDays
from analytics.numbers.estimates import Estimate
from analytics.numbers.standing import Bearings, Standing, ask_of, find_bearings, stand
from analytics.numbers.verified import verified_satisfaction
from analytics.text.shown import Found, first_comments
from portal.charts import interval_bar, scale_of
from portal.periods import period_title
from portal.staff import drawings
from portal.staff.asked import Asked, has_units, read_asked, scope_of
from portal.staff.filters import filters_of, sentence_of
from portal.staff.lineage import Lineage, Origin, lineages, surveys_of
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.remarks import note_reading, remarks
from surveys.database import reading
from surveys.register import Register
from translations import mark, spoken

# So many comments stand on the overview; the others have a page of their own.
_TO_READ = 3

TOO_LONG = mark("One channel alone can be told for 400 days at most: choose a shorter time.")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read for one overview.

    Attributes:
        standing: None before the first rating, or where the filters make no sense.
        found: comments; None where the person may not read them.
        verified: satisfaction of the ratings that came with a slip; None where none did.
        problems: of the filters, msgids by field.
    """

    slug: str
    unit_id: int
    register: Register
    bearings: Bearings
    asked: Asked
    standing: Standing | None
    found: Found | None
    verified: Estimate | None
    problems: dict[str, str]

    @property
    def several(self) -> bool:
        """Whether units stand below."""
        return has_units(self.register, self.unit_id)


def see(request: AnyRequest, slug: str) -> Seen:
    """Read the overview that an address asks for; who is shown comments is noted in the log."""
    register, query = register_of(request), request.query_params
    unit_id = register.find_unit(slug)
    standing, found, verified = None, None, None
    with reading(request.app.state.engine) as connection:
        scope = scope_of(query, register, unit_id)
        bearings = find_bearings(connection, register, slug, scope)
        asked = read_asked(query, register, slug, scope, bearings)
        problems = dict(asked.problems)
        if bearings.first and not problems:
            try:
                standing = stand(connection, register, asked.view, bearings.first)
            except TooManyDays:
                problems["channel"] = TOO_LONG
        if standing:
            verified = verified_satisfaction(connection, register, asked.view)
        if standing and principal_of(request).may("comments"):
            ask = ask_of(register, asked.view, asked.view.period)
            found = first_comments(connection, ask, _TO_READ)
    if found:
        note_reading(request, slug, found)
    return Seen(slug, unit_id, register, bearings, asked, standing, found, verified, problems)


def figures_context(seen: Seen) -> dict[str, Any]:
    """What ``units/_figures.html`` draws.

    Names: slug, unit (its name), several, today (how many came in all; None where few did, or
    where one service or channel is looked at), filters (``filters.Filters``), query (of this
    view), moved (whether the fragment stands alone), and told: None without figures, else the
    names of ``_told``.
    """
    rated = seen.standing.services if seen.standing else {}
    return {
        "slug": seen.slug,
        "unit": seen.register.unit_names.say(seen.unit_id, spoken()),
        "several": seen.several,
        "today": seen.bearings.today if seen.asked.view.plain else None,
        "filters": filters_of(seen.asked, seen.register, seen.bearings, rated, seen.problems),
        "query": seen.asked.query(),
        "told": _told(seen, seen.standing) if seen.standing else None,
        "moved": False,
    }


def _told(seen: Seen, standing: Standing) -> dict[str, Any]:
    """Names: now (indicators by id), satisfaction, bar, unflagged (None where it is the same),
    flagged, verified (None where no slip was used), difference,
    signals ((what, its figures) each), watch, charted (whether limits tell of this time),
    trend, factors, services, comments (None without the right), comments_total (of which there may
    be comments_more), lineage (by figure)."""
    view, now = seen.asked.view, standing.indicators
    satisfaction = now["satisfaction"]
    found = seen.found
    return {
        "now": now,
        "satisfaction": satisfaction,
        "bar": interval_bar(satisfaction, scale_of([satisfaction])),
        "unflagged": standing.unflagged if standing.flagged else None,
        "flagged": standing.flagged,
        "verified": seen.verified,
        "difference": drawings.difference(
            standing, period_title(view.period), period_title(view.before)
        ),
        "signals": drawings.signals(standing.watch, view.period),
        "watch": standing.watch,
        "charted": standing.watch.charts(view.period),
        "trend": drawings.watched_trend(standing.watch),
        "factors": drawings.factors(standing),
        "services": drawings.services(standing, seen.register),
        "comments": remarks(found, seen.register, several=view.scope == "tree") if found else None,
        "comments_total": found.total if found else 0,
        "comments_more": bool(found and found.more),
        "lineage": _lineage(seen, standing),
    }


def _lineage(seen: Seen, standing: Standing) -> dict[str, Lineage]:
    """How each part of the page is reckoned."""
    register, view = seen.register, seen.asked.view
    units = {seen.unit_id}
    if view.scope == "tree":
        units |= set(register.descendants(seen.unit_id, view.period.start))
    filters = sentence_of(seen.asked, register, seen.several)
    origin = Origin(view, filters, surveys_of(register, units), seen.bearings.seal)
    return lineages(origin, standing, register)
