"""The rating path: ``GET`` and ``POST`` of ``/r/{code}``, and of ``/r/{code}/unfinished``.

Nothing here waits but the commit: no session, no cookie, no query, no template. Read downward:
which touchpoint, which language, page or rating. What goes wrong is told in ``refusals``.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import HTTPScope, Receive, Scope, Send

import translations
from portal import errors
from portal import language as languages
from portal.citizen import forms, proofs, refusals
from portal.citizen.choices import COULD_NOT_FINISH, RATING, Choice
from portal.citizen.refusals import Refused
from portal.citizen.shells import Shell, accepts_gzip
from portal.citizen.visits import Context, reply, seen_from
from surveys import additions, codes, days, slips, tickets
from surveys.intake import Tap
from surveys.register import Place
from surveys.responses import CHANNELS
from surveys.screening import TRAP
from surveys.tempo import Flood, Spent

RETIRED = "retired"
KIOSK = CHANNELS["kiosk"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request on the rating path."""

    context: Context
    place: Place
    choice: Choice
    language: str
    scope: HTTPScope
    # Whether the address itself named the language.
    carried: bool
    headers: dict[bytes, bytes]
    # The one-time code that vouches for the visit, or "".
    slip: str = ""

    @property
    def carry(self) -> str:
        """What the next address carries along."""
        return f"?lang={self.language}" if self.carried else ""


class RatingPath:
    """Answers ``/r/{code}`` itself and hands everything else to the application inside.

    It stands in front of Litestar because an ``@asgi`` handler with a path parameter cannot be
    reached in 2.25 (its router raises KeyError), and an ordinary handler costs twice the time.
    """

    def __init__(self, app: Litestar) -> None:
        self._app = app
        self._context: Context | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        # Some readers of QR codes write the whole address in capitals.
        if scope["type"] != ScopeType.HTTP or scope["path"][:3] not in ("/r/", "/R/"):
            return await self._app(scope, receive, send)
        code, choice, slip = scope["path"][3:].rstrip("/"), RATING, ""
        if "/" in code:
            scope["path"] = f"/r/{code}"
            code, _, rest = code.partition("/")
            if f"/{rest}" == COULD_NOT_FINISH.path:
                choice = COULD_NOT_FINISH
            elif "/" in rest or rest == "more":
                return await self._app(scope, receive, send)
            else:
                slip = slips.read(rest)  # one that cannot be read keeps nobody from rating
        scope["litestar_app"] = self._app
        # Made when the server starts, the same until it ends.
        context = self._context = self._context or seen_from(scope)
        try:
            return await take_in(context, scope, receive, send, code, choice, slip)
        except Exception as failed:
            return await errors.tell(failed, scope, receive, send)


async def take_in(
    context: Context,
    scope: HTTPScope,
    receive: Receive,
    send: Send,
    code: str,
    choice: Choice,
    slip: str = "",
) -> None:
    """A page of a touchpoint, or one tap on it."""
    headers = dict(scope["headers"])
    carried = languages.asked_in(scope["query_string"])
    spoken = carried or translations.negotiate(
        headers.get(b"accept-language", b"").decode("latin-1"), context.settings.locale
    )
    translations.speak(spoken)
    try:
        place = _place(context, code)
        asked = Asked(context, place, choice, spoken, scope, bool(carried), headers, slip)
        method = scope["method"]
        if method == "POST":
            location = await _take(asked, receive)
            # A script goes to the thanks itself; following here it would ask for them twice.
            status = 201 if headers.get(b"prefer") == b"return=minimal" else 303
            await reply(send, status, [(b"location", location.encode()), *refusals.NOT_KEPT])
        elif method == "GET":
            if asked.place.state == RETIRED:
                raise Refused(410, place=asked.place)
            await _show(send, asked, context.shell(asked.place, spoken, choice))
        else:
            await refusals.tell_method(send)
    except Refused as refused:
        await refusals.tell(scope, send, context, refused)
    except forms.Gone:
        return


def _place(context: Context, code: str) -> Place:
    places = context.register.places
    # As printed, else as somebody typed it.
    place = places.get(code) or places.get(codes.read_code(code) or "")
    if place is None:
        raise Refused(404)
    return place


async def _show(send: Send, asked: Asked, shell: Shell) -> None:
    ticket = proofs.nonce(asked.context, asked.place, asked.slip)
    headers = list(shell.headers)
    if accepts_gzip(asked.headers.get(b"accept-encoding", b"")):
        body = shell.zipped(ticket)
        headers.append((b"content-encoding", b"gzip"))
    else:
        body = shell.plain(ticket)
    await reply(send, 200, headers, body)


async def _take(asked: Asked, receive: Receive) -> str:
    """Store one tap; the address of the page that thanks for it, once it is durable."""
    place, context, now_ms = asked.place, asked.context, days.now_ms()
    fields = await _fields(asked, receive)
    nonce, slip = proofs.parted(fields.get("nonce", ""))
    asked = replace(asked, slip=slip) if slip else asked
    chosen = fields.get(asked.choice.field, "")
    value = asked.choice.values.get(chosen)
    if value is None:
        raise _refused(asked, 422)
    ticket, expired = _ticket(asked, nonce, chosen, now_ms)
    key = _key(asked, ticket, fields.get("tap", ""), chosen)
    if expired or place.state != "open":
        await _require_known(asked, key, chosen, expired)
    receipt = codes.receipt(context.receipt_key(ticket.secret), key)
    given_ms = tickets.given_at(fields.get("given_at", ""), ticket.issued_ms, now_ms)
    spot = context.register.locate(place, given_ms)
    tap = Tap(
        key=key,
        receipt=additions.hash_of(receipt),
        touchpoint_id=place.id,
        unit_id=spot.unit_id,
        path_id=spot.path_id,
        service_id=place.service_id,
        survey_version_id=place.survey_version_id,
        channel=place.channel,
        locale=asked.language,
        given_ms=given_ms,
        received_ms=now_ms,
        day=spot.day,
        overall=value if asked.choice is RATING else None,
        unfinished=None if asked.choice is RATING else value,
        settles_ms=now_ms + context.settings.settle_seconds * 1000,
        until=additions.remembered_until(days.office_day(now_ms)),
        flags=_doubts(asked, ticket, key, chosen, value, now_ms) | _trapped(fields),
    )
    await context.writer.add(tap)
    if asked.slip:
        await proofs.redeem(context, place, asked.slip, key)
    return f"/r/{place.code}/more/{receipt}{asked.carry}"


def _refused(asked: Asked, status: int, chosen: str | None = None) -> Refused:
    return Refused(status, place=asked.place, choice=asked.choice, chosen=chosen, slip=asked.slip)


def _trapped(fields: dict[str, str]) -> int:
    return TRAP if fields.get("website") else 0


async def _fields(asked: Asked, receive: Receive) -> dict[str, str]:
    try:
        body: Any = await forms.read_body(asked.headers, receive, asked.context.patience)
        return forms.read_fields(body)
    except forms.TooLarge:
        raise _refused(asked, 413) from None
    except forms.TooSlow:
        raise _refused(asked, 408) from None
    except forms.BrokenForm:
        raise _refused(asked, 422) from None


def _ticket(asked: Asked, text: str, chosen: str, now_ms: int) -> tuple[tickets.Ticket, bool]:
    """The ticket, and whether it has expired."""
    try:
        return tickets.read(asked.context.ticket_keys, asked.place.code, text, now_ms), False
    except tickets.BadTicket as bad:
        if bad.old is None:
            raise _refused(asked, 422, chosen) from None
        return bad.old, True


def _key(asked: Asked, ticket: tickets.Ticket, tap: str, chosen: str) -> str:
    try:
        return tickets.key_of(ticket, tap)
    except ValueError:
        raise _refused(asked, 422, chosen) from None


async def _require_known(asked: Asked, key: str, chosen: str, expired: bool) -> None:
    """Take no new answer here; one whose thanks were lost on the way is still thanked."""
    if not await asked.context.writer.run(partial(additions.is_known, key)):
        gone = expired or asked.place.state == RETIRED
        raise _refused(asked, 410 if gone else 409, chosen)


def _doubts(
    asked: Asked, ticket: tickets.Ticket, key: str, chosen: str, value: int, now_ms: int
) -> int:
    """What is doubtful about this tap, as flags; refused only where it cannot be a citizen's."""
    place, context = asked.place, asked.context
    sender = None
    # One tablet is everybody's.
    if place.channel != KIOSK:
        user_agent = asked.headers.get(b"user-agent", b"")
        sender = context.senders.of(asked.scope, user_agent, now_ms)
    # What could not be finished is no mark, and makes no run of marks.
    mark = value if asked.choice is RATING else -value
    try:
        return context.tempo.judge(place, ticket, key, mark, now_ms, sender)
    except Spent:
        raise _refused(asked, 410, chosen) from None
    except Flood:
        raise _refused(asked, 429, chosen) from None
