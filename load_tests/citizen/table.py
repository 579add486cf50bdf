"""Rows of the table: what was measured, what it had to be, and whether it was."""

from collections.abc import Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """One number to reach; ``faults`` say where and what, one line each."""

    name: str
    target: str
    measured: str
    reached: bool
    faults: tuple[str, ...] = ()

    @classmethod
    def of_faults(cls, name: str, looked_at: str, faults: Iterable[str]) -> "Row":
        """A row that is reached when nothing is wrong."""
        found = tuple(faults)
        return cls(name, "0", f"{len(found)} ({looked_at})", not found, found)


def lines(rows: Iterable[Row]) -> Iterable[str]:
    """The table, then every fault."""
    rows = list(rows)
    wide, told = max(len(row.name) for row in rows), max(len(row.measured) for row in rows)
    yield f"{'':{wide}}  {'target':>9}  {'measured':<{told}}  reached"
    for row in rows:
        reached = "yes" if row.reached else "NO"
        yield f"{row.name:{wide}}  {row.target:>9}  {row.measured:<{told}}  {reached}"
    for row in rows:
        yield from (f"{row.name}: {fault}" for fault in row.faults)
