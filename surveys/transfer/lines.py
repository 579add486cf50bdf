"""A line of a file being judged cell by cell, so that all that is wrong with it is told at once."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

T = TypeVar("T")

# As much of a wrong value as helps to find it.
_SHOWN = 40


class Problem(NamedTuple):
    """What is wrong in a file: the line, a column or "", the broken rule, and what was there."""

    line: int
    column: str
    reason: str
    value: str = ""


class Flaw(ValueError):
    """What is wrong with one cell: which rule it breaks, and what to show of it instead."""

    def __init__(self, reason: str, value: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.value = reason, value


class Wrong(NamedTuple):
    """A column, the rule it breaks, and what was there."""

    column: str
    reason: str
    value: str = ""


class BadLine(ValueError):
    """A line that cannot be taken; ``wrongs`` names all that is wrong with it."""

    def __init__(self, wrongs: list[Wrong]) -> None:
        super().__init__(wrongs)
        self.wrongs = wrongs


class CellReader:
    """The cells of a line, and what was found wrong with them so far."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.wrongs: list[Wrong] = []

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """What the reader makes of a cell; None, and a note, where it finds a ``Flaw``."""
        text = self.cells.get(column, "").strip()
        try:
            return reader(text)
        except Flaw as flaw:
            value = shown(text) if flaw.value is None else flaw.value
            self.wrongs.append(Wrong(column, flaw.reason, value))
            return None


def present(text: str) -> str:
    """The text of a cell that must not be blank.

    Raises:
        Flaw: ``missing``.
    """
    if not text:
        raise Flaw("missing")
    return text


def shown(value: str) -> str:
    """A wrong value, short and on one line."""
    text = " ".join(value[: 2 * _SHOWN].split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
