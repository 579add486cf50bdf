"""Tables of an office document in Word: their head comes again on each page, rows stay whole."""

from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from portal.reviews.office_styles import TEXT_WIDTH
from portal.reviews.tables import Tabled

# So many letters fit on a line; a word that needs more than this is broken. Digits and capitals are
# wider than the usual letter, and each cell has its margins.
_LINE, _MOST = 84, 20
_LETTERS: Final = 12
_FACTS: Final = (Mm(40), Length(TEXT_WIDTH - Mm(40)))


def add_table(document: Document, told: Tabled) -> None:
    """A table with lines; numbers to the right."""
    widths = _widths(told)
    table: Any = document.add_table(rows=1, cols=len(told.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _fill(table.rows[0], [column.words for column in told.columns], told, widths, head=True)
    for cells in told.rows:
        _fill(table.add_row(), cells, told, widths)
    _set_widths(table, widths)
    _apart(document)


def add_facts(document: Document, facts: Sequence[tuple[str, str]]) -> None:
    """A table of two columns without a head."""
    table: Any = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for label, value in facts:
        cells = table.add_row().cells
        for cell, words, width in zip(cells, (label, value), _FACTS, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            cell.paragraphs[0].add_run(words).font.size = Pt(_LETTERS - 1)
    _set_widths(table, _FACTS)
    _apart(document)


def side_by_side(document: Document, left: Length) -> tuple[Any, Any]:
    """Two places without lines, the left one so wide."""
    table: Any = document.add_table(rows=1, cols=2)
    table.autofit = False
    widths = (left, Length(TEXT_WIDTH - left))
    _set_widths(table, widths)
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = width
    return tuple(table.rows[0].cells)


def _set_widths(table: Any, widths: Sequence[Length]) -> None:
    # Word reads the cells, LibreOffice the columns.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _apart(document: Document) -> None:
    """Otherwise the text that follows sticks to the table."""
    gap = document.add_paragraph()
    gap.paragraph_format.space_after, gap.paragraph_format.line_spacing = Pt(0), Pt(8)


def _fill(
    row: Any, cells: Sequence[str], told: Tabled, widths: Sequence[Length], *, head: bool = False
) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for place, words, column, width in zip(row.cells, cells, told.columns, widths, strict=True):
        place.width = width
        paragraph = place.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.line_spacing = 1.0
        # A head never stands alone at the foot of a page.
        paragraph.paragraph_format.keep_with_next = head
        if column.numeric:
            paragraph.alignment = ALIGN.RIGHT
        run = paragraph.add_run(words)
        run.font.size, run.bold = Pt(_LETTERS - 1), head


def _widths(told: Tabled) -> list[Length]:
    """Of the width: first what the longest words need, then the rest by how much text there is."""
    columns = list(zip(*([c.words for c in told.columns], *told.rows), strict=True))
    needs = [min(_MOST, 1.05 * max(map(_longest_word, cells)) + 3.3) for cells in columns]
    wants = [min(_LINE, max(map(len, cells)) + 2) for cells in columns]
    spare = max(0.0, _LINE - sum(needs))
    more = [max(0.0, want - need) for want, need in zip(wants, needs, strict=True)]
    shares = [
        need + spare * extra / (sum(more) or 1) for need, extra in zip(needs, more, strict=True)
    ]
    return [Length(int(TEXT_WIDTH * share / sum(shares))) for share in shares]


def _longest_word(words: str) -> int:
    return max(map(len, words.split()), default=0)


def lined_below(paragraph: Any) -> None:
    """The thin line under a title."""
    border, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "2"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().append(border)
