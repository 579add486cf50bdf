"""Bringing responses in: one, or up to five hundred, each durable and each exactly once.

A delivered response waits as a tap does, so that the same key with another mark may still correct
it; then it is sealed. Its key is remembered for ever, so a delivery may be repeated at any time.
"""

import asyncio
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, post
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from sqlalchemy import Connection

from portal.api import shapes
from portal.api.bodies import UNDECODED, not_json, sends_json
from portal.api.units import problem
from portal.citizen.visits import Context
from portal.kiosk.bearers import collects, covers, tablet_or_none
from portal.line_problems import SENTENCES
from surveys import codes, days
from surveys.database import reading
from surveys.kiosks import note_delivery
from surveys.register import Place, UnknownTouchpoint
from surveys.transfer import catalogue
from surveys.transfer.checking import Checker, columns_of
from surveys.transfer.delivery import Delivered, judge, store
from surveys.transfer.lines import Wrong

AnyRequest = Request[Any, Any, Any]
Member = dict[str, Any]

# One transaction holds the write lock while citizens wait behind it.
MOST = 500
# In bytes, of a whole delivery: the longest comments, five hundred times.
LARGEST = 4_000_000

# Whatever a tablet says of itself.
_BY_TABLET = {"channel": "kiosk"}

# What only a delivery can have wrong; the rest is in ``line_problems``.
_SENTENCES = SENTENCES | {
    "bad_value": "a value is text, a whole number, true, false or null",
    "closed": "this touchpoint takes no new responses",
    "key_taken": "this key belongs to a response of another touchpoint or another time",
    "other_touchpoint": "the address names another touchpoint",
}
_CONFLICTS = {"closed", "key_taken"}
_TOLD = {
    400: "what was sent is not JSON",
    401: "no valid key",
    403: "a key of another scope, or of another unit",
    404: "no such touchpoint",
    409: "closed, or key-taken: nothing was stored",
    413: "more than 500 responses, or 4 MB",
    415: "the body is said to be something else than JSON",
    422: "what is wrong with the one response, or with the array as a whole",
}


@post(
    "/{code:str}/responses",
    guards=[collects, sends_json],
    exception_handlers=dict.fromkeys(UNDECODED, not_json),
    request_max_body_size=LARGEST,
    summary="Bring responses in",
    responses={
        207: ResponseSpec(
            list[shapes.Receipt], description="some were refused", generate_examples=False
        ),
        **{status: problem(told) for status, told in _TOLD.items()},
    },
    security=[{"key": []}],
)
async def collect(
    request: AnyRequest, code: FromPath[str], data: JSONBody[Member | list[Member]]
) -> Response[shapes.Receipt | list[shapes.Receipt]]:
    """One response, its key in the header Idempotency-Key; or an array, each with a member key.

    Members are the columns of the CSV of responses; without `given_at` a response was given now.
    Answers 201 when all are durable, stored now or known before; an array with refused ones is
    answered 207, and the others are stored.
    """
    place = _place(request, code)
    if isinstance(data, list):
        _require_members(request, data)
        delivery = await _deliver(request, place, data)
        refused = [one for one in delivery if one.status == "refused"]
        if refused and len(refused) == len(delivery) and all(map(_is_closed, refused)):
            raise _refusal(refused[0])
        return Response([_receipt(one) for one in delivery], status_code=207 if refused else 201)
    (only,) = await _deliver(request, place, [_with_key(request, data)])
    if only.status == "refused":
        raise _refusal(only)
    return Response(_receipt(only), status_code=201)


def _place(request: AnyRequest, text: str) -> Place:
    register, code = request.app.state.rating.register, codes.read_code(text)
    if code is None:
        raise UnknownTouchpoint(text)
    place: Place = register.find_place(code)
    if not covers(request, register, place):
        raise HTTPException(status_code=403, detail="the key holds for another unit")
    return place


def _require_members(request: AnyRequest, members: list[Member]) -> None:
    if not members:
        raise _invalid("empty", "the array has no member")
    if "idempotency-key" in request.headers:
        raise _invalid("key-in-members", "in an array each member has a key of its own")


def _with_key(request: AnyRequest, member: Member) -> Member:
    """The member with the key of the header, which may be quoted as structured fields are."""
    key = request.headers.get("idempotency-key", "").strip().removeprefix('"').removesuffix('"')
    if key and str(member.get("key") or key) != key:
        raise _invalid("two-keys", "header and member name two keys")
    return member | {"key": key} if key else member


def _invalid(code: str, detail: str) -> HTTPException:
    return HTTPException(status_code=422, detail=detail, extra={"code": code})


async def _deliver(request: AnyRequest, place: Place, members: list[Member]) -> list[Delivered]:
    """Judge the members, store the good ones in one transaction, and wait until it is durable."""
    if len(members) > MOST:
        raise HTTPException(
            status_code=413, detail=f"at most {MOST} at a time", extra={"code": "too-many"}
        )
    context: Context = request.app.state.rating
    now_ms, tablet = days.now_ms(), tablet_or_none(request)
    if tablet:
        members = [member | _BY_TABLET for member in members]
    delivery = await asyncio.to_thread(_judge, request, place, members, now_ms)

    def doubts(mark: int, given_ms: int) -> int:
        if tablet is None:
            return 0
        return context.tempo.judge_tablet(tablet.id, place.busiest_hour, mark, given_ms)

    def keep(connection: Connection) -> None:
        store(
            connection,
            delivery,
            now_ms,
            context.settings.settle_seconds * 1000,
            accepting=place.state == "open",
            simulated=context.demo,
            doubts=doubts,
        )
        if tablet:
            note_delivery(connection, tablet.id)

    await context.writer.run(keep)
    return delivery


def _judge(
    request: AnyRequest, place: Place, members: list[Member], now_ms: int
) -> list[Delivered]:
    with reading(request.app.state.engine) as connection:
        names = catalogue.load(connection)
    checker = Checker(request.app.state.rating.register, names, now_ms)
    columns = columns_of(names)
    return [judge(checker, columns, place.code, member, str(now_ms)) for member in members]


def _is_closed(one: Delivered) -> bool:
    return any(wrong.reason == "closed" for wrong in one.wrongs)


def _refusal(one: Delivered) -> HTTPException:
    """The problem of a response that was sent alone."""
    told = _problem(one.wrongs)
    extra = {"code": told.code, "errors": told.errors}
    return HTTPException(status_code=told.status, detail=str(told.detail), extra=extra)


def _receipt(one: Delivered) -> shapes.Receipt:
    problem = _problem(one.wrongs) if one.status == "refused" else None
    return shapes.Receipt(one.key, one.status, problem)


def _problem(wrongs: list[Wrong]) -> shapes.Problem:
    errors = [
        shapes.Wrong(w.column, w.reason, str(_SENTENCES.get(w.reason, w.reason))) for w in wrongs
    ]
    conflicts = [wrong.reason for wrong in wrongs if wrong.reason in _CONFLICTS]
    status = HTTPStatus.CONFLICT if conflicts else HTTPStatus.UNPROCESSABLE_ENTITY
    code = conflicts[0].replace("_", "-") if conflicts else "invalid-response"
    return shapes.Problem(
        type=f"/problems/{code}",
        title=status.phrase,
        status=status,
        detail=errors[0].detail,
        code=code,
        errors=errors,
    )


collect_router = Router("/touchpoints", route_handlers=[collect])
