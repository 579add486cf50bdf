"""``portal doctor``: what is well and what to do about what is not."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.checkup import Finding
    from portal.commands import Subparsers
    from portal.settings import Settings


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal doctor``."""
    parser = subparsers.add_parser("doctor", help="what is well, and what to do about the rest")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Print one line for each thing; 1 only when the portal could not run."""
    from portal.checkup import Level, examine
    from portal.settings import BadSettings, read_settings, unknown_names
    from translations import gettext as _
    from translations import speak

    try:
        settings = read_settings()
    except BadSettings as bad:
        with speak(bad.language):
            for problem in bad.problems:
                print(f"{_(Level.BROKEN.value):9}  {problem}")
        return 1
    levels = set()
    with speak(settings.locale):
        for finding in [*_settings(settings, unknown_names()), *examine(settings)]:
            levels.add(finding.level)
            print(_line(finding))
    return int(Level.BROKEN in levels)


def _settings(settings: "Settings", unknown: list[str]) -> "Iterator[Finding]":
    from urllib.parse import urlsplit

    from portal.checkup.findings import advice, well
    from portal.serving import is_loopback
    from translations import gettext as _

    yield well(_("The settings can be used."))
    if unknown:
        found = _("Nobody reads %(names)s.", names=", ".join(unknown))
        yield advice(found, _("Check the spelling: `portal settings` lists those that are read."))
    if is_loopback(urlsplit(settings.base_url).hostname or ""):
        found = _("Posters would lead to %(url)s, this very machine.", url=settings.base_url)
        yield advice(found, _("Set PORTAL_BASE_URL before anything is printed."))


def _line(finding: "Finding") -> str:
    from translations import gettext as _

    first = f"{_(finding.level.value):9}  {finding.found}"
    return f"{first}\n{'':9}  -> {finding.todo}" if finding.todo else first
