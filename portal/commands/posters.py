"""``portal posters`` and ``portal batch``: printed codes, and what becomes of a print run."""

import argparse
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from portal.commands import Refused, progress
from portal.commands.slips import print_slips
from portal.commands.staff import known_database
from portal.settings import Settings, read_settings
from translations import gettext as _
from translations import ngettext, speak

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from portal.commands import Subparsers
    from portal.posters.forms import Form
    from surveys.register import Place, Register

SIZES = ("a4", "a5", "tent", "card", "slip", "form")
# Codes of these channels hang nowhere: a tablet shows its own page, a link is a link.
_NOT_PRINTED = ("kiosk", "web")


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal posters`` and ``portal batch list | revoke``."""
    printing = subparsers.add_parser("posters", help="printed codes as PDF or SVG")
    of = printing.add_mutually_exclusive_group(required=True)
    of.add_argument("--unit", metavar="SLUG", action="append", help="may be given several times")
    of.add_argument(
        "--slips", type=Path, metavar="FILE.csv", help="of `portal slips make`; one code for each"
    )
    of.add_argument("--all", action="store_true", help="every unit that has touchpoints")
    printing.add_argument("--format", choices=["pdf", "svg"], default="pdf")
    printing.add_argument("--size", choices=SIZES, action="append", help="several; a4 by itself")
    printing.add_argument("--batch", metavar="LABEL", help="record what is printed together")
    printing.add_argument("--out", type=Path, required=True, metavar="DIR")
    printing.set_defaults(run=run_posters)
    batch = subparsers.add_parser("batch", help="posters that were printed together")
    acts = batch.add_subparsers(title="acts", metavar="ACT", required=True)
    acts.add_parser("list", help="all print batches").set_defaults(run=run_list)
    revoking = acts.add_parser("revoke", help="its codes then explain; the counters get new ones")
    revoking.add_argument("label", metavar="LABEL")
    revoking.add_argument("--why", required=True)
    revoking.set_defaults(run=run_revoke)


def run_posters(arguments: argparse.Namespace) -> None:
    """Draw the posters into a directory: one PDF for each size, or one SVG for each poster."""
    from surveys.database import writing

    if arguments.slips:
        return print_slips(arguments.slips, arguments.out)
    settings, sizes = read_settings(), list(dict.fromkeys(arguments.size or ["a4"]))
    if arguments.format == "svg" and "form" in sizes:
        raise Refused("a form is printed from PDF: use --format pdf")
    with known_database() as engine, speak(settings.locale):
        with writing(engine) as connection:
            forms = _chosen(connection, settings, arguments)
        arguments.out.mkdir(parents=True, exist_ok=True)
        draw = _write_svg if arguments.format == "svg" else _write_pdf
        for size in sizes:
            draw(forms, size, arguments.out)
        told = ngettext("%(num)s counter printed.", "%(num)s counters printed.", len(forms))
        print(told)
    return None


def _chosen(
    connection: "Connection", settings: Settings, arguments: argparse.Namespace
) -> "list[Form]":
    """What each counter's paper says; the batch is recorded before anything is drawn."""
    from portal.posters.forms import Form
    from portal.posters.wording import poster_of
    from surveys import register
    from surveys.print_batches import batches_of
    from surveys.properties import is_demo

    here, demo = register.load(connection), is_demo(connection)
    places = list(_printable(here, arguments.unit))
    if not places:
        raise Refused(_("There is no counter to print for."))
    ids = [place.id for place in places]
    if arguments.batch:
        _record(connection, arguments.batch, ids)
    batches = batches_of(connection, ids)
    return [
        Form(
            poster_of(here, place, settings.base_url, batches.get(place.id), demo=demo),
            here.definitions[place.survey_version_id],
        )
        for place in places
    ]


def _printable(here: "Register", slugs: list[str] | None) -> "Iterable[Place]":
    from surveys.register import UnknownUnit
    from surveys.responses import CHANNEL_NAMES

    try:
        units = {here.find_unit(slug) for slug in slugs or here.slugs}
    except UnknownUnit as unknown:
        raise Refused(_("No unit has this slug: %(slug)s", slug=str(unknown))) from None
    for place in sorted(here.places.values(), key=lambda place: (place.unit_id, place.id)):
        hangs = place.state != "retired" and CHANNEL_NAMES[place.channel] not in _NOT_PRINTED
        if hangs and place.unit_id in units:
            yield place


def _record(connection: "Connection", label: str, touchpoint_ids: Collection[int]) -> None:
    from surveys.print_batches import PrintedBefore, Withdrawn, print_in

    try:
        print_in(connection, label, touchpoint_ids)
    except PrintedBefore as before:
        raise Refused(
            _(
                "Some of these codes hang in batch %(batch)s already."
                " Print them in that batch again, or revoke it first.",
                batch=str(before),
            )
        ) from None
    except Withdrawn:
        raise Refused(_("Batch %(batch)s was revoked.", batch=label)) from None


def _write_svg(forms: "list[Form]", size: str, out: Path) -> None:
    from portal.posters.sheets import SIZES, draw

    told = progress.bar(_("Drawing"))
    for done, form in enumerate(forms, 1):
        poster = form.poster
        file = out / f"{poster.slug}-{poster.code}-{size}.svg"
        file.write_text(draw(poster, SIZES[size]), "utf-8")
        told(done, len(forms))


def _write_pdf(forms: "list[Form]", size: str, out: Path) -> None:
    from portal.pdf import NoPdf, write_pdf

    slugs = {form.poster.slug for form in forms}
    name = slugs.pop() if len(slugs) == 1 else "posters"
    documents = (_document(form, size) for form in forms)
    try:
        write_pdf(documents, len(forms), out / f"{name}-{size}.pdf", progress.bar(_("Drawing")))
    except NoPdf as missing:
        without = _("SVG needs none of that: --format svg.")
        raise Refused(f"{missing} {without}") from None


def _document(form: "Form", size: str) -> str:
    from portal.posters import sheets

    return form.draw() if size == "form" else sheets.leaf(form.poster, sheets.SIZES[size])


def run_list(_arguments: argparse.Namespace) -> None:
    """Print one line for each batch: its day, its label, whether it was revoked."""
    from surveys import days
    from surveys.database import reading
    from surveys.print_batches import list_batches

    with known_database() as engine, reading(engine) as connection:
        for batch in list_batches(connection).values():
            printed = days.office_day(days.to_ms(batch.printed_at))
            print(f"{printed}  {'revoked' if batch.revoked_at else 'hangs':8} {batch.label}")


def run_revoke(arguments: argparse.Namespace) -> None:
    """Withdraw a batch; prints the old and the new code of each counter."""
    from surveys.codes import format_code
    from surveys.database import writing
    from surveys.print_batches import UnknownBatch, Withdrawn, withdraw

    with known_database() as engine, speak(read_settings().locale):
        try:
            with writing(engine) as connection:
                renewed = withdraw(connection, arguments.label, arguments.why)
        except UnknownBatch:
            raise Refused(_("There is no batch %(batch)s.", batch=arguments.label)) from None
        except Withdrawn:
            raise Refused(_("Batch %(batch)s was revoked.", batch=arguments.label)) from None
        for pair in renewed:
            print(f"{format_code(pair.old)} -> {format_code(pair.new)}")
        print(_("Print the new codes, and take the old posters down."))
