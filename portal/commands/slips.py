"""``portal slips``: one-time codes for the counter, made into a CSV file and printed from it."""

import argparse
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from portal.commands import Refused, progress
from portal.commands.staff import known_database
from portal.posters.slip_files import write_slips
from portal.settings import Settings, read_settings
from translations import gettext as _
from translations import ngettext, speak

if TYPE_CHECKING:
    from portal.commands import Subparsers
    from portal.posters.wording import Poster
    from surveys.register import Place, Register


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal slips make | list | void``; ``portal posters --slips`` prints them."""
    slips = subparsers.add_parser("slips", help="one-time codes that vouch for a visit")
    acts = slips.add_subparsers(title="acts", metavar="ACT", required=True)
    making = acts.add_parser(
        "make", help="make slips; their codes are in the file and nowhere else"
    )
    making.add_argument("--touchpoint", metavar="CODE", required=True)
    making.add_argument("--count", type=int, required=True)
    making.add_argument("--batch", metavar="LABEL", required=True, help="a name for the pad")
    making.add_argument("--out", type=Path, required=True, metavar="FILE.csv")
    making.set_defaults(run=run_make)
    acts.add_parser("list", help="all pads, and how many were used").set_defaults(run=run_list)
    voiding = acts.add_parser("void", help="make what is left of a lost pad worthless")
    voiding.add_argument("batch", metavar="LABEL")
    voiding.set_defaults(run=run_void)


def run_make(arguments: argparse.Namespace) -> None:
    """Make slips for one counter, and write them down."""
    from surveys import register, slips
    from surveys.database import writing

    settings, label = read_settings(), arguments.batch.strip()
    if not 1 <= arguments.count <= slips.MOST:
        raise Refused(f"--count has to be from 1 to {slips.MOST}")
    if not 1 <= len(label) <= slips.LONGEST_BATCH:
        raise Refused(f"--batch has to have 1 to {slips.LONGEST_BATCH} letters")
    with known_database() as engine, writing(engine) as connection:
        place = _place(register.load(connection), arguments.touchpoint)
        made = slips.make(connection, place.id, arguments.count, label)
        # Slips that could be written down nowhere are not made.
        out = arguments.out.open("x", encoding="utf-8-sig")
    with out:
        write_slips(out, settings.base_url, place.code, made, label)
    print(f"{arguments.count} slips are in {arguments.out}; they are stored nowhere else.")


def _place(here: "Register", text: str) -> "Place":
    from surveys import codes

    place = here.places.get(codes.read_code(text) or "")
    if place is None or place.state != "open":
        raise Refused(f"no open touchpoint has the code {text}")
    return place


def run_list(_arguments: argparse.Namespace) -> None:
    """Print one line for each pad: its day, how many of how many were used, its label."""
    from surveys.database import reading
    from surveys.slips import list_pads

    with known_database() as engine, reading(engine) as connection:
        for pad in list_pads(connection):
            print(f"{pad.made_on}  {pad.used:6} of {pad.slips:6} used  {pad.label}")


def run_void(arguments: argparse.Namespace) -> None:
    """Make the unused slips of a pad worthless; whoever shows one may still rate."""
    from surveys.database import writing
    from surveys.slips import UnknownPad, void

    with known_database() as engine:
        try:
            with writing(engine) as connection:
                gone = void(connection, arguments.batch)
        except UnknownPad:
            raise Refused(f"there is no pad {arguments.batch}") from None
    print(f"{gone} slips are worthless now.")


def print_slips(file: Path, out: Path) -> None:
    """Draw the slips of a file into one PDF, eight on a sheet, each with a code of its own."""
    from portal.pdf import NoPdf, write_pdf
    from portal.posters import sheets

    settings = read_settings()
    with known_database() as engine, speak(settings.locale):
        from surveys import register
        from surveys.database import reading
        from surveys.properties import is_demo

        with reading(engine) as connection:
            here, demo = register.load(connection), is_demo(connection)
        posters = list(_posters(here, settings, file, demo=demo))
        out.mkdir(parents=True, exist_ok=True)
        pages = [posters[n : n + sheets.ON_A_SHEET] for n in range(0, len(posters), 8)]
        documents = map(sheets.slips_sheet, pages)
        try:
            write_pdf(documents, len(pages), out / f"{file.stem}.pdf", progress.bar(_("Drawing")))
        except NoPdf as missing:
            raise Refused(str(missing)) from None
        print(ngettext("%(num)s slip printed.", "%(num)s slips printed.", len(posters)))


def _posters(here: "Register", settings: Settings, file: Path, *, demo: bool) -> Iterator["Poster"]:
    from dataclasses import replace

    from portal.posters.wording import poster_of
    from surveys import slips
    from surveys.transfer.formulas import unguard

    for number, row in _rows(file):
        slip = slips.read(row["slip"] or "")
        if not slip:
            raise Refused(f"{file}: line {number} has no slip: {row['slip']}")
        place = _place(here, row["touchpoint"] or "")
        label = unguard(row.get("batch") or "")
        poster = poster_of(here, place, settings.base_url, None, demo=demo)
        yield replace(poster, address=f"{poster.address}/{slip}", batch=label, once=True)


def _rows(file: Path) -> Iterable[tuple[int, dict[str, str]]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened)
        if not {"touchpoint", "slip"} <= set(rows.fieldnames or ()):
            raise Refused(f"{file} has no columns touchpoint and slip")
        yield from enumerate(rows, 2)
