"""``portal review``: the management-review pack of a unit or the city."""

import argparse
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from portal.commands import Refused
from portal.commands.staff import known_database
from portal.settings import read_settings
from translations import speak

if TYPE_CHECKING:
    from portal.commands import Subparsers

_FORMATS = ("html", "docx", "pdf", "xlsx")


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal review``."""
    parser = subparsers.add_parser("review", help="the management-review pack, from sealed rows")
    parser.add_argument("unit", metavar="UNIT", help="the slug of a unit or of the city")
    parser.add_argument("--period", required=True, help="2023, 2023-Q2 or 2023-05")
    parser.add_argument("--locale", help="vi or en; by default the language of the portal")
    parser.add_argument("--format", choices=_FORMATS, default="html")
    parser.add_argument("--out", metavar="FILE", help="by default standard output")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Write the pack."""
    if arguments.format != "html" and not arguments.out and sys.stdout.isatty():
        raise Refused("this is no text for a terminal: name a file with --out")
    with _answering(), speak(arguments.locale or read_settings().locale):
        written = _write(arguments.unit, arguments.period, arguments.format)
    if arguments.out:
        Path(arguments.out).write_bytes(written)
    else:
        sys.stdout.buffer.write(written)


def _write(slug: str, period: str, format: str) -> bytes:
    from analytics.quality.pack import build
    from portal.reviews.formats import write
    from surveys import register
    from surveys.database import reading
    from surveys.days import parse_period
    from surveys.properties import is_demo

    asked = parse_period(period)
    with known_database() as engine, reading(engine) as connection:
        pack = build(connection, register.load(connection), slug, asked)
        return write(pack, format, demo=is_demo(connection))


@contextmanager
def _answering() -> Generator[None]:
    """Say in one line what cannot be told."""
    from analytics.quality.pack import NotBegun
    from portal.pdf import NoPdf
    from surveys.days import BadPeriod
    from surveys.register import UnknownUnit
    from translations import UnknownLanguage

    try:
        yield
    except UnknownUnit as unknown:
        raise Refused(f"no unit has the slug {unknown}") from None
    except NotBegun as early:
        raise Refused(f"no day of {early} is over yet") from None
    except BadPeriod as bad:
        raise Refused(f"{bad} is no period such as 2023, 2023-Q2 or 2023-05") from None
    except NoPdf as missing:
        raise Refused(f"{missing}") from None
    except UnknownLanguage as unknown:
        raise Refused(f"the portal does not speak {unknown}") from None
