"""Making slips: one-time codes that another system prints on what it hands over."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Router, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath, JSONBody
from sqlalchemy import Connection

from portal.api import shapes
from portal.api.units import problem
from portal.citizen.visits import Context
from portal.staff.keys import holds_key, key_of
from surveys import codes, slips
from surveys.register import UnknownTouchpoint

AnyRequest = Request[Any, Any, Any]

# One transaction holds the write lock while citizens wait behind it.
MOST = 500


class Wanted(msgspec.Struct):
    """How many slips, and the label of the pad they belong to."""

    batch: Annotated[str, msgspec.Meta(min_length=1, max_length=slips.LONGEST_BATCH)]
    count: Annotated[int, msgspec.Meta(ge=1, le=MOST)] = 1


@post(
    "/{code:str}/slips",
    guards=[holds_key("collect")],
    summary="Make slips",
    responses={
        401: problem("no valid key"),
        403: problem("a key of another scope, or of another unit"),
        404: problem("no such touchpoint"),
        409: problem("this touchpoint takes no responses"),
    },
    security=[{"key": []}],
)
async def make_slips(
    request: AnyRequest, code: FromPath[str], data: JSONBody[Wanted]
) -> list[shapes.Slip]:
    """One-time codes for a touchpoint, and the links that a QR code may carry.

    They are shown once: only their hashes are kept. A response that comes through such a link is
    verified, the first time; whatever the slip is, it is counted.
    """
    context: Context = request.app.state.rating
    place = context.register.places.get(codes.read_code(code) or "")
    if place is None:
        raise UnknownTouchpoint(code)
    if not key_of(request).covers(context.register, place.unit_id):
        raise HTTPException(status_code=403, detail="the key holds for another unit")
    if place.state != "open":
        raise HTTPException(
            status_code=409, detail="this touchpoint is closed", extra={"code": "closed"}
        )

    def work(connection: Connection) -> list[str]:
        return slips.make(connection, place.id, data.count, data.batch)

    made = await context.writer.run(work)
    where = f"{context.settings.base_url}/r/{place.code}"
    return [shapes.Slip(slip, f"{where}/{slip}") for slip in made]


slips_router = Router("/touchpoints", route_handlers=[make_slips])
