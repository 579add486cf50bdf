"""The follow-up code: in groups of three to write down, drawn to be scanned, and where it leads."""

from typing import Any

import segno
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup

from portal import language
from portal.citizen.visits import Context
from surveys import additions, codes, days
from surveys.additions import UnknownReceipt
from surveys.database import reading


@get("/t/{receipt:str}", name="receipt", sync_to_thread=True)
def open_receipt(request: Request[Any, Any, Any], receipt: FromPath[str]) -> Redirect:
    """Lead back to what was said, to add to it, from any phone and for as long as that is open.

    Raises:
        UnknownReceipt: never given, or past its time; nobody can tell which.
    """
    context: Context = request.app.state.rating
    known = codes.read_receipt(receipt)
    if known is None:
        raise UnknownReceipt
    with reading(request.app.state.engine) as connection:
        given = additions.find(connection, known, days.now_ms())
    code = context.register.code_of(given.said["touchpoint_id"])
    leads = language.link(f"/r/{code}/more/{known}")
    return Redirect(leads, status_code=303, headers={"Cache-Control": "no-store"})


def follow_up(context: Context, receipt: str) -> dict[str, Any]:
    """What a page draws of a receipt.

    Names: receipt (in groups), follow (where it leads), follow_code (the QR code as SVG).
    """
    address = f"/t/{receipt}"
    return {
        "receipt": codes.format_code(receipt),
        "follow": language.link(address),
        "follow_code": _drawn(f"{context.settings.base_url}{address}"),
    }


def _drawn(address: str) -> Markup:
    # Dark on light in every colour scheme, or no phone can read it.
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(border=4, omitsize=True, dark="#0f252c", light="#fff", svgclass="qr")
    return Markup(drawn)  # noqa: S704
