"""The board for the office wall: what was said and what was done, on one sheet."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from analytics.quality.saying import said_and_did
from portal.pages import page
from portal.public.deeds import proof
from portal.staff.guards import may, within_scope
from portal.staff.principal import AnyRequest, register_of
from surveys.database import reading
from translations import complete_languages, own_name, spoken

ITEMS = 3
SIZES = ("a4", "a3")


@get(
    "/units/{slug:str}/said/board",
    name="said_board",
    guards=[may("reviews"), within_scope()],
    sync_to_thread=True,
)
def show_board(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The newest three items on A4, or on A3 with ``?size=a3``."""
    register = register_of(request)
    unit_id = register.find_unit(slug)
    size = request.query_params.get("size", "a4")
    with reading(request.app.state.engine) as connection:
        items = said_and_did(connection, unit_id, ITEMS)
    return page(
        "quality/board.html",
        headers={"Cache-Control": "no-store"},
        demo=bool(request.app.state.get("demo")),
        unit=register.unit_names.say(unit_id, spoken()),
        slug=slug,
        size=size if size in SIZES else "a4",
        items=[(item, proof(item.effect)) for item in items],
        others=[(code, own_name(code)) for code in complete_languages() if code != spoken()],
    )
