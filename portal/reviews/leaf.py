"""A leaf of the workbook: where the next line stands, and how cells look."""

import re
from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any, Final

from xlsxwriter import Workbook

from analytics.quality.pack.sayings import Value
from portal.reviews.wording import say

_NAME, _NAME_LENGTH = re.compile(r"[\[\]:*?/\\']"), 31
_WIDTHS: Final = (46, 10, 10, 12, 10, 10, 16, 11, 11, 26, 8)
# No column of words is wider; longer ones make their row higher.
_WIDEST: Final = 36
_LINE: Final = 15
# Text runs across so many columns.
_ACROSS: Final = 8


class Looks:
    """How cells look."""

    def __init__(self, book: Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        self.share = book.add_format({"num_format": "0.0%", "valign": "top"})
        self.mean = book.add_format({"num_format": "0.00", "valign": "top"})
        self.whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.aside = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"})


class Leaf:
    """A sheet that is filled from above; ``line`` is the next free row."""

    def __init__(self, book: Workbook, looks: Looks, title: str, numbers: Any) -> None:
        self.book, self.looks, self.numbers, self.line = book, looks, numbers, 0
        self.sheet: Any = book.add_worksheet(_free_name(book, title))
        self._widths, self._lines = dict(enumerate(_WIDTHS)), dict[int, int]()
        for column, width in self._widths.items():
            self.sheet.set_column(column, column, width)
        self.sheet.set_paper(9)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P / &N")
        self.say(title, looks.title)

    def say(self, words: str, look: Any = None) -> None:
        """A line of text across the sheet, high enough to be read."""
        look = look or self.looks.text
        self.sheet.merge_range(self.line, 0, self.line, _ACROSS - 1, "", look)
        self.sheet.write_string(self.line, 0, words, look)
        self.sheet.set_row(self.line, _LINE * (1 + len(words) // sum(_WIDTHS[:_ACROSS])) + 3)
        self.line += 1

    def heads(self, words: list[str]) -> None:
        """The heads of a table's columns."""
        for column, head in enumerate(words):
            self.sheet.write_string(self.line, column, head, self.looks.head)
            self._heighten(column, head)
        self.line += 1

    def widen(self, columns: "Sequence[Sequence[Value]]") -> None:
        """Give columns of words the width that they want, up to a limit."""
        for column, cells in enumerate(columns):
            wanted = min(_WIDEST, 2 + max((len(say(one)) for one in cells), default=0))
            if wanted > self._widths.get(column, 0):
                self._widths[column] = wanted
                self.sheet.set_column(column, column, wanted)

    def _heighten(self, column: int, words: str) -> None:
        """Not every program makes a row as high as its longest cell."""
        lines = ceil(1.15 * len(words) / self._widths.get(column, _WIDTHS[1]))
        if lines > self._lines.get(self.line, 1):
            self._lines[self.line] = lines
            self.sheet.set_row(self.line, _LINE * lines + 2)

    def put(self, column: int, value: "Value | float | None") -> None:
        """One cell of the row: numbers and days as such, all else as words."""
        place, looks = (self.line, column), self.looks
        if isinstance(value, int | float):
            self.sheet.write_number(*place, value, looks.whole)
        elif isinstance(value, date):
            self.sheet.write_datetime(*place, value, looks.day)
        elif value is not None:
            words = say(value)
            self.sheet.write_string(*place, words, looks.aside if column else looks.text)
            self._heighten(column, words)

    def found(self, column: int, command: Any) -> None:
        """The number of a command, as the last sheet lists it."""
        if command in self.numbers:
            self.sheet.write_string(
                self.line, column, f"[{self.numbers[command]}]", self.looks.aside
            )


def _free_name(book: Workbook, title: str) -> str:
    """A name that Excel takes."""
    name = _NAME.sub(" ", title)[:_NAME_LENGTH].strip()
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    return name if name.lower() not in taken else f"{name[: _NAME_LENGTH - 3]} {len(taken)}"
