"""All comments of a unit, a page at a time, under the rule of ``analytics.text.shown``."""

from dataclasses import dataclass
from typing import Any

from litestar import Response, Router, get
from litestar.params import FromPath
from litestar.types import Guard

from analytics.numbers.standing import ask_of, find_bearings
from analytics.text.shown import Found, Order, find_comments
from analytics.text.visible import CROWD
from analytics.text.wanted import Wanted
from portal.pages import page
from portal.staff.asked import Asked, has_units, read_asked, scope_of
from portal.staff.dashboard import crumbs
from portal.staff.filters import Filters, filters_of
from portal.staff.frame import staff_page
from portal.staff.guards import may, within_scope
from portal.staff.narrowing import (
    LOOK_NAMES,
    choices,
    named,
    problems_of,
    read_wanted,
    sentence,
    told,
)
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.remarks import KIND_NAMES, THEME_NAMES, note_reading, remarks
from surveys.database import reading
from translations import gettext as _
from translations import mark, number, spoken

GUARDS: list[Guard] = [may("comments"), within_scope()]
ON_A_PAGE = 20

ORDERS: dict[Order, str] = {
    "newest": mark("Newest first"),
    "low": mark("Low marks first"),
}


@dataclass(frozen=True, slots=True)
class Turned:
    """A page of comments that an address asks for."""

    slug: str
    asked: Asked
    order: Order
    number: int
    wanted: Wanted
    found: Found
    filters: Filters

    def query(self, number: int, **changed: str) -> str:
        """The address of another page of the same, or of others."""
        order = self.order if self.order != "newest" else ""
        page = str(number) if number > 1 else ""
        return self.asked.query(**{"order": order, "page": page, **told(self.wanted), **changed})


@get("/comments", name="unit_comments", guards=GUARDS, sync_to_thread=True)
def show(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The whole page; it includes the fragment below."""
    register, turned = register_of(request), turn(request, slug)
    unit = register.unit_names.say(register.find_unit(slug), spoken())
    return staff_page(
        request,
        "units/comments.html",
        status=422 if turned.filters.problems else 200,
        here=f"/staff/units/{slug}/comments",
        crumbs=[*crumbs(request, slug), (unit, f"/staff/units/{slug}?{turned.asked.query()}")],
        unit=unit,
        **comments_context(request, turned),
    )


@get("/comments/page", name="unit_comments_page", guards=GUARDS, sync_to_thread=True)
def turned_page(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The same comments alone, for htmx; the browser's address becomes that of the page."""
    turned = turn(request, slug)
    address = f"/staff/units/{slug}/comments?{turned.query(turned.number)}"
    return page(
        "units/_comments.html",
        status=422 if turned.filters.problems else 200,
        headers={"Cache-Control": "no-store", "HX-Push-Url": address},
        **comments_context(request, turned) | {"moved": True},
    )


def turn(request: AnyRequest, slug: str) -> Turned:
    """Read the page of comments that an address asks for, and note in the log who reads it."""
    register, query = register_of(request), request.query_params
    unit_id = register.find_unit(slug)
    order: Order = "low" if query.get("order") == "low" else "newest"
    number, wanted = _number(query.get("page", "")), read_wanted(query)
    found = Found((), 0)
    with reading(request.app.state.engine) as connection:
        scope = scope_of(query, register, unit_id)
        bearings = find_bearings(connection, register, slug, scope)
        asked = read_asked(query, register, slug, scope, bearings)
        if not asked.problems:
            ask = ask_of(register, asked.view, asked.view.period)
            skipped = ON_A_PAGE * (number - 1)
            found = find_comments(connection, ask, order, ON_A_PAGE, skipped, wanted)
    note_reading(request, slug, found)
    rated = [comment.service_id or 0 for comment in found.comments]
    problems = asked.problems | problems_of(wanted)
    filters = filters_of(asked, register, bearings, rated, problems)
    return Turned(slug, asked, order, number, wanted, found, filters)


def _number(text: str) -> int:
    # Six digits are beyond anybody's patience, and below what a database takes as an offset.
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 6 else 1


def comments_context(request: AnyRequest, turned: Turned) -> dict[str, Any]:
    """What ``units/_comments.html`` draws.

    Names: slug, filters (``filters.Filters``), orders ((value, words) each), order, comments,
    total, newer and older (queries of the neighbouring pages, or None), where (which of how many),
    crowd (how many responses a comment waits for), answers (whether its reader may open a
    case), moved (whether the fragment stands alone), wanted (``wanted.Wanted``), narrowed (in
    words, or ""), choices (of theme, kind and look), looks ((words, query, whether it is this one)
    each), searched (how many comments are looked through, where there are more), back (the
    query of this page), csrf and may_label.
    """
    register, found, number = register_of(request), turned.found, turned.number
    several = turned.asked.view.scope == "tree" and has_units(
        register, register.find_unit(turned.slug)
    )
    last = ON_A_PAGE * (number - 1) + len(found.comments)
    return {
        "slug": turned.slug,
        "filters": turned.filters,
        "orders": [(value, _(words)) for value, words in ORDERS.items()],
        "order": turned.order,
        "comments": remarks(found, register, several=several),
        "total": found.total,
        "newer": turned.query(number - 1) if number > 1 else None,
        "older": turned.query(number + 1) if last < found.total else None,
        "where": _where(turned, last),
        "crowd": CROWD,
        "answers": principal_of(request).may("answer"),
        "moved": False,
        **_desk(request, turned),
    }


def _where(turned: Turned, last: int) -> str:
    """Which of how many comments stand on the page."""
    first, found = ON_A_PAGE * (turned.number - 1) + 1, turned.found
    told = {"first": number(first), "last": number(last), "total": number(found.total)}
    if found.among:
        return _("%(first)s to %(last)s of %(total)s or more", **told)
    return _("%(first)s to %(last)s of %(total)s", **told)


def _desk(request: AnyRequest, turned: Turned) -> dict[str, Any]:
    """The names that belong to looking for comments, and to saying what they mean."""
    return {
        "wanted": turned.wanted,
        "narrowed": sentence(turned.wanted),
        "choices": choices(),
        "looks": _looks(turned),
        "searched": turned.found.among,
        "back": turned.query(turned.number),
        "csrf": principal_of(request).csrf,
        "may_label": principal_of(request).may("label"),
        "kinds": named(KIND_NAMES),
        "themes": named(THEME_NAMES),
    }


def _looks(turned: Turned) -> list[tuple[str, str, bool]]:
    """Ways to look at the comments: (words, query, whether it is this one)."""
    looks = {"": _("All comments")} | {look: _(words) for look, words in LOOK_NAMES.items()}
    now = turned.wanted.look or ""
    return [(words, turned.query(1, look=look), look == now) for look, words in looks.items()]


comments_router = Router("/units/{slug:str}", route_handlers=[show, turned_page])
