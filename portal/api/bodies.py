"""A body that is no JSON: told before anything in it is read."""

from typing import Any, Final

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler

from portal.errors import exception_handlers

# What the decoder lets through, beside the refusals that Litestar answers itself.
UNDECODED: Final = (UnicodeDecodeError, RecursionError)


def sends_json(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Guard: the body is said to be JSON; one of which nothing is said is read as JSON.

    Raises:
        HTTPException: 415, it is said to be something else.
    """
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind != "application/json" and not kind.endswith("+json"):
        raise HTTPException(
            status_code=415, detail="send application/json", extra={"code": "not-json"}
        )


def not_json(request: Request[Any, Any, Any], _failure: Exception) -> Response[Any]:
    """Answer 400 ``not-json``: letters that are no UTF-8, or nested deeper than anybody needs."""
    refusal = HTTPException(
        status_code=400, detail="what was sent is not JSON", extra={"code": "not-json"}
    )
    answer: Response[Any] = exception_handlers[HTTPException](request, refusal)
    return answer
