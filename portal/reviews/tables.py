"""A drawn block as plain columns and cells, for papers that have no other way to draw it."""

from typing import NamedTuple

from portal.reviews.drawn import DrawnFacts, DrawnFigures, DrawnTable, DrawnTrend, Line
from translations import gettext as _


class Column(NamedTuple):
    """The head of a column; one of numbers stands to the right."""

    words: str
    numeric: bool = False


class Tabled(NamedTuple):
    """A table: the last cell of a row is its command's number, or "", where ``referred``."""

    caption: str
    columns: list[Column]
    rows: list[list[str]]
    referred: bool = True


Tableable = DrawnFigures | DrawnFacts | DrawnTrend | DrawnTable


def tabled(block: Tableable) -> Tabled:
    """The table of any block that has one."""
    if isinstance(block, DrawnFigures):
        return _figures(block)
    if isinstance(block, DrawnFacts):
        columns = [Column(_("What")), Column(_("Number"), True), Column(_("Ref."))]
        rows = [[label, value, reference(found)] for label, value, found in block.rows]
        if not block.referred:
            return Tabled(block.caption, columns[:-1], [row[:-1] for row in rows])
        return Tabled(block.caption, columns, rows)
    if isinstance(block, DrawnTrend):
        return _trend(block)
    columns = [Column(words, numeric) for words, numeric in block.columns]
    return Tabled(block.caption, columns, block.rows, referred=False)


def reference(found: int | None) -> str:
    """How a row names its command."""
    return f"[{found}]" if found else ""


def _figures(block: DrawnFigures) -> Tabled:
    columns = [
        Column(block.first),
        Column(_("n"), True),
        Column(_("Satisfied") if block.scale else _("Value"), True),
        Column(_("95% interval"), True),
        Column(_("Ref.")),
    ]
    return Tabled(block.caption, columns, [_row(line) for line in block.lines])


def _row(line: Line) -> list[str]:
    label = f"{line.label} · {line.remark}" if line.remark else line.label
    return [label, line.n, line.value, line.interval, reference(line.found)]


def _trend(block: DrawnTrend) -> Tabled:
    columns = [
        Column(block.first),
        Column(_("n"), True),
        Column(_("Satisfied"), True),
        Column(_("95% interval"), True),
        Column(_("Not satisfied"), True),
        Column(_("Usual limits"), True),
    ]
    rows = [
        [m.line.label, m.line.n, m.line.value, m.line.interval, m.unsatisfied, m.limits]
        for m in block.months
    ]
    if any(month.line.remark for month in block.months):
        columns.append(Column(_("Remark")))
        for row, month in zip(rows, block.months, strict=True):
            row.append(month.line.remark)
    for row, month in zip(rows, block.months, strict=True):
        row.append(reference(month.line.found))
    return Tabled(block.caption, [*columns, Column(_("Ref."))], rows)
