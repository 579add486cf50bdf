"""``portal mask`` and ``portal sentiment``: filters, one comment per line.

Each line in gives one line out. Bytes that are not UTF-8 are read as the replacement character.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.text import Reading
    from portal.commands import Subparsers


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal mask`` and ``portal sentiment``."""
    masking = subparsers.add_parser("mask", help="cover personal data, one comment per line")
    masking.set_defaults(run=mask)
    reading = subparsers.add_parser("sentiment", help="polarity -1..1, one comment per line")
    reading.add_argument("--json", action="store_true", help="kind, themes and words as well")
    reading.set_defaults(run=sentiment)


def mask(_arguments: argparse.Namespace) -> int:
    """Print each comment on stdin with its personal data covered."""
    from surveys.masking import mask as masked

    # A bare carriage return would come out as a second line.
    return _filter(lambda comment: " ".join(masked(comment).split("\n")))


def sentiment(arguments: argparse.Namespace) -> int:
    """Print the polarity of each comment on stdin; 0.0 when unsure."""
    from analytics.text import read

    shown = _as_json if arguments.json else _as_number
    return _filter(lambda comment: shown(read(comment)))


def _filter(line_for: Callable[[str], str]) -> int:
    for comment in _comments():
        sys.stdout.buffer.write(f"{line_for(comment)}\n".encode())
    sys.stdout.buffer.flush()
    return 0


def _comments() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _as_number(reading: "Reading") -> str:
    return str(reading.polarity or 0.0)


def _as_json(reading: "Reading") -> str:
    shown = {
        "polarity": reading.polarity or 0.0,
        "kind": reading.kind,
        "themes": reading.themes,
        "leanings": reading.leanings,
        "words": reading.words,
        "language": reading.language,
        "unsure": reading.polarity is None,
    }
    return json.dumps(shown, ensure_ascii=False)
