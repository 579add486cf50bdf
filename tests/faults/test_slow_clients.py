"""Clients that send nothing, half of something or far too much keep nobody else from rating."""

import asyncio
import resource
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack, asynccontextmanager

import httpx
import pytest
import uvicorn
from serving import serving, ticket_in
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from portal import patience
from portal.patience import PatientProtocol

pytestmark = pytest.mark.slow

CROWD = 5000
HEAD = b"GET / HTTP/1.1\r\nHost: portal\r\n"


@pytest.fixture
def crowd(capsys: pytest.CaptureFixture[str]) -> Generator[int]:
    """How many may be connected at once; said where the host allows fewer than 5,000."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    possible = min(CROWD, hard - 200)
    if possible < CROWD:
        with capsys.disabled():
            print(f"only {possible} idle connections: this host allows {hard} open files")
    yield possible
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.only("sqlite")
def test_a_citizen_is_served_among_5000_who_only_hold_the_line(
    database_url: str, code: str, crowd: int
) -> None:
    with ExitStack() as open_, serving(database_url) as server:
        url = httpx.URL(server.url)
        address = (url.host, url.port or 80)
        for number in range(crowd):
            idle = open_.enter_context(socket.create_connection(address, timeout=30))
            if number % 2:
                idle.sendall(HEAD)
        with httpx.Client(base_url=server.url, timeout=30) as citizen:
            form = {"nonce": ticket_in(citizen.get(f"/r/{code}").text), "overall": "4"}
            assert citizen.post(f"/r/{code}", data=form).status_code == 303
        # What is far too large is refused before it is sent.
        with socket.create_connection(address, timeout=30) as greedy:
            words = f"POST /r/{code} HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n"
            greedy.sendall(words.encode())
            assert greedy.recv(100).startswith(b"HTTP/1.1 413 ")
        assert server.stop() == 0


async def app(scope: Scope, _receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answers slowly."""
    assert scope["type"] == "http"
    await asyncio.sleep(3 * patience.HEAD)
    headers = [(b"content-length", b"4")]
    await send(
        {"type": "http.response.start", "status": 200, "headers": headers, "trailers": False}
    )
    await send({"type": "http.response.body", "body": b"well", "more_body": False})


@asynccontextmanager
async def listening() -> AsyncGenerator[int]:
    """A server whose answers take longer than it waits for a head; its port."""
    config = uvicorn.Config(app, http=PatientProtocol, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        # Not serve(): the signals are the tests' own.
        serving = asyncio.create_task(server._serve([taken]))
        yield taken.getsockname()[1]
        server.should_exit = True
        await serving


@pytest.mark.parametrize(
    ("sent", "answers"),
    [(b"", 0), (HEAD, 0), (b"\r\n\r\n", 0), (HEAD + b"\r\n" + HEAD, 1)],
    ids=["nothing", "half a head", "empty lines", "half of a second head"],
)
def test_whoever_sends_no_whole_head_is_hung_up_on_and_whoever_waits_is_not(
    monkeypatch: pytest.MonkeyPatch, sent: bytes, answers: int
) -> None:
    monkeypatch.setattr(patience, "HEAD", 0.1)

    async def asking() -> bytes:
        async with listening() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            answer = await reader.read()
            writer.close()
            return answer

    answer = asyncio.run(asking())

    assert answer.count(b"\r\n\r\nwell") == answers
