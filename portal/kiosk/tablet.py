"""What a tablet asks for without anybody touching it: to be paired, and to tell that it lives."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from litestar import Request, Router, post
from litestar.params import FromPath, JSONBody
from sqlalchemy import Connection

from portal.citizen.visits import Context
from portal.kiosk.bearers import is_tablet, tablet_or_none
from portal.kiosk.page import version_of
from surveys import codes, days, kiosks, pairing
from surveys.database import reading
from surveys.kiosks import Report, Tablet
from surveys.register import Place, UnknownTouchpoint

AnyRequest = Request[Any, Any, Any]
_LARGEST = 4_000
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class Typed(msgspec.Struct):
    """The code that somebody typed at the device."""

    code: Annotated[str, msgspec.Meta(max_length=100)]


class Told(msgspec.Struct):
    """What a device tells of itself."""

    version: Annotated[str, msgspec.Meta(max_length=kiosks.LONGEST_VERSION)]
    queued: Count = 0
    refused: Count = 0
    battery: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    charging: bool | None = None


@post("/pair", status_code=200, request_max_body_size=_LARGEST)
async def pair(request: AnyRequest, code: FromPath[str], data: JSONBody[Typed]) -> dict[str, Any]:
    """Make the device that shows the right code the tablet of this place; its bearer."""
    place, context = place_of(request, code), _context(request)
    token = await context.writer.run(
        lambda connection: pairing.pair(connection, place.id, data.code)
    )
    return {"token": token} | _told(request, place, _found(request, token))


@post("/state", status_code=200, guards=[is_tablet], request_max_body_size=_LARGEST)
async def state(request: AnyRequest, code: FromPath[str], data: JSONBody[Told]) -> dict[str, Any]:
    """Note that the tablet lives; answer with the time, and how it should behave."""
    place, tablet = place_of(request, code), tablet_or_none(request)
    if tablet is None or tablet.touchpoint_id != place.id:
        raise kiosks.UnknownKiosk(code)
    await _context(request).writer.run(_noting(tablet, data))
    return _told(request, place, tablet)


def _noting(tablet: Tablet, told: Told) -> Callable[[Connection], None]:
    report = Report(told.battery, told.charging, told.queued, told.refused, told.version)
    return lambda connection: kiosks.note_report(connection, tablet.id, report)


def place_of(request: AnyRequest, text: str) -> Place:
    """The touchpoint of the address.

    Raises:
        UnknownTouchpoint: there is none.
    """
    place: Place = _context(request).register.find_place(codes.read_code(text) or text)
    return place


def _context(request: AnyRequest) -> Context:
    context: Context = request.app.state.rating
    return context


def _found(request: AnyRequest, token: str) -> Tablet:
    with reading(request.app.state.engine) as connection:
        tablet = pairing.paired_or_none(connection, token)
    if tablet is None:
        raise UnknownTouchpoint
    return tablet


def _told(request: AnyRequest, place: Place, tablet: Tablet) -> dict[str, Any]:
    """How the tablet should behave; times of day are minutes, ``offset_ms`` makes them of now."""
    now_ms = days.now_ms()
    return {
        "now_ms": now_ms,
        "offset_ms": days.office_offset(now_ms // 900_000),
        "state": place.state,
        "opens": tablet.opens,
        "closes": tablet.closes,
        "weekdays": tablet.weekdays,
        "interval_s": tablet.interval_s,
        "version": version_of(_context(request).register, place),
    }


tablet_router = Router("/kiosk/{code:str}", route_handlers=[pair, state])
