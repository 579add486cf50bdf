"""The rival: the same tap as Litestar and SQLAlchemy teach it, one ORM commit per request.

It reads the form by Litestar's own means, checks the ticket as the portal does, adds one row of the
same kind to the same table and commits before it answers. It has no second table, no headers, no
abuse control and no sealing. Run as ``python -m load_tests.bench.orm PORT``, with the portal's
PORTAL_DATABASE_URL and PORTAL_SECRET.
"""

import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from litestar import Litestar, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

from load_tests.bench.floors import serve
from portal.settings import Settings, read_settings
from surveys import days, register, tickets
from surveys.counts import RESPONSE
from surveys.database import make_engine, reading
from surveys.register import Register
from surveys.responses import Pending


@dataclass
class Form:
    """What the citizen's page sends."""

    nonce: str
    overall: int
    website: str = ""


Asked = Annotated[Form, Body(media_type=RequestEncodingType.URL_ENCODED)]


def said(known: Register, keys: list[bytes], code: str, form: Form) -> Pending:
    """The row of one tap.

    Raises:
        BadTicket, UnknownTouchpoint: it cannot be taken.
    """
    now_ms = days.now_ms()
    place = known.find_place(code)
    ticket = tickets.read(keys, code, form.nonce, now_ms)
    spot = known.locate(place, now_ms)
    return Pending(
        kind=RESPONSE,
        key=ticket.random,
        touchpoint_id=place.id,
        unit_id=spot.unit_id,
        path_id=spot.path_id,
        service_id=place.service_id,
        survey_version_id=place.survey_version_id,
        channel=place.channel,
        locale="vi",
        given_ms=now_ms,
        received_ms=now_ms,
        day=spot.day,
        overall=form.overall,
        settles_ms=now_ms,
    )


def on_sqlite(settings: Settings, row: Callable[[str, Form], Pending]) -> Litestar:
    """Sessions in threads; one writes at a time, which spares them SQLite's unfair waiting."""
    sessions = sessionmaker(make_engine(settings.database_url))
    turn = threading.Lock()

    @post("/r/{code:str}", sync_to_thread=True)
    def rate(code: FromPath[str], data: Asked) -> Redirect:
        with turn, Session(sessions.kw["bind"]) as session:
            session.add(row(code, data))
            session.commit()
        return Redirect(f"/r/{code}/thanks", status_code=303)

    return Litestar([rate], logging_config=None, openapi_config=None)


def on_postgresql(settings: Settings, row: Callable[[str, Form], Pending]) -> Litestar:
    """Asynchronous sessions over a pool of connections."""
    url = settings.database_url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_async_engine(url, pool_size=8, max_overflow=0)
    sessions: async_sessionmaker[AsyncSession] = async_sessionmaker(engine, expire_on_commit=False)

    @post("/r/{code:str}")
    async def rate(code: FromPath[str], data: Asked) -> Redirect:
        async with sessions() as session:
            session.add(row(code, data))
            await session.commit()
        return Redirect(f"/r/{code}/thanks", status_code=303)

    @asynccontextmanager
    async def opened(_app: Litestar) -> AsyncGenerator[None]:
        yield
        await engine.dispose()

    return Litestar([rate], lifespan=[opened], logging_config=None, openapi_config=None)


def app() -> Litestar:
    """The rival on the database of the settings."""
    settings = read_settings()
    with reading(make_engine(settings.database_url)) as connection:
        known = register.load(connection)
    keys = settings.key("ticket")

    def row(code: str, form: Form) -> Pending:
        return said(known, keys, code, form)

    lite = settings.database_url.startswith("sqlite")
    return (on_sqlite if lite else on_postgresql)(settings, row)


if __name__ == "__main__":
    serve(app())
