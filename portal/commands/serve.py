"""``portal serve``: the server."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from portal.commands import Refused
from portal.settings import Settings, read_settings

if TYPE_CHECKING:
    from portal.commands import Subparsers


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal serve``."""
    parser = subparsers.add_parser("serve", help="serve the portal; it seals and publishes too")
    add_options(parser)
    parser.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes; PostgreSQL only")


def run(arguments: argparse.Namespace) -> None:
    """Serve until SIGTERM or Ctrl-C; then store what waits, and end with 0 or 130."""
    serve(read_settings(), arguments)


def serve(
    settings: Settings, arguments: argparse.Namespace, prepare: Callable[[], None] | None = None
) -> None:
    """Take the file and the address, prepare, serve; nothing is promised before both are ours."""
    from portal.database import NotMigrated, require_migrated
    from portal.serving import AlreadyServed, bound, listen, only_server
    from surveys.database import opened

    _check(settings, arguments.workers)
    where = f"{arguments.host}:{arguments.port}"
    try:
        with only_server(settings), bound(arguments.host, arguments.port) as taken:
            if prepare:
                prepare()
            with opened(settings.database_url) as engine:
                require_migrated(engine)
            print(f"Hài Lòng serves http://{where}", file=sys.stderr, flush=True)
            listen(settings, taken, arguments.workers)
    except NotMigrated:
        raise Refused("the database is not this release's: run `portal migrate` first", 1) from None
    except AlreadyServed as served:
        raise Refused(f"process {served.pid} serves this database already", 2) from None
    except (OSError, OverflowError) as failed:
        raise Refused(f"{where} cannot be listened on: {failed}", 1) from None


def _check(settings: Settings, workers: int) -> None:
    from surveys.database import make_engine, sqlite_file

    file = sqlite_file(make_engine(settings.database_url))
    if workers < 1 or (file and workers > 1):
        raise Refused("SQLite is served by one process: leave --workers at 1, or use PostgreSQL", 2)
    if file and not os.access(file.parent, os.W_OK):
        raise Refused(f"{file.parent} cannot be written, so no rating could be kept", 1)
