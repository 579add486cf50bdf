"""The look of an office document in Word: paper, type and numbering as Decree 30/2020 wants them.

Source: Decree 30/2020/NĐ-CP, annex I: A4; margins 20-25 mm above and below, 30-35 mm left,
15-20 mm right; Times New Roman 13-14; pages numbered at the top from the second on.
"""

from typing import Any, Final

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT: Final = "Times New Roman"
CODES: Final = "Courier New"
BLACK: Final = RGBColor(0, 0, 0)
# Between the margins of an A4 sheet.
TEXT_WIDTH: Final = Mm(210 - 30 - 18)
_LANGUAGES: Final = {"vi": "vi-VN", "en": "en-GB"}


def prepare(document: Document, language: str) -> None:
    """Set the paper, the styles that the pack uses, and the language of spelling."""
    _paper(document)
    styles: Any = document.styles
    normal = styles["Normal"]
    _type(normal, 13)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    for name, size, before in (("Title", 14, 12), ("Heading 1", 13, 12), ("Heading 2", 13, 8)):
        heading = styles[name]
        _type(heading, size, bold=True)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = (
            Pt(before),
            Pt(4),
        )
        heading.paragraph_format.keep_with_next = True
    styles["Heading 2"].font.italic = True
    title = styles["Title"].paragraph_format
    title.alignment, title.keep_with_next = ALIGN.CENTER, True
    _without_border(styles["Title"])
    _type(styles["Caption"], 12)
    styles["Caption"].font.italic = True
    styles["Caption"].paragraph_format.space_after = Pt(4)
    _type(styles["List Bullet"], 13)
    _type(styles["Header"], 13)
    styles["Header"].paragraph_format.alignment = ALIGN.CENTER
    _speak(styles, _LANGUAGES.get(language, language))


def _paper(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    for kind in ("begin", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            code = OxmlElement("w:instrText")
            code.text = "PAGE"
            run._r.append(code)


def _type(style: Any, size: float, *, bold: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), bold, BLACK
    set_font(style.element.get_or_add_rPr(), FONT)


def set_font(properties: Any, name: str) -> None:
    """Name the font for every script: Word chooses by letter, and templates name a theme."""
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def _without_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _speak(styles: Any, language: str) -> None:
    for spoken in styles.element.iter(qn("w:lang")):
        for script in ("val", "eastAsia"):
            spoken.set(qn(f"w:{script}"), language)
