"""The doctor's visit: what is well with this installation, and what to do about what is not."""

from collections.abc import Iterator

from portal.checkup.database import database_findings
from portal.checkup.findings import Finding, Level
from portal.checkup.machine import machine_findings
from portal.settings import Settings

__all__ = ["Finding", "Level", "examine"]


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, in the language spoken now; the database last."""
    yield from machine_findings(settings)
    yield from database_findings(settings)
