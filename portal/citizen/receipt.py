"""The page behind a follow-up code: what the office answers, and what its holder may do there.

The code in the address is all the authority there is: no account, no cookie. One that was never
given and one past its time are answered alike.
"""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from analytics.quality.casework import files, finding
from portal import language
from portal.attached import sent_file
from portal.citizen import wishes
from portal.citizen.follow import follow_up
from portal.citizen.given import values_of
from portal.citizen.guesses import TooManyGuesses, guard, missed, wait
from portal.citizen.matter import marks, matter
from portal.citizen.visits import Context
from portal.pages import page
from surveys import additions, codes, contacts, days
from surveys.additions import UnknownReceipt
from surveys.database import reading
from surveys.masking import LIMIT
from surveys.register import Register
from translations import day, spoken
from translations import gettext as _

AnyRequest = Request[Any, Any, Any]
_HEADERS = {"Cache-Control": "no-store"}


@post("/", name="receipt_typed")
async def lead(request: AnyRequest) -> Response[Any]:
    """From the form "I have a code" to its page; the code never stands in a query."""
    fields = await values_of(request)
    typed = fields.get("receipt", [""])[-1]
    guard(request)
    receipt = codes.read_receipt(typed)
    if receipt is None:
        missed(request)
        return _unknown_page(request, 404, typed[:40])
    return Redirect(language.link(f"/t/{receipt}"), status_code=303, headers=_HEADERS)


@get("/{receipt:str}", name="receipt", sync_to_thread=True)
def show(request: AnyRequest, receipt: FromPath[str]) -> Response[str]:
    """How the matter stands; before there is one, what may be added or asked for.

    Raises:
        UnknownReceipt: never given, or past its time; nobody can tell which.
    """
    known = _read(request, receipt)
    with reading(request.app.state.engine) as connection:
        return _page(request, connection, known, done=request.query_params.get("done", ""))


@post("/{receipt:str}", name="receipt_act")
async def act(request: AnyRequest, receipt: FromPath[str]) -> Response[Any]:
    """Do one thing, then show the page again, by redirect."""
    context: Context = request.app.state.rating
    known, fields = _read(request, receipt), await values_of(request)
    wanted = next((name for name in wishes.DONE if name in fields), "")
    text = fields.get("text", [""])[-1]

    def work(connection: Connection) -> Response[str] | str:
        problem = wishes.problem(connection, known, wanted, text)
        if problem:
            return _page(request, connection, known, problems={wanted: problem}, typed=text)
        return wanted if wishes.fulfil(context, connection, known, wanted, text, fields) else ""

    told = await context.writer.run(work)
    if isinstance(told, Response):
        return told
    done = f"?done={told}" if told else ""
    return Redirect(language.link(f"/t/{known}{done}"), status_code=303, headers=_HEADERS)


@get("/{receipt:str}/files/{file_id:int}", name="receipt_file", sync_to_thread=True)
def download(
    request: AnyRequest, receipt: FromPath[str], file_id: FromPath[int]
) -> Response[bytes]:
    """A file that goes with an answer."""
    known = _read(request, receipt)
    with reading(request.app.state.engine) as connection:
        case = finding.find_by_receipt(connection, known)
        return sent_file(files.read_file(connection, case.id, file_id, sent=True))


def _read(request: AnyRequest, typed: str) -> str:
    guard(request)
    receipt = codes.read_receipt(typed)
    if receipt is None:
        raise UnknownReceipt
    return receipt


def _page(
    request: AnyRequest,
    connection: Connection,
    receipt: str,
    *,
    done: str = "",
    problems: dict[str, str] | None = None,
    typed: str = "",
) -> Response[str]:
    context: Context = request.app.state.rating
    register = context.register
    try:
        case = finding.find_by_receipt(connection, receipt)
        unit_id, told = case.unit_id, matter(connection, register, case)
    except UnknownReceipt:
        given = additions.find(connection, receipt, days.now_ms())
        unit_id, told = given.said["unit_id"], _before(register, given, receipt)
    return page(
        "receipt/page.html",
        status=422 if problems else 200,
        headers=_HEADERS,
        demo=context.demo,
        office=register.unit_names.say(unit_id, spoken()),
        action=language.link(f"/t/{receipt}"),
        files=f"/t/{receipt}/files",
        said=_(wishes.DONE[done]) if done in wishes.DONE else "",
        problems=problems or {},
        typed=typed,
        limit=LIMIT,
        marks=list(marks().items()),
        **told,
        **follow_up(context, receipt),
    )


def _before(register: Register, given: additions.Given, receipt: str) -> dict[str, Any]:
    """What the page draws while nobody was asked for an answer."""
    code = register.code_of(given.said["touchpoint_id"])
    return {
        "matter": "",
        "until": "",
        "given_on": day(given.said["day"]),
        "more": language.link(f"/r/{code}/more/{receipt}"),
        "wrote": bool(given.wrote or given.comment),
        "comment": given.comment or "",
    }


def _unknown(request: AnyRequest, _failure: UnknownReceipt) -> Response[str]:
    missed(request)
    return _unknown_page(request, 404)


def _unknown_page(request: AnyRequest, status: int, typed: str = "") -> Response[str]:
    return page(
        "receipt/unknown.html",
        status=status,
        headers=_HEADERS | ({"Retry-After": str(wait())} if status == 429 else {}),
        demo=request.app.state.rating.demo,
        office="",
        typed=typed,
        too_many=status == 429,
        days=contacts.KEPT_DAYS,
    )


def _too_many(request: AnyRequest, _failure: TooManyGuesses) -> Response[str]:
    return _unknown_page(request, 429)


receipt_router = Router(
    "/t",
    route_handlers=[lead, show, act, download],
    exception_handlers={
        UnknownReceipt: _unknown,
        files.UnknownFile: _unknown,
        TooManyGuesses: _too_many,
    },
    request_max_body_size=16_384,
)
