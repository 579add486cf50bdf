"""PostgreSQL that restarts, loses its standby or turns read-only: no thanks that it cannot keep."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import closing

import pytest
from cluster import THROWN_AWAY, Cluster, running
from crowd import once_stored, post_all, tickets_of
from crowd import stored as counted
from serving import free_port, serving
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from taps import make_tap, stored, writing_taps

from portal.database import migrate
from surveys.database import make_engine
from surveys.intake import open_store, postgresql
from surveys.properties import write

pytestmark = [pytest.mark.slow, pytest.mark.only("postgresql")]

POSTS = 300
# The server processes that wait for a standby to confirm a commit.
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


@pytest.fixture(scope="module")
def own() -> Generator[Cluster]:
    """A server of these tests' own, which is durable as far as a process can crash."""
    with running(THROWN_AWAY | {"synchronous_commit": "on"}) as cluster:
        yield cluster


@pytest.fixture
def database_url(database_kind: str, own: Cluster) -> Generator[str]:
    with own.database() as url:
        migrate(url)
        yield url


@pytest.fixture
def no_standby(own: Cluster, code: str) -> Generator[Callable[[], None]]:
    """From now on each commit waits for a standby that does not exist; call to wait no more."""

    def alter(words: str) -> None:
        own.admin.execute(f"ALTER SYSTEM {words}")
        own.admin.execute("SELECT pg_reload_conf()")

    alter("SET synchronous_standby_names = 'nobody'")
    yield lambda: alter("RESET synchronous_standby_names")
    alter("RESET synchronous_standby_names")


async def waiting(own: Cluster, before: int | None = None) -> int:
    """The server process that waits for a standby, another than ``before``."""
    while True:
        found = {pid for (pid,) in own.admin.execute(WAITING)} - {before}
        if found:
            return int(found.pop())
        await asyncio.sleep(0.02)


def test_nobody_is_thanked_for_a_commit_whose_wait_was_cancelled_nor_for_its_repeat(
    engine: Engine, code: str, own: Cluster, no_standby: Callable[[], None]
) -> None:
    # Settled, so that nothing is left for the repeat to write.
    tap = make_tap(engine, code, settles_ms=0)

    async def rating() -> None:
        async with writing_taps(engine) as writer:
            thanks = asyncio.ensure_future(writer.add(tap))
            first = await waiting(own)
            # COMMIT says yes to the writer, with a warning; the repeat finds its key and waits too.
            own.admin.execute("SELECT pg_cancel_backend(%s)", [first])
            repeat = await waiting(own, before=first)
            own.admin.execute("SELECT pg_cancel_backend(%s)", [repeat])
            await waiting(own, before=repeat)
            assert stored(engine) == {tap.key: 4}
            assert not thanks.done()
            no_standby()
            await thanks

    asyncio.run(rating())
    assert stored(engine) == {tap.key: 4}


def test_other_work_whose_wait_was_cancelled_is_not_called_done(
    engine: Engine, own: Cluster, no_standby: Callable[[], None]
) -> None:
    async def working() -> None:
        async with writing_taps(engine) as writer:
            work = asyncio.ensure_future(writer.run(lambda c: write(c, "seen", "yes")))
            own.admin.execute("SELECT pg_cancel_backend(%s)", [await waiting(own)])
            with pytest.raises(OperationalError, match="synchronous replication"):
                await work
            no_standby()

    asyncio.run(working())


def test_while_no_standby_answers_citizens_are_told_and_the_server_is_not_filled_up(
    engine: Engine,
    code: str,
    own: Cluster,
    no_standby: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgresql, "PATIENCE", 0.3)
    monkeypatch.setattr(postgresql, "IMPATIENCE", 0.1)
    taps = [make_tap(engine, code) for _ in range(8)]
    with closing(open_store(engine)) as store:
        for tap in taps:
            with pytest.raises(OperationalError, match="timeout"):
                store.store([tap])
        assert len(own.admin.execute(WAITING).fetchall()) <= 2
        no_standby()
        store.store(taps)

    assert stored(engine) == {tap.key: 4 for tap in taps}


def test_a_server_that_is_read_only_for_a_moment_is_tried_again(
    engine: Engine, database_url: str, code: str, own: Cluster
) -> None:
    tap = make_tap(engine, code)
    base = database_url.rpartition("/")[2]
    read_only = f"ALTER DATABASE {base} {{}} default_transaction_read_only"
    own.admin.execute(f"{read_only.format('SET')} = on")

    async def rating() -> None:
        async with writing_taps(engine) as writer:
            thanks = asyncio.ensure_future(writer.add(tap))
            await asyncio.sleep(0.3)
            assert not thanks.done()
            own.admin.execute(read_only.format("RESET"))
            await thanks

    asyncio.run(rating())
    assert stored(engine) == {tap.key: 4}


def test_of_several_hosts_the_one_that_can_write_is_taken(
    engine: Engine, database_url: str, code: str, own: Cluster
) -> None:
    both = f"@127.0.0.1:{free_port()},127.0.0.1:{own.port}/"
    url = database_url.replace(f"@127.0.0.1:{own.port}/", both)
    several = make_engine(f"{url}?target_session_attrs=read-write")
    tap = make_tap(several, code)
    with closing(open_store(several)) as store:
        store.store([tap])
    with several.connect() as connection:
        # The server must notice that we are gone in seconds as well.
        assert connection.scalar(text("SHOW tcp_keepalives_idle")) == "5"
    several.dispose()

    assert stored(engine) == {tap.key: 4}


def test_a_database_that_crashes_under_load_keeps_every_thanked_rating_and_nobody_is_refused(
    engine: Engine, database_url: str, code: str, own: Cluster
) -> None:
    with serving(database_url) as server:
        taps = asyncio.run(tickets_of(server.url, code, POSTS))
        crash = once_stored(engine, POSTS // 4, own.crash)
        thanked = asyncio.run(post_all(server.url, code, taps))
        crash.join()
        assert len(thanked) == POSTS
        assert asyncio.run(post_all(server.url, code, taps)) == thanked
    engine.dispose()
    assert counted(engine) == (POSTS, POSTS)
