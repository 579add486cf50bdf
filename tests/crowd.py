"""Many citizens at once, over HTTP, and what became of their ratings."""

import asyncio
import threading
import time
from collections.abc import Callable

import httpx
from serving import ticket_in
from sqlalchemy import Engine, func, select

from surveys.database import reading
from surveys.responses import Entry, KnownKey, Pending


async def tickets_of(url: str, code: str, count: int) -> list[tuple[str, int]]:
    """So many tickets, each with the mark it will be sent with."""
    async with httpx.AsyncClient(timeout=20) as client:
        pages = [await client.get(f"{url}/r/{code}") for _ in range(count)]
    return [(ticket_in(page.text), 1 + number % 5) for number, page in enumerate(pages)]


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


def stored(engine: Engine) -> tuple[int, int]:
    """How many responses are stored, and how many different keys they have."""
    with reading(engine) as connection:
        keys = [*connection.scalars(select(Pending.key)), *connection.scalars(select(Entry.key))]
        known = connection.scalar(select(func.count()).select_from(KnownKey))
    assert known == len(set(keys))
    return len(keys), len(set(keys))


def once_stored(engine: Engine, rows: int, act: Callable[[], object]) -> threading.Thread:
    """Act in a thread as soon as that many ratings are stored."""

    def watch() -> None:
        while stored(engine)[0] < rows:
            time.sleep(0.01)
        act()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread
