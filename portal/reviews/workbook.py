"""The pack as a workbook: tables that reckon, and beside each chart the rows behind it."""

import io
import re
from datetime import date
from typing import Any, Final

from xlsxwriter import Workbook

from analytics.quality.pack.contents import Facts, Figures, Pack, Table, Text, Trend
from analytics.quality.pack.sayings import Value
from portal.reviews.drawn import Paper
from portal.reviews.ledgers import facts, figures, stretches
from portal.reviews.wording import say
from translations import gettext as _

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NAME, _NAME_LENGTH = re.compile(r"[\[\]:*?/\\']"), 31
_WIDTHS: Final = (46, 10, 10, 12, 10, 10, 16, 11, 11, 11, 26, 8)
# Text runs across so many columns.
_ACROSS: Final = 8


def write_xlsx(pack: Pack, paper: Paper, *, demo: bool) -> bytes:
    """One sheet for the head, one for each section, one for the commands."""
    out = io.BytesIO()
    with Workbook(out, _OPTIONS) as book:
        about = {"title": paper.period, "author": paper.unit, "created": pack.header.prepared_at}
        book.set_properties(about)
        # The normal quantile of every interval of 95%.
        book.define_name("z_95", "=1.95996398454005")
        looks = Looks(book)
        _head(book, looks, paper, demo=demo)
        numbers = {command: nth for nth, command in enumerate(pack.commands, start=1)}
        for nth, section in enumerate(pack.sections, start=1):
            page = Page(book, looks, f"{nth}. {_(section.title)}", numbers)
            for block in section.blocks:
                _block(page, block)
        _commands(book, looks, paper)
    return out.getvalue()


class Looks:
    """How cells look."""

    def __init__(self, book: Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        self.share = book.add_format({"num_format": "0.0%"})
        self.mean = book.add_format({"num_format": "0.00"})
        self.whole = book.add_format({"num_format": "#,##0"})
        self.aside = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})


class Page:
    """A sheet that is filled from above; ``line`` is the next free row."""

    def __init__(self, book: Workbook, looks: Looks, title: str, numbers: Any) -> None:
        self.book, self.looks, self.numbers, self.line = book, looks, numbers, 0
        self.sheet: Any = book.add_worksheet(_free_name(book, title))
        for column, width in enumerate(_WIDTHS):
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
        self.sheet.set_row(self.line, 15 * (1 + len(words) // sum(_WIDTHS[:_ACROSS])) + 3)
        self.line += 1

    def heads(self, words: list[str]) -> None:
        """The heads of a table's columns."""
        for column, head in enumerate(words):
            self.sheet.write_string(self.line, column, head, self.looks.head)
        self.line += 1

    def put(self, column: int, value: "Value | float | None") -> None:
        """One cell of the row: numbers and days as such, all else as words."""
        place, looks = (self.line, column), self.looks
        if isinstance(value, int | float):
            self.sheet.write_number(*place, value, looks.whole)
        elif isinstance(value, date):
            self.sheet.write_datetime(*place, value, looks.day)
        elif value is not None:
            self.sheet.write_string(*place, say(value), looks.aside if column else looks.text)

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


def _head(book: Workbook, looks: Looks, paper: Paper, *, demo: bool) -> None:
    title = _("For the management review, %(period)s", period=paper.period)
    page = Page(book, looks, _("REPORT"), {})
    if demo:
        page.say(_("Demonstration: these figures are simulated, not real results."), looks.bold)
    page.say(paper.unit, looks.bold)
    page.say(title, looks.title)
    if paper.provisional:
        page.say(
            _(
                "The period is not complete. These figures tell of %(days)s and will change.",
                days=paper.provisional,
            ),
            looks.bold,
        )
    for label, value in [*paper.about, (_("Root of the chain"), paper.root or "–")]:
        page.say(f"{label}: {value}")
    page.line += 1
    page.say(
        _(
            "Shares and intervals are reckoned from n and count; the name z_95 holds the normal "
            "quantile of the intervals."
        )
    )


def _commands(book: Workbook, looks: Looks, paper: Paper) -> None:
    page = Page(book, looks, _("Commands"), {})
    page.say(_("Annex: the command that finds each figure again"), looks.bold)
    for nth, parts in paper.commands:
        page.say(f"[{nth}] {' '.join(parts)}")


def _block(page: Page, block: Text | Figures | Facts | Trend | Table) -> None:
    page.line += 1
    if isinstance(block, Text):
        if block.title:
            page.say(_(block.title), page.looks.bold)
        for said in block.said:
            page.say(f"• {say(said)}" if block.listed else say(said))
    elif isinstance(block, Figures):
        figures(page, block)
    elif isinstance(block, Facts):
        facts(page, block)
    elif isinstance(block, Trend):
        stretches(page, block)
    else:
        _table(page, block)


def _table(page: Page, block: Table) -> None:
    page.say(_(block.caption), page.looks.bold)
    page.heads([_(column.words) for column in block.columns])
    for row in block.rows:
        for column, cell in enumerate(row):
            page.put(column, cell)
        page.line += 1
