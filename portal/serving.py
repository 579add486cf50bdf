"""One server per SQLite file, and how it listens, drains and ends."""

import fcntl
import gc
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

from portal.app import create_app
from portal.jobs.beside import jobs_beside
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


@contextmanager
def bound(host: str, port: int) -> Generator[socket.socket]:
    """A socket that nobody else can take any more, before anything is promised about it.

    Raises:
        OSError: the address is taken, or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=2048) as taken:
        yield taken


def listen(settings: Settings, taken: socket.socket, workers: int) -> None:
    """Serve until told to stop; what waits is stored before this returns."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from portal.patience import PatientProtocol, make_room

    make_room(taken)
    options: dict[str, Any] = {
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "http": PatientProtocol,
        # Whoever is behind a trusted proxy is believed only through it.
        "proxy_headers": bool(settings.trusted_proxies),
        "forwarded_allow_ips": list(settings.trusted_proxies) or None,
        "timeout_graceful_shutdown": 20,
    }
    # uvicorn drains and then raises the signal once more; nothing is left to do for it.
    signal.signal(signal.SIGTERM, _drained)
    host = str(taken.getsockname()[0])
    with jobs_beside():
        if workers == 1:
            app = create_app(settings, loopback=is_loopback(host))
            _look_seldom()
            uvicorn.Server(uvicorn.Config(app, **options)).run(sockets=[taken])
        else:
            os.environ[_HOST] = host
            named = "portal.serving:worker"
            config = uvicorn.Config(named, factory=True, workers=workers, **options)
            Multiprocess(config, sockets=[taken]).run()


def _drained(_signal: int, _frame: object) -> None:
    return None


def worker() -> Any:
    """The application of one of several server processes, which ends with the first of them."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    app = create_app(read_settings(), loopback=is_loopback(os.environ[_HOST]))
    _look_seldom()
    return app


def _end_with_parent() -> None:
    """Drain and end when the first process was killed: a new server needs the address."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _look_seldom() -> None:
    """Let the collector of cycles leave alone what stays as long as the server, and look seldom.

    A look at everything took up to a tenth of a second, in which no citizen was answered; next to
    nothing of what a request leaves behind is a cycle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
