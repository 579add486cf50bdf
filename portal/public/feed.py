"""An office's news as an Atom feed: each published period, and what was done; newest first."""

from datetime import date, datetime, time

from litestar import Response, Router, get
from litestar.params import FromPath

from analytics.numbers.archive import Headline, headlines
from analytics.quality.saying import Told, said_and_did
from portal import language
from portal.pages import render
from portal.periods import period_title
from portal.public.deeds import proof
from portal.public.listing import AnyRequest, directory_of
from portal.public.results import HEADLINE
from surveys import days
from surveys.database import reading
from translations import gettext as _
from translations import in_hundred, ngettext, spoken

ENTRIES = 40
_ATOM = "application/atom+xml"


@get("/", name="unit_feed", sync_to_thread=True)
def show(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """What was published of a unit, from the published table alone; nothing that is withheld.

    Source: RFC 4287, The Atom Syndication Format.
    """
    unit_id = request.app.state.rating.register.find_unit(slug)
    with reading(request.app.state.engine) as connection:
        told = headlines(connection, unit_id, HEADLINE, ENTRIES)
        done = said_and_did(connection, unit_id, ENTRIES)
    base = request.app.state.settings.base_url.rstrip("/")
    place = f"{base}/units/{slug}"
    entries = [_result(place, headline) for headline in told] + [_deed(place, one) for one in done]
    entries.sort(key=lambda one: one["updated"], reverse=True)
    text = render(
        "public/feed.xml",
        demo=request.app.state.demo,
        title=directory_of(request).find(slug).name(spoken()),
        address=language.link(place),
        feed=language.link(f"{place}/feed"),
        updated=max((one["updated"] for one in entries), default=_moment(_today())),
        entries=entries,
    )
    headers = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Language"}
    return Response(text, media_type=_ATOM, headers=headers)


def _deed(place: str, told: Told) -> dict[str, str]:
    return {
        "title": f"{_('You said, we did')}: {told.did}",
        "id": f"{place}#done-{told.id}",
        "href": language.link(place),
        "updated": _moment(told.did_on),
        "summary": " ".join(filter(None, (f"“{told.said}”", told.did, proof(told.effect)))),
    }


def _result(place: str, told: Headline) -> dict[str, str]:
    figure = told.figure
    about = _("About %(some)s of 100 ratings were satisfied.", some=_of_hundred(figure.value))
    ratings = ngettext("From %(num)s rating.", "From %(num)s ratings.", figure.n or 0)
    chance = _(
        "Chance alone would move this between %(low)s and %(high)s.",
        low=_of_hundred(figure.low),
        high=_of_hundred(figure.high),
    )
    return {
        "title": f"{period_title(told.period)}: {about}",
        # Never another one, whatever language it is read in.
        "id": f"{place}?period={told.period.label}",
        "href": language.link(f"{place}?period={told.period.label}"),
        "updated": _moment(told.published_on),
        "summary": " ".join(
            (about, ratings, chance, _("Those who did not rate may think otherwise."))
        ),
    }


def _of_hundred(share: float | None) -> str:
    """A share that is told; where the headline is, both ends of its interval are too."""
    return "" if share is None else in_hundred(share)


def _moment(day: date) -> str:
    return datetime.combine(day, time(), days.OFFICE).isoformat()


def _today() -> date:
    return days.office_day(days.now_ms())


feed_router = Router("/units/{slug:str}/feed", route_handlers=[show], include_in_schema=False)
