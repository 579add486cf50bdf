"""Tables written as CSV, XLSX or JSON, row by row, so that their length does not matter.

To add a format, write one function here that takes a table and a binary file, and name it in
``FORMATS``. Where a program could run a cell as a formula, text goes through ``guard``.
"""

import codecs
import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from surveys.transfer.formulas import guard

Cell = str | int | None
# What a sheet can hold, its header included. Source: Excel specifications and limits.
_SHEET_ROWS = 1_048_576


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; a row has a cell for each column, None where there is nothing to say."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_csv(table: Table, out: BinaryIO) -> None:
    """Write UTF-8 with a byte order mark, without which Excel garbles Vietnamese letters."""
    out.write(codecs.BOM_UTF8)
    writer = csv.writer(_Encoding(out))
    writer.writerow(table.columns)
    writer.writerows(map(_guarded, table.rows))


class _Encoding:
    """Takes text for a binary file. A ``TextIOWrapper`` would close it, and stdout is not ours."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def write_json(table: Table, out: BinaryIO) -> None:
    """Write an array with one object on each line."""
    before = "[\n"
    for row in table.rows:
        said = dict(zip(table.columns, row, strict=True))
        out.write(f"{before}{json.dumps(said, ensure_ascii=False)}".encode())
        before = ",\n"
    out.write(b"[]\n" if before == "[\n" else b"\n]\n")


def write_xlsx(table: Table, out: BinaryIO) -> None:
    """Write a workbook; what does not fit on one sheet goes on to the next."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options | {"strings_to_numbers": False}) as book:
        sheet, line = _sheet(book, table), 1
        for row in map(_guarded, table.rows):
            if line == _SHEET_ROWS:
                sheet, line = _sheet(book, table), 1
            sheet.write_row(line, 0, row)
            line += 1


def _sheet(book: Any, table: Table) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, table.columns)
    return sheet


def _guarded(row: Sequence[Cell]) -> list[Cell]:
    return [guard(cell) if isinstance(cell, str) else cell for cell in row]


FORMATS: dict[str, Callable[[Table, BinaryIO], None]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "json": write_json,
}
