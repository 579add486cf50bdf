"""A server that dies, or is told to end, loses no rating that it thanked for."""

import asyncio
import threading
import time

import httpx
import pytest
from makers import make_touchpoint, make_unit
from serving import Server, serving, ticket_in
from sqlalchemy import Engine, func, select

from surveys.database import reading
from surveys.responses import Entry, KnownKey, Pending
from surveys.sealing.verify import verify

pytestmark = pytest.mark.slow

POSTS = 2000


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


async def post_all(url: str, code: str, taps: list[tuple[str, int]]) -> dict[str, str]:
    """Post every (ticket, mark); the receipts' addresses of those that were thanked."""
    thanked: dict[str, str] = {}
    limit = asyncio.Semaphore(40)

    async def post(client: httpx.AsyncClient, ticket: str, mark: int) -> None:
        async with limit:
            try:
                reply = await client.post(
                    f"{url}/r/{code}", data={"nonce": ticket, "overall": mark}
                )
            except httpx.TransportError:
                return
        if reply.status_code == 303:
            thanked[ticket] = reply.headers["location"]

    async with httpx.AsyncClient(timeout=20) as client:
        await asyncio.gather(*(post(client, ticket, mark) for ticket, mark in taps))
    return thanked


async def tickets_of(url: str, code: str, count: int) -> list[tuple[str, int]]:
    async with httpx.AsyncClient(timeout=20) as client:
        pages = [await client.get(f"{url}/r/{code}") for _ in range(count)]
    return [(ticket_in(page.text), 1 + number % 5) for number, page in enumerate(pages)]


def stored(engine: Engine) -> tuple[int, int]:
    """How many responses are stored, and how many different keys they have."""
    with reading(engine) as connection:
        keys = [*connection.scalars(select(Pending.key)), *connection.scalars(select(Entry.key))]
        known = connection.scalar(select(func.count()).select_from(KnownKey))
    assert known == len(set(keys))
    return len(keys), len(set(keys))


def kill_after(server: Server, engine: Engine, rows: int) -> threading.Thread:
    """Kill the server as soon as that many ratings are stored."""

    def watch() -> None:
        while stored(engine)[0] < rows:
            time.sleep(0.01)
        server.kill()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def test_a_killed_server_keeps_every_thanked_rating_once(
    engine: Engine, database_url: str, code: str
) -> None:
    settings = {"PORTAL_SETTLE_SECONDS": "1"}
    with serving(database_url, **settings) as server:
        taps = asyncio.run(tickets_of(server.url, code, POSTS))
        killer = kill_after(server, engine, POSTS // 3)
        thanked = asyncio.run(post_all(server.url, code, taps))
        killer.join()
    assert 0 < len(thanked) < POSTS
    rows, keys = stored(engine)
    assert len(thanked) <= rows == keys
    with serving(database_url, **settings) as server:
        repeated = asyncio.run(post_all(server.url, code, taps))
    assert len(repeated) == POSTS
    assert all(repeated[ticket] == receipt for ticket, receipt in thanked.items())
    assert stored(engine) == (POSTS, POSTS)
    with reading(engine) as connection:
        assert verify(connection).difference is None


def test_a_server_told_to_end_answers_first_and_ends_well(
    engine: Engine, database_url: str, code: str
) -> None:
    with serving(database_url) as server:
        taps = asyncio.run(tickets_of(server.url, code, 300))
        stopper = threading.Timer(0.2, lambda: server.process.send_signal(15))
        stopper.start()
        thanked = asyncio.run(post_all(server.url, code, taps))
        assert server.process.wait(timeout=30) == 0
    assert stored(engine)[0] >= len(thanked)
