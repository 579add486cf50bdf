"""Whatever fails, people get a page in their language and programs get problem details."""

import errno
import logging
import sqlite3
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar, MediaType, Request, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException, NotAuthorizedException, TooManyRequestsException
from litestar.params import FromPath
from litestar.testing import TestClient
from sqlalchemy import create_engine

from portal import language
from portal.errors import exception_handlers
from surveys.database import make_engine
from surveys.intake.writer import IntakeFull
from surveys.register import UnknownUnit

pytestmark = pytest.mark.fast

PEOPLE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "en"}
NOT_STORED = "What you sent was not stored."
UNSURE = "What you sent may not have been stored."


@get(["/units/{slug:str}", "/api/v1/units/{slug:str}"])
async def unit(slug: FromPath[str]) -> None:
    raise UnknownUnit(slug)


@post("/full")
async def full() -> None:
    raise IntakeFull


@post("/broken", media_type=MediaType.TEXT)
async def broken() -> str:
    raise ZeroDivisionError("hush")


@get("/busy")
async def busy() -> None:
    raise TooManyRequestsException(headers={"Retry-After": "7"})


@get("/api/v1/unaligned")
async def unaligned() -> None:
    raise HTTPException(status_code=422, detail="no", extra={"code": "unaligned-period"})


@post("/small", request_max_body_size=10)
async def small(request: Request[Any, Any, State]) -> None:
    await request.body()


@post("/full-disk", sync_to_thread=True)
def full_disk() -> None:
    with create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=2")
        connection.exec_driver_sql("CREATE TABLE rating (mark)")
        connection.exec_driver_sql("CREATE TABLE other (mark)")


@post("/read-only", sync_to_thread=True)
def read_only() -> None:
    raw = sqlite3.connect(":memory:")
    try:
        raw.execute("PRAGMA query_only=ON")
        raw.execute("CREATE TABLE rating (mark)")
    finally:
        raw.close()


@post("/no-table", sync_to_thread=True)
def no_table() -> None:
    with create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")


@post("/no-folder", sync_to_thread=True)
def no_folder() -> None:
    raise OSError(errno.EROFS, "Read-only file system")


@post("/no-file", sync_to_thread=True)
def no_file() -> None:
    Path("nowhere").read_text()


@post("/no-server", sync_to_thread=True)
def no_server() -> None:
    make_engine("postgresql://nobody@127.0.0.1:1/nothing").connect()


@get(["/staff/units", "/api/v1/open"])
async def closed() -> None:
    raise NotAuthorizedException


@pytest.fixture
def client() -> Generator[TestClient[Litestar]]:
    routes = [unit, full, broken, busy, unaligned, small, full_disk, read_only, no_table]
    app = Litestar(
        [*routes, no_folder, no_file, no_server, closed],
        before_request=language.greet_first,
        exception_handlers=exception_handlers,
        state=State({"demo": False}),
    )
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_an_unknown_path_leads_to_the_finder(client: TestClient[Litestar]) -> None:
    reply = client.get("/nowhere", headers=PEOPLE)

    assert reply.status_code == 404
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    assert "There is no such page." in reply.text
    assert 'role="search">' in reply.text


@pytest.mark.parametrize("path", ["/nowhere", "/units/xa-x"])
def test_the_page_speaks_the_visitors_language(path: str, client: TestClient[Litestar]) -> None:
    vietnamese = client.get(path, headers=PEOPLE | {"accept-language": "vi"})

    assert '<html lang="vi">' in vietnamese.text
    assert "Không có trang này." in vietnamese.text
    assert '<html lang="en">' in client.get(f"{path}?lang=en").text


def test_a_domain_error_is_named_to_programs(client: TestClient[Litestar]) -> None:
    reply = client.get("/api/v1/units/xa-x", headers=PEOPLE)

    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json() == {
        "type": "/problems/unknown-unit",
        "title": "Not Found",
        "status": 404,
        "instance": "/api/v1/units/xa-x",
        "code": "unknown-unit",
        "detail": "unknown unit: xa-x",
    }


def test_a_program_may_ask_for_json_elsewhere(client: TestClient[Litestar]) -> None:
    reply = client.get("/nowhere", headers={"accept": "application/json"})

    assert reply.json()["type"] == "about:blank"


def test_a_refusal_may_bring_its_own_name(client: TestClient[Litestar]) -> None:
    reply = client.get("/api/v1/unaligned")

    assert (reply.status_code, reply.json()["type"]) == (422, "/problems/unaligned-period")


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/full", 405, "This page cannot be used in this way."),
        ("POST", "/small", 413, "What you sent is too large."),
        ("GET", "/busy", 429, "Too much is being sent at once."),
        ("POST", "/full", 503, "The portal cannot work just now."),
    ],
)
def test_each_refusal_says_what_happened(
    method: str, path: str, status: int, words: str, client: TestClient[Litestar]
) -> None:
    reply = client.request(method, path, headers=PEOPLE, content=b"x" * 20)

    assert reply.status_code == status
    assert words in reply.text
    assert (NOT_STORED in reply.text) == (method == "POST")


def test_headers_of_a_refusal_arrive(client: TestClient[Litestar]) -> None:
    assert client.get("/busy").headers["retry-after"] == "7"
    assert "POST" in client.get("/full").headers["allow"]
    assert client.post("/full").headers["retry-after"] == "30"


@pytest.mark.parametrize("path", ["/full-disk", "/read-only", "/no-folder"])
def test_what_cannot_be_stored_is_never_thanked_for(
    path: str, client: TestClient[Litestar], caplog: pytest.LogCaptureFixture
) -> None:
    reply = client.post(path, headers=PEOPLE)

    assert reply.status_code == 503
    assert int(reply.headers["retry-after"]) > 0
    assert NOT_STORED in reply.text
    assert "thank" not in reply.text.lower()
    assert "out of service" in caplog.text


def test_a_server_that_is_away_leaves_it_open_what_was_stored(
    client: TestClient[Litestar],
) -> None:
    reply = client.post("/no-server", headers=PEOPLE)

    assert reply.status_code == 503
    assert UNSURE in reply.text


def test_who_has_not_signed_in_is_shown_the_way(client: TestClient[Litestar]) -> None:
    page, program = client.get("/staff/units", headers=PEOPLE), client.get("/api/v1/open")

    assert (page.status_code, program.status_code) == (401, 401)
    assert 'href="/staff/sign-in"' in page.text
    assert program.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/broken", "/no-table", "/no-file"])
def test_an_unforeseen_failure_is_found_by_its_reference(
    path: str, client: TestClient[Litestar], caplog: pytest.LogCaptureFixture
) -> None:
    reply = client.post(path, headers=PEOPLE)

    [record] = [one for one in caplog.records if one.levelno == logging.ERROR]
    reference = record.getMessage().split()[1].rstrip(":")
    assert reply.status_code == 500
    assert f"Reference: {reference}" in reply.text
    assert UNSURE in reply.text
    assert record.exc_info
    assert "Error" not in reply.text


def test_a_program_gets_the_reference_but_not_the_reason(client: TestClient[Litestar]) -> None:
    reply = client.post("/broken", headers={"accept": "application/json"})

    assert reply.json()["reference"]
    assert "hush" not in reply.text


def test_a_receipt_does_not_reach_the_log(
    client: TestClient[Litestar], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        client.post("/broken?receipt=K7M4P2", headers=PEOPLE)

    assert "POST /broken" in caplog.text
    assert "K7M4P2" not in caplog.text
