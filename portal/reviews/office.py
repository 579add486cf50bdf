"""The pack as a Word document that an office can go on writing in.

Source: Decree 30/2020/NĐ-CP, annex I: where the parts of an administrative document stand.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Length, Mm, Pt

from portal.reviews.drawn import Drawn, DrawnText, DrawnTrend, Paper
from portal.reviews.office_styles import CODES, TEXT_WIDTH, prepare, set_font
from portal.reviews.office_tables import add_facts, add_table, lined_below, side_by_side
from portal.reviews.pictures import picture
from portal.reviews.tables import tabled
from surveys import days
from translations import day, spoken
from translations import gettext as _

_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def write_docx(paper: Paper, *, demo: bool) -> bytes:
    """The document in the language spoken now."""
    document = docx.Document()
    prepare(document, spoken())
    _describe(document, paper)
    if demo:
        _centred(
            document,
            _("Demonstration: these figures are simulated, not real results."),
            italic=True,
        )
    _letterhead(document, paper)
    _titles(document, paper)
    _Body(document).write(paper)
    _signature(document)
    _annex(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document: Document, paper: Paper) -> None:
    about = document.core_properties
    about.title = _("For the management review, %(period)s", period=paper.period)
    about.subject = about.author = paper.unit
    about.comments, about.language = "BM-XXLĐ-01", spoken()
    about.created = about.modified = datetime(*paper.date.timetuple()[:3], tzinfo=days.OFFICE)


def _letterhead(document: Document, paper: Paper) -> None:
    left, right = side_by_side(document, Mm(62))
    if paper.above:
        _line(left, paper.above.upper(), 12)
    _line(left, paper.unit.upper(), 12, bold=True)
    if paper.number_of:
        _line(left, _("No.: %(number)s", number=paper.number_of), 13)
    _line(right, _NATION, 12, bold=True)
    _line(right, _MOTTO, 13, bold=True, underline=True)
    _line(right, f"{paper.place}, {_dated(paper)}", 13, italic=True)


def _dated(paper: Paper) -> str:
    on = paper.date
    if spoken() != "vi":
        return day(on)
    # Days below 10 and the first two months are written with a zero. Source: the decree, II, 4.
    month = f"{on.month:02}" if on.month < 3 else f"{on.month}"
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def _line(cell: Any, words: str, size: int, **how: bool) -> None:
    first = cell.paragraphs[0]
    paragraph = first if not first.runs else cell.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.bold, run.italic, run.underline = (how.get(k) for k in ("bold", "italic", "underline"))


def _centred(document: Document, words: str, *, italic: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.add_run(words).italic = italic
    return paragraph


def _titles(document: Document, paper: Paper) -> None:
    title: Any = document.add_paragraph(style="Title")
    title.add_run(_("REPORT")).add_break()
    title.add_run(_("For the management review, %(period)s", period=paper.period))
    if paper.provisional:
        title.add_run(f" {_('(provisional)')}")
        told = _(
            "The period is not complete. These figures tell of %(days)s and will change.",
            days=paper.provisional,
        )
        _centred(document, told, italic=True)
    rule = document.add_paragraph()
    third = Length(TEXT_WIDTH // 3)
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = third
    rule.paragraph_format.line_spacing = Pt(2)
    lined_below(rule)
    add_facts(document, [*paper.about, (_("Root of the chain"), paper.root or "–")])


class _Body:
    """The sections; tables and charts are numbered through."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tables, self.charts = count(1), count(1)

    def write(self, paper: Paper) -> None:
        """One after the other."""
        for nth, chapter in enumerate(paper.chapters, start=1):
            self.document.add_heading(f"{nth}. {chapter.title}", 1)
            for block in chapter.blocks:
                self._block(block)

    def _block(self, block: Drawn) -> None:
        if isinstance(block, DrawnText):
            self._text(block)
            return
        if isinstance(block, DrawnTrend):
            self._chart(block)
        told = tabled(block)
        words = _("Table %(number)s. %(caption)s", number=next(self.tables), caption=told.caption)
        self._caption(words).paragraph_format.keep_with_next = True
        add_table(self.document, told)

    def _text(self, block: DrawnText) -> None:
        if block.title:
            self.document.add_heading(block.title, 2)
        for said in block.said:
            paragraph = self.document.add_paragraph(said, "List Bullet" if block.listed else None)
            if not block.listed:
                paragraph.alignment = ALIGN.JUSTIFY
                paragraph.paragraph_format.first_line_indent = Mm(10)

    def _chart(self, block: DrawnTrend) -> None:
        drawn = picture(block.chart)
        if drawn is None:
            return
        place = self.document.add_paragraph()
        place.paragraph_format.keep_with_next = True
        shape = place.add_run().add_picture(io.BytesIO(drawn), width=TEXT_WIDTH)
        # What is read to those who do not see it.
        shape._inline.docPr.set("descr", block.says)
        caption = _("Figure %(number)s. %(caption)s", number=next(self.charts), caption=block.told)
        self._caption(caption)

    def _caption(self, words: str) -> Any:
        return self.document.add_paragraph(words, "Caption")


def _signature(document: Document) -> None:
    left, right = side_by_side(document, Length(TEXT_WIDTH // 2))
    heading = left.paragraphs[0].add_run(_("Recipients:"))
    heading.bold = heading.italic = True
    heading.font.size = Pt(12)
    for words in _recipients():
        paragraph = left.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(f"- {words}").font.size = Pt(11)
    _line(right, _("CHAIR"), 13, bold=True)
    _line(right, _("(Signature, full name, seal)"), 13, italic=True)


def _recipients() -> Iterator[str]:
    yield _("The steering committee for ISO 18091;")
    yield _("On file: office.")


def _annex(document: Document, paper: Paper) -> None:
    heading = document.add_heading(_("Annex: the command that finds each figure again"), 1)
    heading.paragraph_format.page_break_before = True
    document.add_paragraph(
        _("Each reads the same sealed rows and tells the same figures, whatever was sealed since.")
    )
    for nth, parts in paper.commands:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(10)
        paragraph.paragraph_format.first_line_indent = Mm(-10)
        run = paragraph.add_run(f"[{nth}] {' '.join(parts)}")
        run.font.size = Pt(9)
        set_font(run._r.get_or_add_rPr(), CODES)
    document.add_paragraph(_("Form BM-XXLĐ-01."))
