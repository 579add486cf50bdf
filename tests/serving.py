"""A real server in a process of its own, as an engineer would start it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

STARTING = 120  # seconds, on a machine that is busy with something else


@dataclass
class Server:
    """A running ``portal serve``."""

    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@contextmanager
def serving(database_url: str, workers: int = 1, **settings: str) -> Generator[Server]:
    """Start ``portal serve`` on a free port; it is gone after the block, whatever happened."""
    port = free_port()
    command = [sys.executable, "-m", "portal", "serve", "--port", str(port)]
    command += ["--workers", str(workers)]
    with subprocess.Popen(command, env=environment(database_url, **settings)) as process:
        server = Server(f"http://127.0.0.1:{port}", process)
        try:
            _wait_until_ready(server)
            yield server
        finally:
            if process.poll() is None:
                server.kill()


def environment(database_url: str, **settings: str) -> dict[str, str]:
    """The environment of a portal command on this database."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
    secret = {"PORTAL_SECRET": "for tests only, not a secret at all"}
    return plain | secret | {"PORTAL_DATABASE_URL": database_url} | settings


def portal(database_url: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a ``portal`` command to its end."""
    command = [sys.executable, "-m", "portal", *arguments]
    env = environment(database_url, **settings)
    return subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=300, check=False
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ticket_in(page: str) -> str:
    """The ticket inside a rating page."""
    found = re.search(r'name=nonce value="([^"]+)"', page)
    assert found, "no ticket on the page"
    return found.group(1)


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        assert server.process.poll() is None, "the server ended while starting"
        try:
            httpx.get(server.url + "/r/000000000")
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"no answer within {STARTING} s")
