"""Shares by weekday and hour, as a field of cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from portal.charts.scales import Told, speaks

# Rows of 40 pixels under a head of 24; the names of the rows take the first part of the width.
_ROW, _HEAD, _NAMES = 40, 24, 20.0
STEPS: Final = (0.1, 0.2, 0.3)
"""Where one step of colour ends and the next begins: 10, 20 and 30 of 100."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell, x in percent, y in pixels; ``step`` is None where too few ratings tell anything."""

    row: int
    column: int
    x: float
    y: float
    width: float
    estimate: Told
    step: int | None
    stands_out: bool


@dataclass(frozen=True, slots=True)
class Heat:
    """The field: rows with their names and middles, columns with theirs, cells row by row."""

    height: int
    rows: list[tuple[int, float]]
    columns: list[tuple[int, float]]
    spots: list[Spot]


def heat_map(cells: Mapping[tuple[int, int], Told], out: set[tuple[int, int]]) -> Heat | None:
    """Place cells by (row, column) numbers; None where there is none.

    Args:
        out: those that stand out after all were considered.
    """
    if not cells:
        return None
    rows = sorted({row for row, _column in cells})
    columns = range(min(c for _row, c in cells), max(c for _row, c in cells) + 1)
    width = round((100 - _NAMES) / len(columns), 2)
    spots = [
        Spot(
            row,
            column,
            round(_NAMES + width * j, 2),
            _HEAD + _ROW * i,
            width,
            cells[row, column],
            step_of(cells[row, column]),
            (row, column) in out,
        )
        for i, row in enumerate(rows)
        for j, column in enumerate(columns)
        if (row, column) in cells
    ]
    return Heat(
        height=_HEAD + _ROW * len(rows),
        rows=[(row, _HEAD + _ROW * i + _ROW / 2) for i, row in enumerate(rows)],
        columns=[(c, round(_NAMES + width * (j + 0.5), 2)) for j, c in enumerate(columns)],
        spots=spots,
    )


def step_of(estimate: Told) -> int | None:
    """The step of colour, 0 to 3; None where the estimate does not speak."""
    value = estimate.value
    if value is None or not speaks(estimate):
        return None
    return sum(value >= step for step in STEPS)
