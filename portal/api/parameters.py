"""A query that cannot be read: which of its parameters, named as the caller writes them."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from portal.errors import exception_handlers

REQUIRED: Final = ("from", "to")
# What the handler has to call otherwise: ``from`` is a word of Python.
_WRITTEN: Final = {"start": "from", "end": "to"}
_EXPECTED: Final = {
    "from": "a day, written as 2023-04-01",
    "to": "a day, written as 2023-07-01",
    "bucket": "month or quarter",
}


def unread(request: Request[Any, Any, Any], failure: ValidationException) -> Response[Any]:
    """Answer 422 ``invalid-parameter`` with every parameter that is missing or cannot be read."""
    wrong = dict(_wrong(request, failure))
    errors = [
        {"parameter": name, "reason": reason, "detail": _EXPECTED.get(name, "another value")}
        for name, reason in wrong.items()
    ]
    detail = "; ".join(f"{one['parameter']} is {one['reason']}: {one['detail']}" for one in errors)
    extra = {"code": "invalid-parameter", "errors": errors}
    refusal = HTTPException(status_code=422, detail=detail or failure.detail, extra=extra)
    answer: Response[Any] = exception_handlers[HTTPException](request, refusal)
    return answer


def _wrong(
    request: Request[Any, Any, Any], failure: ValidationException
) -> Iterator[tuple[str, str]]:
    # Litestar tells one missing parameter at a time, and nothing unreadable beside it.
    yield from ((name, "missing") for name in REQUIRED if name not in request.query_params)
    for told in failure.extra if isinstance(failure.extra, list) else ():
        name = told.get("key", "")
        yield _WRITTEN.get(name, name), "unreadable"
