"""``portal settings``: what is set, with secrets masked."""

import argparse
import sys
from typing import TYPE_CHECKING

from portal.settings import read_settings, unknown_names
from translations import gettext as _
from translations import speak

if TYPE_CHECKING:
    from portal.commands import Subparsers


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal settings``."""
    parser = subparsers.add_parser("settings", help="print all settings, secrets masked")
    parser.set_defaults(run=show)


def show(_arguments: argparse.Namespace) -> None:
    """Print every setting as NAME=value, and name the variables that nobody reads."""
    settings = read_settings()
    for name, value in settings.shown().items():
        print(f"{name}={value}")
    with speak(settings.locale):
        for name in unknown_names():
            unread = _("%(name)s is set, but this version does not read it", name=name)
            print(f"portal: {unread}", file=sys.stderr)
