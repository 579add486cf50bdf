"""A database file that may not grow: the citizen is told, nothing is half stored, it recovers."""

import asyncio
import sqlite3
from collections.abc import Generator
from typing import Any

import pytest
from chain import verified
from makers import make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from taps import make_tap, stored, writing_taps

from surveys import days
from surveys.database import make_engine

pytestmark = pytest.mark.only("sqlite")


class Disk:
    """How far the file may grow, for every connection that is open and those to come."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._open: list[sqlite3.Connection] = []
        self._pages: int | None = None
        event.listen(engine, "connect", self._opened)

    def _opened(self, raw: sqlite3.Connection, _record: Any) -> None:
        self._open.append(raw)
        self._limit(raw)

    def _limit(self, raw: sqlite3.Connection) -> None:
        if self._pages is not None:
            raw.execute(f"PRAGMA max_page_count = {self._pages}")

    def fill(self, room: int = 0) -> None:
        """Leave room for so many pages."""
        (used,) = self._open[0].execute("PRAGMA page_count").fetchone()
        self._set(used + room)

    def empty(self) -> None:
        self._set(1_000_000)

    def _set(self, pages: int) -> None:
        self._pages = pages
        for raw in self._open:
            self._limit(raw)


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


@pytest.fixture
def disk(database_url: str, code: str) -> Generator[Disk]:
    engine = make_engine(database_url)
    disk = Disk(engine)
    yield disk
    engine.dispose()


def test_taps_on_a_full_disk_are_refused_and_stored_once_there_is_room(
    disk: Disk, code: str
) -> None:
    first = make_tap(disk.engine, code)
    more = [make_tap(disk.engine, code, locale="v" * 12) for _ in range(3000)]

    async def filling() -> list[str]:
        async with writing_taps(disk.engine) as writer:
            await writer.add(first)
            disk.fill(room=2)
            answers = await asyncio.gather(*map(writer.add, more), return_exceptions=True)
            refused = [a for a in answers if a is not None]
            assert all(isinstance(a, OperationalError) for a in refused)
            assert "disk is full" in str(refused[0])
            thanked = {t.key for t, a in zip(more, answers, strict=True) if a is None}
            assert stored(disk.engine).keys() == {first.key} | thanked
            disk.empty()
            await asyncio.gather(*map(writer.add, more))
            return [tap.key for tap in more]

    keys = asyncio.run(filling())
    assert stored(disk.engine).keys() == {first.key, *keys}


def test_sealing_on_a_full_disk_moves_nothing_and_goes_on_later(disk: Disk, code: str) -> None:
    make_responses(disk.engine, code, [5] * 1500, days.office_day(days.now_ms()))
    disk.fill()
    with pytest.raises(OperationalError, match="disk is full"):
        seal(disk.engine)
    assert len(stored(disk.engine)) == 1500
    assert verified(disk.engine).entries == 0

    disk.empty()
    assert seal(disk.engine) == 1500
    assert verified(disk.engine).ok
