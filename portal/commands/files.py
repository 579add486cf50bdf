"""``portal import`` and ``portal export``: files in and out."""

import argparse
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from portal.commands import Refused, a_day, indicators, progress
from portal.commands.staff import known_database
from portal.settings import read_settings
from translations import day as day_words
from translations import gettext as _
from translations import ngettext, speak

if TYPE_CHECKING:
    from portal.commands import Subparsers
    from surveys.register import Register
    from surveys.transfer.files import Imported, Step
    from surveys.transfer.folding import Wanted
    from surveys.transfer.lines import Problem


def add_to(subparsers: "Subparsers") -> None:
    """Add the two commands and what each can carry."""
    importing = subparsers.add_parser("import", help="bring in a CSV file, all of it or nothing")
    carried = importing.add_subparsers(dest="what", required=True, metavar="WHAT")
    for what, about in (
        ("responses", "paper forms and other channels"),
        ("volumes", "closed transactions: unit, service, day, closed"),
    ):
        parser = carried.add_parser(what, help=about)
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.set_defaults(run=run_import)
    exporting = subparsers.add_parser("export", help="write what is stored as a table")
    written = exporting.add_subparsers(dest="what", required=True, metavar="WHAT")
    _add_responses(written)
    indicators.add_export_to(written)


def _add_responses(subparsers: "Subparsers") -> None:
    parser = subparsers.add_parser("responses", help="each once, as `portal import` takes them")
    parser.add_argument("--unit", metavar="SLUG", help="of one unit only")
    parser.add_argument("--scope", choices=["own", "tree"], default="own", help="tree: and below")
    parser.add_argument("--from", dest="start", type=a_day, metavar="D")
    parser.add_argument("--to", dest="end", type=a_day, metavar="D", help="not included")
    parser.add_argument("--format", choices=["csv", "xlsx", "json"], default="csv")
    parser.add_argument("--out", type=Path, metavar="FILE", help="else to stdout")
    parser.set_defaults(run=run_export)


def run_import(arguments: argparse.Namespace) -> int:
    """Bring in one file; 1 when a line is bad, 0 when it is stored or was before."""
    from surveys.transfer.files import FileChanged
    from surveys.transfer.responses import import_responses
    from surveys.transfer.staging import Overtaken
    from surveys.transfer.volumes import import_volumes

    bring_in = import_responses if arguments.what == "responses" else import_volumes
    with known_database() as engine, speak(read_settings().locale):
        try:
            done = bring_in(engine, arguments.file, _complain, _steps())
        except FileChanged:
            raise Refused(_("The file changed while it was read. Nothing was stored."), 1) from None
        except Overtaken:
            raise Refused(_("Another import took over. Nothing was stored."), 1) from None
        if done.problems:
            said = ngettext("%(num)s problem.", "%(num)s problems.", done.problems)
            raise Refused(" ".join((said, _("Nothing was stored."))), 1)
        print(_ended(done))
    return 0


def _complain(problem: "Problem") -> None:
    from portal.line_problems import say

    # A half-drawn bar is wiped out first.
    wipe = "\r\033[K" if sys.stderr.isatty() else ""
    print(f"{wipe}portal: {say(problem)}", file=sys.stderr)


def _steps() -> Callable[["Step", int, int], None]:
    bars = {"checking": progress.bar(_("Checking")), "storing": progress.bar(_("Storing"))}

    def show(step: "Step", done: int, of: int) -> None:
        if step in bars:
            bars[step](done, of)
        elif sys.stderr.isatty():
            print(_("Another import is under way; waiting for it."), file=sys.stderr)

    return show


def _ended(done: "Imported") -> str:
    from surveys.days import OFFICE

    if done.before:
        when = day_words(done.before.astimezone(OFFICE).date())
        return _("This file was already imported on %(day)s. Nothing was stored.", day=when)
    parts = [ngettext("%(num)s line stored.", "%(num)s lines stored.", done.stored)]
    if done.replaced:
        parts.append(ngettext("%(num)s value replaced.", "%(num)s values replaced.", done.replaced))
    if done.known:
        parts.append(ngettext("%(num)s line was known.", "%(num)s lines were known.", done.known))
    return " ".join(parts)


def run_export(arguments: argparse.Namespace) -> None:
    """Write the responses to a file, or to stdout."""
    from surveys import register
    from surveys.database import reading
    from surveys.transfer.exports import export_responses

    if arguments.start and arguments.end and arguments.start >= arguments.end:
        raise Refused("--to must be later than --from")
    if arguments.format == "xlsx" and not arguments.out and sys.stdout.isatty():
        raise Refused("a workbook is no text for a terminal: name a file with --out")
    with known_database() as engine, speak(read_settings().locale), reading(engine) as connection:
        here = register.load(connection)
        wanted = _wanted(here, arguments)
        with _target(arguments.out) as out:
            drawn = progress.bar(_("Writing"))
            export_responses(connection, here, wanted, arguments.format, out, drawn)


def _wanted(here: "Register", arguments: argparse.Namespace) -> "Wanted":
    from surveys.register import UnknownUnit
    from surveys.transfer.folding import Wanted

    try:
        unit_id = here.find_unit(arguments.unit) if arguments.unit else None
    except UnknownUnit:
        raise Refused(_("No unit has this slug: %(slug)s", slug=arguments.unit)) from None
    return Wanted(arguments.start, arguments.end, unit_id, arguments.scope == "tree")


@contextmanager
def _target(out: Path | None) -> Generator[BinaryIO]:
    """Where to write; a file gets its name only when it is whole."""
    if out is None:
        yield sys.stdout.buffer
        return
    if out.exists() and not out.is_file():
        with out.open("wb") as file:
            yield file
        return
    whole = out.resolve()
    part = whole.with_name(f".{whole.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        os.replace(part, whole)
    finally:
        part.unlink(missing_ok=True)
