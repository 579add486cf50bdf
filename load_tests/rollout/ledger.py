"""The users' own ledger: every key they were thanked for, to be held against the database."""

import base64
import csv
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TextIO

from load_tests.rollout.plan import LEDGER

_RANDOM_BYTES = 16


def key_of(ticket: str, tap: str = "") -> str:
    """The key of a tap: the ticket's random part in hex, and the tap where there is one."""
    raw = base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4))
    key = raw[:_RANDOM_BYTES].hex()
    return f"{key}-{tap}" if tap else key


@cache
def _file(process: int) -> TextIO:
    folder = Path(os.environ[LEDGER])
    return (folder / f"{process}.txt").open("a", buffering=1, encoding="ascii")


def thanked(keys: Iterable[str]) -> None:
    """Note keys for which the portal gave thanks; each process has a file of its own."""
    _file(os.getpid()).writelines(f"{key}\n" for key in keys)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``missing`` were thanked and are not stored; ``unthanked`` are stored without thanks."""

    thanked: int
    stored: int
    missing: int
    twice: int
    unthanked: int

    @property
    def exact(self) -> bool:
        return not (self.missing or self.twice or self.unthanked)


def compare(folder: Path, export: Path) -> Comparison:
    """Hold the users' files against an export of the responses that came in during the run."""
    promised = {key for file in folder.glob("*.txt") for key in file.read_text("ascii").split()}
    with export.open(encoding="utf-8-sig", newline="") as lines:
        stored = Counter(row["key"] for row in csv.DictReader(lines))
    return Comparison(
        thanked=len(promised),
        stored=stored.total(),
        missing=len(promised - stored.keys()),
        twice=sum(count - 1 for count in stored.values()),
        unthanked=len(stored.keys() - promised),
    )
