"""The writer: thanks after the commit, one row per key, no row lost, none harmed by another."""

import asyncio
import threading
from collections.abc import Sequence

import pytest
from makers import make_touchpoint, make_unit
from sqlalchemy import Connection, Engine, insert, select
from taps import make_tap, stored, writing_taps

from surveys.intake import IntakeFull, Tap, open_store, writer
from surveys.properties import Property, read

pytestmark = pytest.mark.fast


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


class Gate:
    """A real store whose door stays shut until it is opened, so that taps gather behind it."""

    def __init__(self, engine: Engine) -> None:
        self._inside = open_store(engine)
        self.door = threading.Event()
        self.batches: list[int] = []

    def store(self, taps: Sequence[Tap]) -> None:
        self.door.wait(10)
        self.batches.append(len(taps))
        self._inside.store(taps)

    def close(self) -> None:
        self._inside.close()


def test_whoever_is_thanked_is_stored_already(engine: Engine, code: str) -> None:
    tap = make_tap(engine, code, overall=5)

    async def adding() -> dict[str, int | None]:
        async with writing_taps(engine) as writer:
            await writer.add(tap)
            return stored(engine)

    assert asyncio.run(adding()) == {tap.key: 5}


def test_a_queue_that_does_not_move_refuses_at_once_and_recovers(
    engine: Engine, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(engine)
    first, second = make_tap(engine, code), make_tap(engine, code)
    monkeypatch.setattr(writer, "STUCK", 0.1)

    async def standing() -> None:
        async with writing_taps(engine, gate) as storing:
            wait = asyncio.ensure_future(storing.add(first))
            await asyncio.sleep(0.3)
            assert storing.stuck
            with pytest.raises(IntakeFull):
                await storing.add(second)
            gate.door.set()
            await wait
            await storing.add(second)

    asyncio.run(standing())
    assert len(stored(engine)) == 2


def test_a_full_queue_refuses_at_once_and_recovers(engine: Engine, code: str) -> None:
    gate = Gate(engine)
    taps = [make_tap(engine, code) for _ in range(4)]

    async def filling() -> None:
        async with writing_taps(engine, gate, limit=3) as writer:
            waits = [asyncio.ensure_future(writer.add(tap)) for tap in taps[:3]]
            await asyncio.sleep(0)
            assert writer.full
            with pytest.raises(IntakeFull):
                await writer.add(taps[3])
            gate.door.set()
            await asyncio.gather(*waits)
            assert writer.depth == 0
            await writer.add(taps[3])

    asyncio.run(filling())
    assert len(stored(engine)) == 4


def test_what_gathers_during_a_commit_is_one_batch(engine: Engine, code: str) -> None:
    gate = Gate(engine)
    taps = [make_tap(engine, code) for _ in range(40)]

    async def gathering() -> None:
        async with writing_taps(engine, gate) as writer:
            waits = [asyncio.ensure_future(writer.add(tap)) for tap in taps]
            await asyncio.sleep(0.05)
            gate.door.set()
            await asyncio.gather(*waits)

    asyncio.run(gathering())
    assert sum(gate.batches) == 40
    assert len(gate.batches) <= 3


def test_closing_stores_all_that_waits_and_refuses_the_rest(engine: Engine, code: str) -> None:
    gate = Gate(engine)
    taps = [make_tap(engine, code) for _ in range(30)]

    async def closing() -> list[BaseException | None]:
        async with writing_taps(engine, gate) as writer:
            waits = [asyncio.ensure_future(writer.add(tap)) for tap in taps]
            await asyncio.sleep(0)
            gate.door.set()
        assert not writer.alive
        with pytest.raises(IntakeFull):
            await writer.add(taps[0])
        return await asyncio.gather(*waits, return_exceptions=True)

    assert asyncio.run(closing()) == [None] * 30
    assert len(stored(engine)) == 30


def test_closing_does_not_wait_for_ever_for_a_database_that_does_not_answer(
    engine: Engine, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "DRAIN", 0.05)
    gate = Gate(engine)

    async def closing() -> None:
        async with writing_taps(engine, gate) as ending:
            thanks = asyncio.ensure_future(ending.add(make_tap(engine, code)))
            await asyncio.sleep(0)
        assert not thanks.done()
        gate.door.set()
        await thanks
        await ending.close()

    asyncio.run(closing())
    assert len(stored(engine)) == 1


def test_a_citizen_who_went_away_is_stored_all_the_same(engine: Engine, code: str) -> None:
    gate = Gate(engine)
    gone, stays = make_tap(engine, code), make_tap(engine, code)

    async def leaving() -> None:
        async with writing_taps(engine, gate) as writer:
            waits = [asyncio.ensure_future(writer.add(tap)) for tap in (gone, stays)]
            await asyncio.sleep(0)
            waits[0].cancel()
            gate.door.set()
            await waits[1]
            assert writer.depth == 0

    asyncio.run(leaving())
    assert set(stored(engine)) == {gone.key, stays.key}


def test_other_work_keeps_its_place_in_line(engine: Engine, code: str) -> None:
    tap = make_tap(engine, code)

    def look(connection: Connection) -> int:
        connection.execute(insert(Property).values(name="seen", value="yes"))
        return len(connection.execute(select(1)).all())

    async def working() -> list[object]:
        async with writing_taps(engine) as writer:
            return await asyncio.gather(writer.add(tap), writer.run(look), writer.add(tap))

    assert asyncio.run(working()) == [None, 1, None]
    with engine.connect() as connection:
        assert read(connection, "seen") == "yes"


def test_work_that_fails_leaves_no_trace_and_the_writer_goes_on(engine: Engine, code: str) -> None:
    tap = make_tap(engine, code)

    def fail(connection: Connection) -> None:
        connection.execute(insert(Property).values(name="seen", value="yes"))
        raise LookupError("nothing there")

    async def working() -> None:
        async with writing_taps(engine) as writer:
            with pytest.raises(LookupError):
                await writer.run(fail)
            await writer.add(tap)

    asyncio.run(working())
    assert stored(engine) == {tap.key: 4}
    with engine.connect() as connection:
        assert read(connection, "seen") is None


def test_a_store_that_breaks_in_an_unknown_way_is_told_and_not_the_end(
    engine: Engine, code: str
) -> None:
    tap = make_tap(engine, code)

    class Unplugged(Gate):
        def store(self, taps: Sequence[Tap]) -> None:
            if not self.door.is_set():
                raise OSError(30, "Read-only file system")
            super().store(taps)

    async def working() -> None:
        store = Unplugged(engine)
        async with writing_taps(engine, store) as writer:
            with pytest.raises(OSError, match="Read-only"):
                await writer.add(tap)
            assert writer.alive
            store.door.set()
            await writer.add(tap)

    asyncio.run(working())
    assert stored(engine) == {tap.key: 4}
