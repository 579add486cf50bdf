"""Which response an address speaks of: its touchpoint and its receipt have to belong together."""

from typing import Any

from litestar import Request
from sqlalchemy import Connection

from portal.citizen.visits import Context
from surveys import additions, codes, days
from surveys.additions import Given, UnknownReceipt


def given_by(connection: Connection, context: Context, code: str, receipt: str) -> Given:
    """The response of a receipt at a touchpoint.

    Raises:
        UnknownReceipt: there is none, or it is another touchpoint's, or its 24 hours are over.
    """
    place = context.register.places.get(codes.read_code(code) or "")
    known = codes.read_receipt(receipt)
    if place is None or known is None:
        raise UnknownReceipt
    given = additions.find(connection, known, days.now_ms())
    if given.said["touchpoint_id"] != place.id:
        raise UnknownReceipt
    return given


async def values_of(request: Request[Any, Any, Any]) -> dict[str, list[str]]:
    """All values that a form sends under each name."""
    form = await request.form()
    return {name: [str(value) for value in form.getall(name)] for name in form}
