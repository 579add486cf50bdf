"""No text in a table turns into a formula, and every text comes back as it was."""

import io

import pytest
from openpyxl import load_workbook

from surveys.transfer.formats import FORMATS, Table
from surveys.transfer.formulas import guard, unguard

pytestmark = pytest.mark.fast

RISKY = ["=1+1", "+84", "-1", "@SUM(A1)", "'=quoted", "\t=x", "plain", "'plain'"]


@pytest.mark.parametrize("text", RISKY)
def test_a_guarded_text_comes_back_as_it_was(text: str) -> None:
    assert guard(text)[0] not in "=+-@\t\r"
    assert unguard(guard(text)) == text


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    out = io.BytesIO()
    texts = [*RISKY, "https://example.org", "0123"]

    FORMATS["xlsx"](Table(["comment", "overall"], [[text, 5] for text in texts]), out)

    cells_ = [row[0] for row in load_workbook(out).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells_} == {"s"}
    assert [cell.value for cell in cells_] == [guard(text) for text in texts]
    assert not [cell for cell in cells_ if cell.hyperlink]
