"""Every answer carries the security headers, whatever it says and however it came about."""

from collections.abc import Generator

import pytest
from litestar import Litestar, asgi, get, post
from litestar.testing import TestClient
from litestar.types import Receive, Scope, Send

from portal.errors import exception_handlers
from portal.headers import SecureHeaders, digest, policy

pytestmark = pytest.mark.fast

OWN_POLICY = policy(styles=[digest("p{margin:0}")])
ALWAYS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
}


@get(["/", "/r/ABC/more/XYZ", "/t/XYZ", "/staff", "/staffing"])
async def anything() -> str:
    return "yes"


@post("/form")
async def form() -> None: ...


@get("/broken")
async def broken() -> None:
    raise ZeroDivisionError


@asgi("/rate", copy_scope=True)
async def rating(scope: Scope, receive: Receive, send: Send) -> None:
    headers = [(b"content-type", b"text/html"), (b"content-security-policy", OWN_POLICY)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"rate", "more_body": False})


@pytest.fixture(params=[False, True], ids=["http", "https"])
def https(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def client(https: bool) -> Generator[TestClient[SecureHeaders]]:
    app = Litestar([anything, form, broken, rating], exception_handlers=exception_handlers)
    with TestClient(SecureHeaders(app, https=https), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/rate", 200),
        ("GET", "/form", 405),
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/broken", 500),
        ("POST", "/form", 201),
    ],
)
def test_no_answer_goes_without(
    method: str, path: str, status: int, client: TestClient[SecureHeaders]
) -> None:
    reply = client.request(method, path)

    assert reply.status_code == status
    assert {name: reply.headers[name] for name in ALWAYS} == ALWAYS
    assert len(reply.headers.get_list("content-security-policy")) == 1
    assert "camera=()" in reply.headers["permissions-policy"]


def test_only_https_is_made_to_last(https: bool, client: TestClient[SecureHeaders]) -> None:
    assert ("strict-transport-security" in client.get("/").headers) == https


def test_scripts_run_on_staff_pages_only(client: TestClient[SecureHeaders]) -> None:
    allowed = {
        path: "script-src 'self'" in client.get(path).headers["content-security-policy"]
        for path in ("/staff", "/staffing", "/")
    }

    assert allowed == {"/staff": True, "/staffing": False, "/": False}


def test_a_policy_that_an_answer_brings_is_kept(client: TestClient[SecureHeaders]) -> None:
    assert client.get("/rate").headers["content-security-policy"] == OWN_POLICY.decode()


def test_an_inline_style_is_allowed_by_its_hash_alone() -> None:
    # printf 'p{margin:0}' | openssl dgst -sha256 -binary | base64
    assert b"style-src 'self' 'sha256-QRQPRLGyxt3RJiKpYNjpkgHcmHU2PywsfL2e8oI0LQA=';" in OWN_POLICY
    assert b"unsafe" not in OWN_POLICY


@pytest.mark.parametrize(
    ("path", "listed"),
    [("/", True), ("/staff", False), ("/r/ABC", False), ("/R/ABC", False), ("/t/XYZ", False)],
)
def test_rating_pages_receipts_and_staff_pages_stay_out_of_indexes(
    path: str, listed: bool, client: TestClient[SecureHeaders]
) -> None:
    assert (client.get(path).headers.get("x-robots-tag") is None) == listed
