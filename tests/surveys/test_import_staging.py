"""An import that is killed, doubled or run beside citizens harms nobody and leaves nothing."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from makers import load, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, func, select

from surveys import days
from surveys.database import reading
from surveys.intake import Tap, Writer, open_store
from surveys.responses import Entry, Import, KnownKey, Pending
from surveys.transfer.alone import alone
from surveys.transfer.files import Imported
from surveys.transfer.responses import import_responses
from surveys.transfer.staging import clear_abandoned

LINES = 3000
# Stops when half of the file is stored, says so, and waits to be killed.
HALF = """
import sys, time
from surveys.database import make_engine
from surveys.transfer.responses import import_responses

def stop_half_way(step, done, of):
    if step == "storing" and done >= of / 2:
        print("half", flush=True)
        time.sleep(60)

import_responses(make_engine(sys.argv[1]), sys.argv[2], print, stop_half_way)
"""


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-hoa-mai")
    return make_touchpoint(engine, "phuong-hoa-mai")


@pytest.fixture
def file(tmp_path: Path, code: str) -> Path:
    file = tmp_path / "responses.csv"
    lines = [f"{code},2023-05-12T09:30,5"] * LINES
    file.write_text("\n".join(["touchpoint,given_at,overall", *lines]))
    return file


@contextmanager
def half_way(engine: Engine, database_url: str, file: Path) -> Generator[None]:
    """An import in another process that is in the middle; killed and gone after the block."""
    command = [sys.executable, "-c", HALF, database_url, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"half\n"
        try:
            yield
        finally:
            process.kill()
    # A database server takes a moment to notice that a client is dead and to free its lock.
    with alone(engine, wait=lambda: None):
        pass


def count(engine: Engine, table: Any) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_nothing_of_a_killed_import_counts_and_the_next_one_works(
    engine: Engine, database_url: str, file: Path
) -> None:
    with half_way(engine, database_url, file):
        assert count(engine, Pending) >= LINES / 2
    assert seal(engine) == 0

    done = import_responses(engine, file, pytest.fail)

    assert done == Imported(stored=LINES)
    assert (count(engine, Pending), count(engine, KnownKey)) == (LINES, LINES)
    assert count(engine, Import) == 1
    assert seal(engine) == LINES


def test_what_a_killed_import_left_is_cleared_away(
    engine: Engine, database_url: str, file: Path
) -> None:
    with half_way(engine, database_url, file):
        pass

    assert clear_abandoned(engine) == 1
    assert [count(engine, table) for table in (Pending, KnownKey, Import)] == [0, 0, 0]
    assert clear_abandoned(engine) == 0


def test_an_import_under_way_is_left_alone(engine: Engine, database_url: str, file: Path) -> None:
    with half_way(engine, database_url, file):
        before = count(engine, Pending)

        assert clear_abandoned(engine) == 0
        assert count(engine, Pending) == before


def test_an_import_that_fails_clears_up_behind_itself(engine: Engine, file: Path) -> None:
    def stop(step: str, done: int, _of: int) -> None:
        if step == "storing" and done > LINES / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_responses(engine, file, pytest.fail, stop)

    assert [count(engine, table) for table in (Pending, KnownKey, Import)] == [0, 0, 0]


def test_of_two_imports_of_one_file_one_wins_and_the_other_says_so(
    engine: Engine, file: Path
) -> None:
    ended: list[Imported] = []
    threads = [
        threading.Thread(target=lambda: ended.append(import_responses(engine, file, pytest.fail)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done.stored for done in ended) == [0, LINES]
    assert [done.before is None for done in sorted(ended, key=lambda d: d.stored)] == [False, True]
    assert count(engine, Pending) == LINES


def test_citizens_are_thanked_while_a_file_comes_in(engine: Engine, file: Path, code: str) -> None:
    place = load(engine).find_place(code)
    spot = load(engine).locate(place, days.now_ms())

    def tap(number: int) -> Tap:
        now = days.now_ms()
        return Tap(
            f"{number:032x}", number, place.id, spot.unit_id, spot.path_id, None,
            place.survey_version_id, 1, "vi", now, now, spot.day, 5, None, now, spot.day,
        )  # fmt: skip

    thanked = threading.Event()

    def wait_for_a_citizen(_step: str, _done: int, _of: int) -> None:
        thanked.clear()
        assert thanked.wait(30)

    async def rate() -> tuple[Imported, int]:
        writer = Writer(engine, open_store(engine))
        writer.start()
        coming = asyncio.create_task(
            asyncio.to_thread(import_responses, engine, file, print, wait_for_a_citizen)
        )
        taps = 0
        while not coming.done():
            await writer.add(tap(taps))
            thanked.set()
            taps += 1
        await writer.close()
        return await coming, taps

    done, taps = asyncio.run(rate())

    assert done.stored == LINES
    assert seal(engine) == LINES + taps == count(engine, Entry)
