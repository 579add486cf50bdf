"""When a rating cannot be taken: say what happened, keep the choice, lead on."""

from litestar import Request
from litestar.types import HTTPScope, Send

from portal.citizen import proofs
from portal.citizen.choices import RATING, Choice
from portal.citizen.shells import draw
from portal.citizen.visits import Context, reply
from portal.language import greet, link
from portal.pages import render
from surveys.register import Place
from translations import gettext as _
from translations import mark, spoken

# In seconds: the count of the hour sinks minute by minute.
_LATER = 300
NOT_KEPT = [(b"cache-control", b"no-store")]
_HTML = (b"content-type", b"text/html; charset=utf-8")

_NOTICES = {
    408: mark("Your rating took too long to arrive, so nothing was saved. Please choose again."),
    409: mark("This counter is not taking ratings at the moment. Your rating was not saved."),
    410: mark("This page was too old. Please tap your choice once more."),
    413: mark("What was sent was too large, so nothing was saved. Please choose again."),
    422: mark("We could not read the rating, so nothing was saved. Please choose again."),
    429: mark(
        "Far more ratings than ever before are arriving here, so yours was not saved."
        " Please try again in a few minutes."
    ),
}


class Refused(Exception):
    """A rating that is not taken.

    Args:
        status: of the answer.
        place: the touchpoint, whose page is then shown again with a fresh ticket; without one the
            code itself leads nowhere.
        choice: which page that is.
        chosen: the answer to keep on that page, as the form sends it.
        slip: the one-time code to keep there, or "".
    """

    def __init__(
        self,
        status: int,
        *,
        place: Place | None = None,
        choice: Choice = RATING,
        chosen: str | None = None,
        slip: str = "",
    ) -> None:
        super().__init__(status)
        self.status, self.place, self.choice, self.chosen = status, place, choice, chosen
        self.slip = slip


async def tell(scope: HTTPScope, send: Send, context: Context, refused: Refused) -> None:
    """Answer with the page again, or with where else to go, in the language spoken now."""
    place = refused.place
    if place is None or place.state == "retired":
        return await _lead_on(scope, send, context, refused)
    language = spoken()
    notice = _(_NOTICES[refused.status])
    shell = draw(
        context.register,
        place,
        language,
        refused.choice,
        demo=context.demo,
        notice=notice,
        chosen=refused.chosen,
    )
    ticket = proofs.nonce(context, place, refused.slip)
    headers = [h for h in shell.headers if h[0] != b"cache-control"]
    if refused.status == 429:
        headers.append((b"retry-after", str(_LATER).encode()))
    await reply(send, refused.status, [*headers, *NOT_KEPT], shell.plain(ticket))
    return None


async def _lead_on(scope: HTTPScope, send: Send, context: Context, refused: Refused) -> None:
    language = spoken()
    # The page's links carry the language that the address asked for.
    greet(Request(scope))
    office, leads = "", [(_("Find an office"), link("/"))]
    if place := refused.place:
        office = context.register.unit_names.say(place.unit_id, language)
        slug = context.register.slug_of(place.unit_id)
        leads.insert(0, (office, link(f"/units/{slug}")))
    kind = "retired" if refused.place else "unknown"
    page = "rate/late.html" if scope["method"] == "POST" else "rate/gone.html"
    body = render(page, demo=context.demo, kind=kind, office=office, leads=leads)
    headers = [_HTML, (b"content-language", language.encode()), *NOT_KEPT]
    await reply(send, refused.status, headers, body.encode())


async def tell_method(send: Send) -> None:
    """Answer a method that the rating path does not know."""
    await reply(send, 405, [(b"allow", b"GET, HEAD, POST"), *NOT_KEPT])
