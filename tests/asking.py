"""The whole portal in this process: for tests that ask over HTTP and look into the database."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
from litestar import Litestar
from serving import ticket_in
from sqlalchemy import Engine, select

from portal.app import create_app
from portal.settings import Settings
from surveys.database import reading
from surveys.responses import Entry, Pending

T = TypeVar("T")


def settings_of(database_url: str, **changed: Any) -> Settings:
    """Settings for tests."""
    plain: dict[str, Any] = {
        "database_url": database_url,
        "secret": "a secret of the tests, long enough",
        "secret_previous": "",
        "base_url": "http://127.0.0.1:8000",
        "settle_seconds": 600,
        "locale": "vi",
        "trusted_proxies": (),
    }
    return Settings(**plain | changed)


@dataclass
class Portal:
    """A portal that runs; ``get`` and ``post`` never follow a redirect."""

    runner: asyncio.Runner
    client: httpx.AsyncClient
    app: Litestar

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.run(lambda: self.client.get(path, **options))

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.run(lambda: self.client.post(path, **options))

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do asynchronous work on the portal's own loop."""

        async def doing() -> T:
            return await work()

        return self.runner.run(doing())


@contextmanager
def asking(settings: Settings) -> Generator[Portal]:
    """Open a portal and a client that speaks Vietnamese."""
    served: Any = create_app(settings)
    app: Litestar = served._inside._inside._app
    with asyncio.Runner() as runner:
        open_, stop = asyncio.Event(), asyncio.Event()

        # A lifespan has to end in the task that began it.
        async def live() -> None:
            async with app.lifespan():
                open_.set()
                await stop.wait()

        async def begin() -> asyncio.Task[None]:
            living = asyncio.create_task(live())
            opening = asyncio.create_task(open_.wait())
            await asyncio.wait({living, opening}, return_when=asyncio.FIRST_COMPLETED)
            if living.done():
                living.result()
            return living

        async def end() -> None:
            stop.set()
            await living
            await client.aclose()

        transport = httpx.ASGITransport(served, raise_app_exceptions=False)
        client = httpx.AsyncClient(
            transport=transport,
            base_url="http://127.0.0.1:8000",
            headers={"Accept-Language": "vi"},
        )
        living = runner.run(begin())
        try:
            yield Portal(runner, client, app)
        finally:
            runner.run(end())


def ticket(portal: Portal, code: str) -> str:
    return ticket_in(portal.get(f"/r/{code}").text)


def tap(portal: Portal, code: str, **fields: object) -> httpx.Response:
    form = {"nonce": ticket(portal, code), "overall": 4} | fields
    return portal.post(f"/r/{code}", data={k: v for k, v in form.items() if v is not None})


def stored(engine: Engine) -> list[int]:
    """The overall marks that are stored, pending and sealed."""
    with reading(engine) as connection:
        both = [connection.scalars(select(table.overall)).all() for table in (Pending, Entry)]
    return [mark for marks in both for mark in marks]
