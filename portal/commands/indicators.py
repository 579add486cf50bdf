"""``portal indicators`` and ``portal publish``: the figures right now, and those for the public."""

import argparse
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from portal.commands import Refused, a_day, figures, progress
from portal.commands.staff import known_database
from portal.settings import read_settings

if TYPE_CHECKING:
    from portal.commands import Subparsers

_BUCKETS = ("day", "week", "month", "quarter", "year")
_CHANNELS = ("qr", "kiosk", "web", "paper", "phone", "assisted")


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal indicators`` and ``portal publish``."""
    asking = subparsers.add_parser("indicators", help="indicators, right at this moment")
    add_options(asking)
    asking.set_defaults(run=run_indicators)
    publishing = subparsers.add_parser("publish", help="seal, then rewrite the published table")
    publishing.set_defaults(run=run_publish)


def add_export_to(kinds: "Subparsers") -> None:
    """Add ``portal export indicators`` to the kinds of exports."""
    exporting = kinds.add_parser("indicators", help="the same as `portal indicators`")
    add_options(exporting)
    exporting.set_defaults(run=run_indicators)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Whose indicators, of which days, and how they are written."""
    parser.add_argument("--unit", metavar="SLUG", required=True)
    parser.add_argument("--from", dest="start", type=a_day, metavar="DAY", required=True)
    parser.add_argument(
        "--to", dest="end", type=a_day, metavar="DAY", required=True, help="excluded"
    )
    parser.add_argument("--scope", choices=("own", "tree"), default="own")
    parser.add_argument("--service", metavar="CODE", help="a procedure code, or a slug")
    parser.add_argument("--channel", choices=_CHANNELS)
    parser.add_argument(
        "--verified", action="store_true", help="only what came with a one-time slip"
    )
    parser.add_argument("--bucket", choices=_BUCKETS, help="default: the whole range")
    parser.add_argument(
        "--as-of", type=int, metavar="SEAL", help="only what was sealed up to this block"
    )
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    parser.add_argument("--out", metavar="FILE", help="default: standard output")


def run_indicators(arguments: argparse.Namespace) -> None:
    """Print the indicators of a unit, cells and what waits read in one snapshot."""
    from analytics.numbers.series import series
    from surveys import register
    from surveys.database import reading
    from translations import speak

    with known_database() as engine, _answering(), reading(engine) as connection:
        known = register.load(connection)
        found = series(
            connection,
            known,
            arguments.unit,
            arguments.start,
            arguments.end,
            scope=arguments.scope,
            service=arguments.service,
            channel=arguments.channel,
            verified=arguments.verified,
            bucket=arguments.bucket,
            as_of=arguments.as_of,
        )
    with speak(read_settings().locale), _out(arguments.out) as out:
        if arguments.format == "table":
            name = known.unit_names.say(known.find_unit(arguments.unit), read_settings().locale)
            figures.write_table(found, name, arguments.as_of is None, out)
        else:
            {"json": figures.write_json, "csv": figures.write_csv}[arguments.format](found, out)


def run_publish(_arguments: argparse.Namespace) -> None:
    """Seal what is due, then bring the published table up to date."""
    from portal.publishing import publish

    with known_database() as engine:
        written = publish(engine, progress.bar("publishing"))
    print(f"{written} cells were written." if written else "The published table is up to date.")


@contextmanager
def _out(file: str | None) -> Generator[IO[str]]:
    if file is None:
        yield sys.stdout
        return
    with open(file, "w", encoding="utf-8") as out:
        yield out


@contextmanager
def _answering() -> Generator[None]:
    """Say in one line what cannot be told."""
    from analytics.numbers.asks import ROW_DAYS, TooManyDays
    from analytics.numbers.readers import EmptyRange, UnknownSeal
    from surveys.register import UnknownService, UnknownUnit

    try:
        yield
    except UnknownUnit as unknown:
        raise Refused(f"no unit has the slug {unknown}") from None
    except UnknownService as unknown:
        raise Refused(f"no service has the code or slug {unknown}") from None
    except UnknownSeal as unknown:
        raise Refused(f"there is no seal {unknown}") from None
    except EmptyRange:
        raise Refused("--to has to be later than --from; its day is not included") from None
    except TooManyDays as many:
        raise Refused(
            f"this can only be read from single responses, for at most {ROW_DAYS} days and not for"
            f" {many}; ask for fewer days, for whole months, or without --verified or --as-of"
        ) from None
