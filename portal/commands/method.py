"""``portal method``: what every figure means, as a document."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from translations import speak

if TYPE_CHECKING:
    from portal.commands import Subparsers


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal method``."""
    parser = subparsers.add_parser(
        "method", help="every definition, formula, source and known weakness, in Markdown"
    )
    parser.add_argument("--locale", choices=("vi", "en"), default="vi")
    parser.add_argument("--out", metavar="FILE", type=Path, help="default: print it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Write the document."""
    from analytics.method.document import document

    with speak(arguments.locale):
        text = document()
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
