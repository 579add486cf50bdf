"""The history: made up by several processes, written by one, in blocks like the sealer's."""

import multiprocessing
import os
import queue
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, select

from load_tests.plausible.crowd import City, Many, Opinions, empty, plan, speak
from load_tests.plausible.ledger import BLOCK, Ledger
from surveys import days, properties, register
from surveys.cells import CUBES
from surveys.database import reading, writing
from surveys.places import LEVELS, Unit
from surveys.responses import Entry, Pending
from surveys.sealing.block import ancestors_of
from surveys.sealing.counting import Counting, Tally, fold
from surveys.sealing.turn import be_alone
from surveys.services import offered

# Blocks written in one transaction, and blocks that may wait to be written.
_TOGETHER, _WAITING = 25, 60
_PATIENCE = 300

Progress = Callable[[int, int], None]
Month = list[tuple[date, list[int]]]


class HoldsRealResponses(RuntimeError):
    """The database has responses of real citizens; nothing made up may join them."""


class NothingOpen(RuntimeError):
    """The register has no touchpoint that was open in those months."""


def make(
    engine: Engine, responses: int, progress: Progress, months: int = 26, seed: int = 1
) -> int:
    """Make the responses of the last months, up to yesterday; how many there are.

    Raises:
        HoldsRealResponses, NothingOpen: nothing was changed.
    """
    today = days.office_day(days.now_ms())
    with reading(engine) as connection:
        if not properties.is_demo(connection) and _real(connection):
            raise HoldsRealResponses
        city, ancestors = _city(connection, today, seed), ancestors_of(connection)
    planned = list(plan(city, responses, months, date.fromordinal(today.toordinal() - 1)))
    if not planned:
        raise NothingOpen
    with writing(engine) as connection:
        # First the label, then the rows: killed half way, the database still says what it is.
        properties.write(connection, properties.DEMO, f"{responses} plausible responses")
        register.touch(connection)
    # No connection may be carried into the processes that are forked now.
    engine.dispose()
    by_month = [list(some) for _, some in groupby(planned, lambda one: (one[0].year, one[0].month))]
    made = 0
    for portion in _portions(_work(city, ancestors, by_month, seed)):
        made += _write(engine, portion)
        progress(made, responses)
    return made


def _real(connection: Connection) -> bool:
    real = (
        select(table.id).where(table.simulated.is_(False)).limit(1) for table in (Entry, Pending)
    )
    return any(connection.scalar(query) is not None for query in real)


def _city(connection: Connection, today: date, seed: int) -> City:
    offers = {
        level: [service_id for _slug, service_id, _group in offered(connection, level, today)]
        for level in set(LEVELS.values())
    }
    opened = {u.id: u.opened_on for u in connection.execute(select(Unit.id, Unit.opened_on))}
    return City(register.load(connection), offers, opened, seed)


def _portions(made: Iterator[Many | Tally]) -> Iterator[list[Many | Tally]]:
    portion: list[Many | Tally] = []
    for one in made:
        portion.append(one)
        if len(portion) == _TOGETHER:
            yield portion
            portion = []
    if portion:
        yield portion


def _write(engine: Engine, portion: list[Many | Tally]) -> int:
    """Write blocks and the cells of finished months; how many responses that were."""
    with writing(engine) as connection:
        be_alone(connection)
        ledger, made = Ledger(connection), 0
        for one in portion:
            if isinstance(one, Many):
                ledger.append(one)
                made += len(one)
            else:
                fold(connection, one)
    return made


def _work(
    city: City, ancestors: dict[int, tuple[int, ...]], months: list[Month], seed: int
) -> Iterator[Many | Tally]:
    """Blocks from as many processes as there are cores, with each month's tally behind its own.

    Raises:
        RuntimeError: a process ended before its work did.
    """
    forking = multiprocessing.get_context("fork")
    made: Any = forking.Queue(_WAITING)
    cores = max(1, os.cpu_count() or 1)
    workers = [
        forking.Process(target=_produce, args=(city, ancestors, months[n::cores], seed + n, made))
        for n in range(cores)
    ]
    for worker in workers:
        worker.start()
    try:
        running = len(workers)
        while running:
            one = made.get(timeout=_PATIENCE)
            if one is None:
                running -= 1
            else:
                yield one if isinstance(one, Many) else dict(zip(CUBES, one, strict=True))
    except queue.Empty:
        raise RuntimeError("a process that made responses up has ended") from None
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _produce(
    city: City, ancestors: dict[int, tuple[int, ...]], months: list[Month], seed: int, made: Any
) -> None:
    chance = Random(seed)
    said = Opinions(chance)
    for month in months:
        counting = Counting(ancestors)
        for block in _blocks(city, said, chance, month):
            columns = block.columns
            flagged = [place in block.doubted for place in range(len(block))]
            counting.add(columns, flagged)
            made.put(block)
        tally = counting.tally()
        # Without the tables: they are only themselves within one process.
        made.put([tally[cube] for cube in CUBES])
    made.put(None)


def _blocks(city: City, said: Opinions, chance: Random, month: Month) -> Iterator[Many]:
    block = empty()
    for day, counts in month:
        for (counter, _weight), count in zip(city.weights(day), counts, strict=True):
            while count:
                if len(block) == BLOCK:
                    yield block
                    block = empty()
                some = min(count, BLOCK - len(block))
                speak(city, said, chance, counter, day, some, block)
                count -= some
    if len(block):
        yield block
