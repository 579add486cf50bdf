"""The finder: which office, by whatever somebody remembers of it."""

import asyncio
import re
from typing import Any
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.response import Redirect

from portal import language
from portal.citizen.given import values_of
from portal.pages import page
from portal.public.listing import AnyRequest, by_kind, directory_of, entry, heirs
from surveys import codes
from surveys.directory import LONGEST, Directory, Listed
from surveys.register import Register

# More results say less than another word in the question.
SHOWN = 30
# An address of a rating page, pasted from a chat; what follows the code is cut off.
_LINK = re.compile(r"/r/([^/?#\s]+)", re.IGNORECASE)
_LONGEST_LINK = 2000


@get("/", name="finder", sync_to_thread=True)
def find(request: AnyRequest) -> Response[Any]:
    """The offices by kind, or those that answer to ``q``.

    The code of a touchpoint, typed by hand or in a pasted link, leads on to its rating page.
    """
    # Not a declared parameter: in-app browsers repeat what they add, and any text is a fair try.
    return _answer(request, request.query_params.get("q", "").strip())


@post("/", name="finder_asked")
async def ask(request: AnyRequest) -> Response[Any]:
    """The same from the form, which is sent, so that no follow-up code ever stands in an address.

    Offices that were found are shown under their own address, which may be passed on.
    """
    values = await values_of(request)
    return await asyncio.to_thread(_answer, request, values.get("q", [""])[-1].strip(), sent=True)


def _answer(request: AnyRequest, given: str, *, sent: bool = False) -> Response[Any]:
    asked = given[:LONGEST]
    link = _LINK.search(given[:_LONGEST_LINK])
    typed = link.group(1) if link else asked
    code = _touchpoint(request.app.state.rating.register, typed)
    if code:
        return Redirect(language.link(f"/r/{code}"), status_code=303)
    listed = directory_of(request)
    found = listed.search(asked)
    receipt = None if found else codes.read_receipt(typed)
    if receipt:
        return Redirect(language.link(f"/t/{receipt}"), status_code=303)
    if sent and (found or not asked):
        return Redirect(language.link(f"/?{urlencode({'q': asked})}"), status_code=303)
    return page(
        "public/finder.html",
        demo=request.app.state.demo,
        asked=asked,
        found=[_result(listed, unit) for unit in found[:SHOWN]],
        more=len(found) > SHOWN,
        mistyped=not found and (link is not None or codes.resembles_code(asked)),
        groups=by_kind(listed.units.values()),
    )


def _touchpoint(register: Register, asked: str) -> str | None:
    code = codes.read_code(asked)
    return code if code in register.places else None


def _result(listed: Directory, unit: Listed) -> dict[str, Any]:
    """A unit that was found, with those that followed it and those it stands under."""
    above = [entry(listed.find(span.value))["name"] for span in unit.parents[-1:]]
    return entry(unit) | {"heirs": heirs(listed, unit.successors), "above": above}


finder_router = Router(
    "/", route_handlers=[find, ask], include_in_schema=False, request_max_body_size=16_384
)
