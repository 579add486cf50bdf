"""The writer: a bounded queue, one thread, one transaction for all that waits.

No timer and no added delay: while one transaction flushes, the next batch gathers by itself. So
the batch follows the load, and a citizen is thanked only after COMMIT has returned.
"""

import asyncio
import math
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import NamedTuple, TypeVar, cast

from sqlalchemy import Connection, Engine

from surveys.database import writing
from surveys.intake.batch import Store, Tap, Verdict, store_each

T = TypeVar("T")
# How long a server that ends waits for a database that does not answer, in seconds. Who waits for
# it was told to come back, not thanked.
DRAIN = 30.0
# More than this would hold the write lock so long that the tail of answers suffers.
BATCH = 1000
# Whoever comes while one transaction has waited so many seconds is told at once to come back: on
# PostgreSQL it gives up after 10, but whoever holds an SQLite file may be stopped for as long.
STUCK = 15.0


class IntakeFull(Exception):
    """More ratings wait than the writer may promise to store soon."""


class _Waiting(NamedTuple):
    tap: Tap
    answer: asyncio.Future[None]


class _Work(NamedTuple):
    run: Callable[[Connection], object]
    answer: "asyncio.Future[object]"


class Writer:
    """Stores taps and other small work of the citizen's pages, strictly one after the other.

    Args:
        engine: the database.
        store: how a batch reaches it.
        limit: how many may wait; further ones are refused at once.
    """

    def __init__(self, engine: Engine, store: Store, limit: int = 10_000) -> None:
        self._engine = engine
        self._store = store
        self._limit = limit
        self._waiting = 0
        self._stored = 0
        self._queue: queue.SimpleQueue[_Waiting | _Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._closed = False
        # When the transaction under way began.
        self._begun = math.inf

    @property
    def depth(self) -> int:
        """How many wait for their commit."""
        return self._waiting

    @property
    def stored(self) -> int:
        """How many taps were durable since the start, repeats included."""
        return self._stored

    @property
    def alive(self) -> bool:
        """Whether it takes taps and its thread serves them."""
        return self._thread.is_alive() and not self._closed

    @property
    def full(self) -> bool:
        """Whether the next tap would be refused."""
        return self._waiting >= self._limit

    @property
    def stuck(self) -> bool:
        """Whether one transaction is under way for so long that no next one can be promised."""
        return time.monotonic() - self._begun > STUCK

    def start(self) -> None:
        """Begin to store; call it inside the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def add(self, tap: Tap) -> None:
        """Return once the tap is durable.

        Raises:
            IntakeFull: the queue is full, or does not move, or the writer is closing.
            Exception: what the database said when it refused the row or failed.
        """
        answer = self._loop.create_future()
        self._admit()
        self._queue.put(_Waiting(tap, answer))
        await answer

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do small work in a transaction of its own, in line with the taps; return its result.

        It speaks the language of whoever asks for it.

        Raises:
            IntakeFull: as ``add``.
            Exception: what the work raised; nothing of it was stored.
        """
        answer: asyncio.Future[T] = self._loop.create_future()
        self._admit()
        context = copy_context()
        waiting = cast("asyncio.Future[object]", answer)
        self._queue.put(_Work(lambda connection: context.run(work, connection), waiting))
        return await answer

    def _admit(self) -> None:
        if self._closed or self.full or self.stuck:
            raise IntakeFull
        self._waiting += 1

    async def close(self) -> None:
        """Refuse new work, store all that waits, end the thread; after ``DRAIN`` leave it."""
        self._closed = True
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join, DRAIN)
        if not self._thread.is_alive():
            self._store.close()

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            taps, work, last = self._gather(first)
            if taps:
                self._begun = time.monotonic()
                verdicts = store_each(self._store.store, [w.tap for w in taps])
                self._begun = math.inf
                self._answer(taps, verdicts)
            if work:
                self._do(work)
            if last:
                return

    def _gather(self, first: _Waiting | _Work) -> tuple[list[_Waiting], _Work | None, bool]:
        """Take what waits, up to a batch or to the next other work, in the order it came."""
        if isinstance(first, _Work):
            return [], first, False
        taps = [first]
        while len(taps) < BATCH:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if not isinstance(following, _Waiting):
                return taps, following, following is None
            taps.append(following)
        return taps, None, False

    def _do(self, work: _Work) -> None:
        self._begun = time.monotonic()
        try:
            with writing(self._engine) as connection:
                result = work.run(connection)
        except Exception as failed:  # handed on to whoever waits for the work
            self._begun = math.inf
            self._loop.call_soon_threadsafe(self._fail, work.answer, failed)
        else:
            self._begun = math.inf
            self._loop.call_soon_threadsafe(self._finish, work.answer, result)

    def _answer(self, taps: Sequence[_Waiting], verdicts: Sequence[Verdict]) -> None:
        self._loop.call_soon_threadsafe(self._resolve, taps, verdicts)

    def _resolve(self, taps: Sequence[_Waiting], verdicts: Sequence[Verdict]) -> None:
        for (_, answer), verdict in zip(taps, verdicts, strict=True):
            if verdict is None:
                self._stored += 1
                self._finish(answer, None)
            else:
                self._fail(answer, verdict)

    # A citizen who went away cancels the wait, never the rating.
    def _finish(self, answer: asyncio.Future[T], result: T) -> None:
        self._waiting -= 1
        if not answer.done():
            answer.set_result(result)

    def _fail(self, answer: "asyncio.Future[T]", failed: Exception) -> None:
        self._waiting -= 1
        if not answer.done():
            answer.set_exception(failed)
