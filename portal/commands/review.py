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
    parser.add_argument(
        "--version",
        default="",
        metavar="N",
        help="a frozen version, or now; by default the newest frozen one, if there is one",
    )
    parser.add_argument("--locale", help="vi or en; by default the language of the portal")
    parser.add_argument("--format", choices=_FORMATS, default="html")
    parser.add_argument("--out", metavar="FILE", help="by default standard output")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Write the pack."""
    if arguments.format != "html" and not arguments.out and sys.stdout.isatty():
        raise Refused("this is no text for a terminal: name a file with --out")
    with _answering(), speak(arguments.locale or read_settings().locale):
        written = _write(arguments)
    if arguments.out:
        Path(arguments.out).write_bytes(written)
    else:
        sys.stdout.buffer.write(written)


def _write(arguments: argparse.Namespace) -> bytes:
    from portal.reviews.formats import write
    from portal.reviews.opening import open_review
    from surveys import register
    from surveys.database import reading
    from surveys.days import parse_period
    from surveys.properties import is_demo

    slug, period = arguments.unit, parse_period(arguments.period)
    with known_database() as engine, reading(engine) as connection:
        here = register.load(connection)
        opened = open_review(connection, here, slug, period, arguments.version)
        return write(opened, arguments.format, demo=is_demo(connection))


@contextmanager
def _answering() -> Generator[None]:
    """Say in one line what cannot be told."""
    from analytics.quality.pack import NotBegun
    from analytics.quality.reviewing.versions import UnknownReview
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
    except UnknownReview as unknown:
        raise Refused(f"no such version was frozen: {unknown}") from None
    except NoPdf as missing:
        raise Refused(f"{missing}") from None
    except UnknownLanguage as unknown:
        raise Refused(f"the portal does not speak {unknown}") from None
