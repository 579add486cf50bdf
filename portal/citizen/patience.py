"""Waiting for bodies, but not for ever: one clock for all of them."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class Patience:
    """Gives up on what takes longer than ``seconds``, to the nearest second.

    A timer of its own for each body would cost more than reading it, and nearly all of them are
    there at once.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[asyncio.Task[object], float] = {}
        self._ticking = False

    async def wait(self, work: Awaitable[T]) -> T:
        """What the work gives.

        Raises:
            TimeoutError: it gave nothing in time.
        """
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        if task is None:
            raise RuntimeError("only a task can wait")
        self._since[task] = loop.time()
        if not self._ticking:
            self._tick(loop)
        try:
            return await work
        except asyncio.CancelledError:
            if task in self._since:
                raise
            task.uncancel()
            raise TimeoutError from None
        finally:
            self._since.pop(task, None)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        over = loop.time() - self._seconds
        for task, since in list(self._since.items()):
            if since <= over:
                del self._since[task]
                task.cancel()
        self._ticking = bool(self._since)
        if self._ticking:
            loop.call_later(min(1.0, self._seconds / 2), self._tick, loop)
