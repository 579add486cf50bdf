"""A server that dies, or is told to end, loses no rating that it thanked for."""

import asyncio
import time

import httpx
import pytest
from crowd import once_stored, post_all, stored, tickets_of
from serving import serving
from sqlalchemy import Engine

from surveys.database import reading
from surveys.sealing.verify import verify

pytestmark = pytest.mark.slow

POSTS = 1000


def test_a_killed_server_keeps_every_thanked_rating_once(
    engine: Engine, database_url: str, code: str
) -> None:
    settings = {"PORTAL_SETTLE_SECONDS": "1"}
    with serving(database_url, **settings) as server:
        taps = asyncio.run(tickets_of(server.url, code, POSTS))
        killer = once_stored(engine, POSTS // 3, server.kill)
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
        stopper = once_stored(engine, 20, server.process.terminate)
        thanked = asyncio.run(post_all(server.url, code, taps))
        stopper.join()
        assert server.process.wait(timeout=30) == 0
    # Whoever was not answered had not been heard.
    assert 20 <= len(thanked) == stored(engine)[0]


@pytest.mark.only("postgresql")
def test_no_worker_outlives_the_first_process_so_that_the_address_is_free(
    database_url: str, code: str
) -> None:
    with serving(database_url, workers=2) as server:
        server.kill()
        end = time.monotonic() + 60
        while _answers(server.url) and time.monotonic() < end:
            time.sleep(0.2)
        assert not _answers(server.url)


def _answers(url: str) -> bool:
    try:
        httpx.get(f"{url}/health/live", timeout=2)
    except httpx.ConnectError:
        return False
    except httpx.TransportError:
        return True
    return True
