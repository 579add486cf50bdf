"""The pack as DOCX, PDF and XLSX: one pack, the same figures, in the style of the office."""

import io
import re
import subprocess
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from docx.shared import Pt
from makers import load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, insert
from ward import make_services

from analytics.quality.nonconformities import Nonconformity
from analytics.quality.pack import build
from portal.reviews.formats import FORMATS, UnknownFormat, write
from portal.reviews.opening import Opened
from surveys import days
from surveys.database import reading, writing
from surveys.days import parse_period
from translations import speak

pytestmark = pytest.mark.only("sqlite")
FORMULA = re.compile(r"^=")


@pytest.fixture
def ward(engine: Engine) -> Engine:
    """A ward below a city: fourteen months, two services."""
    make_unit(engine, "thanh-pho", "city")
    make_unit(engine, "phuong-thu", parent="thanh-pho")
    code, services = make_touchpoint(engine, "phuong-thu"), make_services(engine)
    for nth in range(14):
        day = date(2022 + (nth + 4) // 12, (nth + 4) % 12 + 1, 11)
        marks = [5] * 30 + [4] * 15 + [3] * 4 + [1] * (3 + 20 * (nth == 13))
        make_responses(engine, code, marks, day, service_id=services[nth % 2])
    seal(engine)
    return engine


def made(engine: Engine, format: str, language: str = "vi", unit: str = "phuong-thu") -> bytes:
    with speak(language), reading(engine) as connection:
        pack = build(connection, load(engine), unit, parse_period("2023-Q2"))
        return write(Opened(pack), format, demo=False)


def words_of(document: bytes) -> str:
    told = docx.Document(io.BytesIO(document))
    cells = [c.text for table in told.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in told.paragraphs), *cells])


def sheet_of(book: openpyxl.Workbook, title: str) -> Any:
    return next(sheet for sheet in book.worksheets if title in sheet.title)


def test_a_word_document_is_laid_out_as_decree_30_wants_it(ward: Engine) -> None:
    document = docx.Document(io.BytesIO(made(ward, "docx")))
    paper, normal = document.sections[0], document.styles["Normal"]
    head = "\n".join(cell.text for cell in document.tables[0].rows[0].cells)

    assert (round(paper.page_width.mm), round(paper.left_margin.mm)) == (210, 30)
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(13))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in head
    assert "UBND THANH PHO\nUBND PHUONG THU" in head
    assert "PAGE" in paper.header.paragraphs[0]._p.xml
    assert paper.different_first_page_header_footer
    assert len(document.inline_shapes) == 1
    assert {p.style.name for p in document.paragraphs} >= {"Title", "Heading 1", "Caption"}


def test_all_formats_tell_the_same_figures(ward: Engine) -> None:
    page = made(ward, "html").decode()
    document = words_of(made(ward, "docx"))
    book = openpyxl.load_workbook(io.BytesIO(made(ward, "xlsx")), data_only=True)
    printed = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=made(ward, "pdf"), capture_output=True, check=True
    ).stdout.decode()

    assert all("76,7%" in told for told in (page, document, printed))
    assert all("69,9%–82,3%" in told for told in (page, document, printed))
    values = [cell.value for row in sheet_of(book, "Sự hài lòng").iter_rows() for cell in row]
    assert any(v == pytest.approx(135 / 176) for v in values if isinstance(v, float))


def test_the_tables_of_a_workbook_reckon(ward: Engine) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(ward, "xlsx", "en")))
    sheet = sheet_of(book, "Satisfaction")
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    formulas = [cell for cell in cells if FORMULA.match(cell)]

    assert any(formula.startswith("=SUM(") for formula in formulas)
    assert any("z_95" in formula for formula in formulas)
    assert sheet._charts


def test_an_empty_period_has_every_format_in_both_languages(engine: Engine) -> None:
    make_unit(engine, "phuong-thu")
    make_touchpoint(engine, "phuong-thu")

    for format in ("html", "docx", "xlsx"):
        assert made(engine, format, "vi") != made(engine, format, "en")


def test_there_is_no_other_format(ward: Engine) -> None:
    assert set(FORMATS) == {"html", "docx", "pdf", "xlsx"}
    with pytest.raises(UnknownFormat):
        made(ward, "odt")


def test_of_five_hundred_open_records_a_page_is_told_and_the_rest_counted(ward: Engine) -> None:
    opened = {"source": "audit", "severity": "minor", "evidence": {}, "opened_by": "x"}
    opened |= {"state": "in_work", "opened_at": days.moment(days.start_of(date(2023, 5, 1)))}
    rows = [
        {"number": f"2023-{nth:04}", "unit_id": 2, "description": f"Việc {nth}", **opened}
        for nth in range(500)
    ]
    with writing(ward) as connection:
        connection.execute(insert(Nonconformity), rows)
    document = docx.Document(io.BytesIO(made(ward, "docx", "en")))
    (table,) = (t for t in document.tables if t.rows[0].cells[0].text == "No.")

    assert len(table.rows) == 26
    assert "475 more records stand at the desk" in words_of(made(ward, "docx", "en"))
