"""The only map from what failed to what is answered: a page for people, JSON for programs.

To answer a domain error with a status, add it to ``STATUSES``.
"""

import errno
import logging
import re
import secrets
import sqlite3
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import Receive, Scope, Send
from sqlalchemy import exc as sql

from analytics.numbers import tracing
from analytics.quality import aims, assessed, saying, waves
from analytics.quality.actions import records, sources, states
from analytics.quality.casework import answers, files, finding, steps
from analytics.quality.reviewing.versions import UnknownReview
from analytics.quality.watching import handling, marked
from analytics.text import corrections
from portal import language, pages, problems
from portal.pdf import NoPdf
from portal.reaching.addressees import UnknownAddressee
from portal.reviews.formats import UnknownFormat
from surveys import additions, days, kiosks, pairing, questions, register, slips
from surveys.intake.writer import IntakeFull

AnyRequest = Request[Any, Any, Any]

STATUSES: dict[type[Exception], int] = {
    register.UnknownUnit: 404,
    register.UnknownTouchpoint: 404,
    register.UnknownService: 404,
    additions.UnknownReceipt: 404,
    UnknownFormat: 404,
    UnknownReview: 404,
    tracing.UnknownRow: 404,
    tracing.TooFewRows: 403,
    NoPdf: 501,
    finding.UnknownCase: 404,
    files.UnknownFile: 404,
    steps.NotNow: 409,
    answers.ChangedMeanwhile: 409,
    kiosks.UnknownKiosk: 404,
    UnknownAddressee: 404,
    slips.UnknownPad: 404,
    pairing.WrongCode: 422,
    records.UnknownRecord: 404,
    sources.UnknownSource: 404,
    states.NotNow: 409,
    saying.UnknownItem: 404,
    waves.UnknownWave: 404,
    waves.UnknownTask: 404,
    aims.UnknownObjective: 404,
    assessed.UnknownAssessment: 404,
    handling.UnknownSignal: 404,
    marked.UnknownEvent: 404,
    handling.AlreadyClosed: 409,
    corrections.UnknownComment: 404,
    corrections.UnknownKind: 422,
    days.BadPeriod: 422,
    questions.BadAnswer: 422,
    IntakeFull: 503,
}

_RETRY_AFTER = "30"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM}
_SQLITE_STOPS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
# Connection lost, too many rolled back, out of resources, stopped by an operator, system error.
# Source: PostgreSQL, appendix A, classes of SQLSTATE.
_POSTGRESQL_STOPS = {"08", "40", "53", "57", "58"}
_READ_ONLY = "25006"
_log = logging.getLogger(__name__)


def _refused(request: AnyRequest, failure: Exception) -> Response[Any]:
    """Answer what Litestar or one of our handlers refused."""
    if not isinstance(failure, HTTPException) or failure.status_code == 500:
        return _unexpected(request, failure)
    about = failure.extra if isinstance(failure.extra, Mapping) else {"errors": failure.extra}
    told = {"detail": failure.detail, **{name: given for name, given in about.items() if given}}
    return _answer(request, failure.status_code, headers=failure.headers, told=told)


def _known(request: AnyRequest, failure: Exception) -> Response[Any]:
    """Answer a domain error; its class names the problem."""
    kind = type(failure)
    status = next(STATUSES[parent] for parent in kind.__mro__ if parent in STATUSES)
    code = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower()
    told = {"code": code, "detail": f"{code.replace('-', ' ')}: {failure}".rstrip(": ")}
    return _answer(request, status, told=told)


def _storage(request: AnyRequest, failure: Exception) -> Response[Any]:
    """Answer for a database or a disk: out of service where it cannot store, else our fault."""
    cause = failure.orig if isinstance(failure, sql.DBAPIError) and failure.orig else failure
    if not _cannot_store(cause):
        return _unexpected(request, failure)
    _log.error("out of service: %s", str(cause).partition("\n")[0])
    # A server that breaks off during COMMIT leaves open whether the commit happened.
    sure = isinstance(cause, sqlite3.Error | OSError | sql.TimeoutError)
    return _answer(request, 503, kept=problems.NOT_STORED if sure else problems.UNSURE)


def _cannot_store(cause: BaseException) -> bool:
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_STOPS
    if isinstance(cause, OSError):
        return cause.errno in _NO_ROOM
    state = getattr(cause, "sqlstate", None) or ""
    return not state or state == _READ_ONLY or state[:2] in _POSTGRESQL_STOPS


def _unexpected(request: AnyRequest, failure: Exception) -> Response[Any]:
    """Answer what nobody foresaw; the reference on the page finds it in the log."""
    reference = secrets.token_hex(4).upper()
    # The route rather than the path: a path may carry a citizen's receipt.
    route = request.scope.get("path_template") or "no route"
    _log.error("reference %s: %s %s", reference, request.method, route, exc_info=failure)
    return _answer(request, 500, kept=problems.UNSURE, told={"reference": reference})


def _answer(
    request: AnyRequest,
    status: int,
    *,
    kept: str = problems.NOT_STORED,
    headers: Mapping[str, str] | None = None,
    told: Mapping[str, Any] | None = None,
) -> Response[Any]:
    given = {"Cache-Control": "no-store", **(headers or {})}
    if status == 503:
        given.setdefault("Retry-After", _RETRY_AFTER)
    if _for_a_program(request):
        return _details(request, status, given, told or {})
    language.greet(request)
    words = problems.words_for(status)
    return pages.page(
        "errors/problem.html",
        status=status,
        headers=given,
        demo=bool(request.app.state.get("demo")),
        happened=words.happened,
        kept=None if request.method in ("GET", "HEAD") else kept,
        advice=words.advice,
        problem=status,
        reference=(told or {}).get("reference"),
    )


def _for_a_program(request: AnyRequest) -> bool:
    path = request.scope["path"]
    accepted = request.headers.get("accept", "")
    return path.startswith("/api/") or ("json" in accepted and "text/html" not in accepted)


def _details(
    request: AnyRequest, status: int, headers: dict[str, str], told: Mapping[str, Any]
) -> Response[bytes]:
    """Problem details. Source: RFC 9457."""
    code = told.get("code")
    if status == 401:
        headers.setdefault("WWW-Authenticate", "Bearer")
    body = {
        "type": f"/problems/{code}" if code else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "instance": request.scope["path"],
        **told,
    }
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


exception_handlers: dict[int | type[Exception], Any] = {
    **dict.fromkeys(STATUSES, _known),
    HTTPException: _refused,
    sql.OperationalError: _storage,
    sql.InternalError: _storage,
    sql.InterfaceError: _storage,
    sql.TimeoutError: _storage,
    sqlite3.OperationalError: _storage,
    OSError: _storage,
    Exception: _unexpected,
}


def note(failure: Exception) -> None:
    """Log a failure that nobody waits for."""
    _log.warning("%s: %s", type(failure).__name__, str(failure).partition("\n")[0])


async def tell(failure: Exception, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for what failed in front of Litestar, by the same map."""
    kind = next(kind for kind in type(failure).__mro__ if kind in exception_handlers)
    request: AnyRequest = Request(scope, receive, send)
    answer: Response[Any] = exception_handlers[kind](request, failure)
    await answer.to_asgi_response(app=None, request=request)(scope, receive, send)
