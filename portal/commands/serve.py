"""``portal serve``: the server."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from portal.commands import Refused
from portal.settings import read_settings

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
    """Serve until SIGTERM or Ctrl-C; then store what waits and end with 0."""
    from portal.database import NotMigrated, require_migrated
    from portal.serving import AlreadyServed, listen, only_server
    from surveys.database import make_engine, sqlite_file

    settings = read_settings()
    engine = make_engine(settings.database_url)
    if arguments.workers < 1 or (arguments.workers > 1 and engine.dialect.name == "sqlite"):
        raise Refused("SQLite is served by one process: leave --workers at 1, or use PostgreSQL", 2)
    file = sqlite_file(engine)
    if file and not os.access(file.parent, os.W_OK):
        raise Refused(f"{file.parent} cannot be written, so no rating could be kept", 1)
    try:
        require_migrated(engine)
        engine.dispose()
        with only_server(settings):
            url = f"http://{arguments.host}:{arguments.port}"
            print(f"Hài Lòng serves {url}", file=sys.stderr, flush=True)
            listen(settings, arguments.host, arguments.port, arguments.workers)
    except NotMigrated:
        raise Refused("the database is not this release's: run `portal migrate` first", 1) from None
    except AlreadyServed as served:
        raise Refused(f"process {served.pid} serves this database already", 2) from None
