"""Text in spreadsheet cells that must not turn into a formula.

A cell that begins with one of these signs is run by spreadsheet programs, so an apostrophe is put
before it on the way out and taken off on the way in; what begins with apostrophes already gets one
more, so that every text comes back as it was.

Source: OWASP, CSV injection.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(text: str) -> str:
    """The text as a cell that no program runs."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(cell: str) -> str:
    """The text that ``guard`` was given."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
