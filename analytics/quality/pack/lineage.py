"""Lineage: the command that finds a figure again, from the same sealed rows."""

import shlex
from dataclasses import dataclass
from datetime import date

from analytics.numbers.asks import Scope
from surveys.days import Kind


@dataclass(frozen=True, slots=True)
class Command:
    """A ``portal indicators``; ``end`` is excluded, ``seal`` the last block it reads."""

    unit: str
    scope: Scope
    start: date
    end: date
    seal: int
    bucket: Kind | None = None
    service: str | None = None
    channel: str | None = None

    @property
    def arguments(self) -> list[str]:
        """What follows ``portal``; what is as usual is left out."""
        told = {
            "--unit": self.unit,
            "--from": self.start,
            "--to": self.end,
            "--scope": None if self.scope == "own" else self.scope,
            "--service": self.service,
            "--channel": self.channel,
            "--bucket": self.bucket,
            "--as-of": self.seal,
        }
        pairs = ((name, str(value)) for name, value in told.items() if value is not None)
        return ["indicators", *(word for pair in pairs for word in pair)]

    def __str__(self) -> str:
        return shlex.join(["portal", *self.arguments])
