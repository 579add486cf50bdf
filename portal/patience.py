"""Connections that do not get on: closed before they are many."""

import asyncio
import resource
import socket

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# The slowest phone sends the head of a request (under 1 KB) in this many seconds; uvicorn itself
# would wait for ever. Bodies have a patience of their own where they are read.
HEAD = 20.0
# Whoever takes nothing of his answer for so long, in milliseconds, has gone.
_READING = 60_000


class PatientProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it; hangs up where no whole head comes in ``HEAD`` seconds.

    One timer per connection, set again only when it rings, so that a request costs nothing.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._alarm = self.loop.call_later(HEAD, self._look)

    def on_response_complete(self) -> None:
        """Begin to wait for the next head."""
        self._since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._alarm.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        answering = self.cycle is not None and not self.cycle.response_complete
        left = HEAD if answering else self._since + HEAD - self.loop.time()
        if left > 0:
            self._alarm = self.loop.call_later(left, self._look)
        elif not self.transport.is_closing():
            self.transport.close()


def make_room(listening: socket.socket) -> None:
    """Let many be connected at once, and let nobody who stopped reading stay for long."""
    # 1,024 files, the usual limit, is a crowd of slow phones; the hard limit is the host's to set.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; what is accepted here inherits it
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _READING)
