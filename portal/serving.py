"""One server per SQLite file, and how it listens, drains and ends."""

import fcntl
import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from portal.app import create_app
from portal.settings import Settings, read_settings
from surveys.database import make_engine, sqlite_file

# Workers are started by name and read the settings anew; this tells them where they listen.
_HOST = "HAI_LONG_LISTENS_ON"


class AlreadyServed(RuntimeError):
    """Another process serves this SQLite file; ``pid`` is its number, as far as known."""

    def __init__(self, pid: str) -> None:
        super().__init__(pid)
        self.pid = pid


@contextmanager
def only_server(settings: Settings) -> Generator[None]:
    """Hold the right to serve a SQLite file; on PostgreSQL everybody may.

    Raises:
        AlreadyServed: another process has it.
    """
    engine = make_engine(settings.database_url)
    file = sqlite_file(engine)
    if file is None:
        yield
        return
    with open(f"{file}.server-lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyServed(lock.read().strip()) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until told to stop; what waits is stored before this returns."""
    import uvicorn

    options: dict[str, Any] = {
        "host": host,
        "port": port,
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        # Whoever is behind a trusted proxy is believed only through it.
        "proxy_headers": bool(settings.trusted_proxies),
        "forwarded_allow_ips": list(settings.trusted_proxies) or None,
        "timeout_graceful_shutdown": 20,
    }
    # uvicorn drains and then raises the signal once more; nothing is left to do for it.
    signal.signal(signal.SIGTERM, _drained)
    if workers == 1:
        app = create_app(settings, loopback=is_loopback(host))
        uvicorn.Server(uvicorn.Config(app, **options)).run()
    else:
        os.environ[_HOST] = host
        uvicorn.run("portal.serving:worker", factory=True, workers=workers, **options)


def _drained(_signal: int, _frame: object) -> None:
    return None


def worker() -> Any:
    """The application of one of several server processes."""
    return create_app(read_settings(), loopback=is_loopback(os.environ[_HOST]))


def database_folder(settings: Settings) -> Path | None:
    """The folder of the SQLite file, made if it is missing; None on PostgreSQL."""
    file = sqlite_file(make_engine(settings.database_url))
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    return file.parent if file else None
