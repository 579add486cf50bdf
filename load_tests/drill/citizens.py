"""Citizens who open a rating page through the proxy, tap, and tap again when no thanks come.

Whoever is thanked is written down with the key that the tap carries: the first 16 bytes of the
page's ticket (see ``surveys.tickets``). That ledger is what the tables are held against.
"""

import asyncio
import base64
import random
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlencode

# So many at once, each reading for about a second: some eighty ratings a second in all.
CITIZENS = 80
READING_SECONDS = 0.9
# A browser would wait longer; a person at a counter hardly would.
PATIENCE_SECONDS = 30.0
# Before the same button is tapped again.
AGAIN_SECONDS = 1.0
_TICKET = re.compile(rb'name=nonce value="([^"]+)"')


@dataclass
class Ledger:
    """What the citizens saw: times are of the monotonic clock, keys in hex."""

    sent: set[str] = field(default_factory=set)
    thanked: list[tuple[float, str]] = field(default_factory=list)
    errors: list[tuple[float, str]] = field(default_factory=list)
    # How often a tap was sent again, and the answers' times in seconds.
    repeats: int = 0
    waits: list[float] = field(default_factory=list)

    def keys(self) -> set[str]:
        """Of all who were thanked until now."""
        return {key for _, key in list(self.thanked)}

    def thanks_between(self, began: float, ended: float) -> list[float]:
        """When somebody was thanked in a span of time, in order."""
        return sorted(when for when, _ in list(self.thanked) if began <= when <= ended)

    def longest_gap(self, began: float, ended: float) -> float:
        """The longest time in a span in which nobody was thanked, in seconds."""
        times = [began, *self.thanks_between(began, ended), ended]
        return max(after - before for before, after in pairwise(times))

    def errors_between(self, began: float, ended: float) -> list[str]:
        """What people saw instead of a page or thanks, in a span of time."""
        return [what for when, what in list(self.errors) if began <= when <= ended]


def key_in(ticket: str) -> str:
    """The key that a tap with this ticket has."""
    return base64.urlsafe_b64decode(ticket + "=")[:16].hex()


class Citizens:
    """A crowd in a thread of its own, from ``start`` to ``stop``.

    Args:
        door: address and port of the proxy.
        codes: the touchpoints they stand at.
        ledger: the one to write in, when it is not to be a new one.
        many, reading: how many they are, and how long one looks at the page, in seconds.
    """

    def __init__(
        self,
        door: tuple[str, int],
        codes: Sequence[str],
        ledger: Ledger | None = None,
        many: int = CITIZENS,
        reading: float = READING_SECONDS,
    ) -> None:
        self.door, self.codes, self._many, self._reading = door, codes, many, reading
        self.ledger = ledger or Ledger()
        self._ended = False
        self._thread = threading.Thread(target=lambda: asyncio.run(self._all()), daemon=True)

    def start(self) -> None:
        """Let them in."""
        self._thread.start()

    def dismiss(self) -> None:
        """Let nobody begin any more."""
        self._ended = True

    def stop(self) -> None:
        """Let nobody begin any more, and wait until all have been answered or gave up."""
        self.dismiss()
        self._thread.join(3 * PATIENCE_SECONDS)

    async def _all(self) -> None:
        await asyncio.gather(*(self._one(number) for number in range(self._many)))

    async def _one(self, number: int) -> None:
        # Each differs from the other, and all do the same in every drill.
        whim = random.Random(number)
        await asyncio.sleep(self._reading * whim.random())
        while not self._ended:
            code, mark = whim.choice(self.codes), whim.randint(1, 5)
            ticket = await self._open(code)
            if ticket:
                await asyncio.sleep(self._reading * (0.5 + whim.random()))
                await self._tap(code, ticket, mark)

    async def _open(self, code: str) -> str | None:
        """The ticket on a page; None when the page did not come."""
        status, answer = await self._asked(f"GET /r/{code} HTTP/1.1\r\n\r\n")
        found = _TICKET.search(answer)
        if status == "200" and found:
            return found.group(1).decode()
        await self._disappointed(f"page: {status}")
        return None

    async def _tap(self, code: str, ticket: str, mark: int) -> None:
        """Tap, and again, until thanks come or a refusal says that they never will."""
        form, key = urlencode({"nonce": ticket, "overall": mark}), key_in(ticket)
        words = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length:"
        request = f"POST /r/{code} HTTP/1.1\r\n{words} {len(form)}\r\n\r\n{form}"
        self.ledger.sent.add(key)
        began, gives_up = time.monotonic(), False
        while not gives_up:
            status, _ = await self._asked(request)
            if status == "303":
                now = time.monotonic()
                self.ledger.thanked.append((now, key))
                self.ledger.waits.append(now - began)
                return
            await self._disappointed(f"tap: {status}")
            gives_up = status.startswith("4") or (
                self._ended and time.monotonic() - began > PATIENCE_SECONDS
            )
            self.ledger.repeats += not gives_up

    async def _disappointed(self, what: str) -> None:
        self.ledger.errors.append((time.monotonic(), what))
        await asyncio.sleep(AGAIN_SECONDS)

    async def _asked(self, request: str) -> tuple[str, bytes]:
        """Send a request on a connection of its own; the status, or what came instead of one."""
        head, _, rest = request.partition("\r\n")
        host = f"Host: {self.door[0]}\r\nConnection: close\r\n"
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await self._exchange(f"{head}\r\n{host}{rest}".encode())
        except TimeoutError:
            return "no answer", b""
        except OSError as failed:
            return type(failed).__name__, b""
        words = answer.split(b" ", 2)
        return (words[1].decode(), answer) if len(words) > 2 else ("empty answer", b"")

    async def _exchange(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(*self.door)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()
