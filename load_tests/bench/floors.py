"""The floors: Litestar doing next to nothing, served by uvicorn as the portal is.

Run as ``python -m load_tests.bench.floors PORT``.
"""

import sys
from typing import Any

import uvicorn
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.types import ASGIApp

# Those of portal/serving.py.
OPTIONS: dict[str, Any] = {
    "access_log": False,
    "log_level": "warning",
    "server_header": False,
    "proxy_headers": False,
    "backlog": 2048,
}


@get("/plaintext", media_type=MediaType.TEXT)
async def plaintext() -> str:
    """A handful of bytes."""
    return "Hello, world!"


@post("/echo")
async def echo(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The form as it came."""
    return Response(await request.body(), media_type="application/x-www-form-urlencoded")


def serve(app: ASGIApp) -> None:
    """Serve on the port that the command line names, until told to stop."""
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), **OPTIONS)


if __name__ == "__main__":
    serve(Litestar([plaintext, echo], logging_config=None, openapi_config=None))
