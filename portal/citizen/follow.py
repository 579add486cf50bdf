"""The follow-up code: in groups of three to write down, drawn to be scanned, and where it leads."""

from typing import Any

import segno
from markupsafe import Markup

from portal import language
from portal.citizen.visits import Context
from surveys import codes


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
