"""Eigenvalues of small symmetric matrices, by Jacobi's rotations."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, sqrt
from typing import Final

Matrix = list[list[float]]

_SETTLED: Final = 1e-24
_SWEEPS: Final = 60


def eigen(matrix: Sequence[Sequence[float]]) -> tuple[list[float], Matrix]:
    """The eigenvalues, and the matrix whose columns are their vectors, in the same order.

    Args:
        matrix: symmetric; a few rows, for the work grows with their third power.

    Source: Golub and Van Loan 2013, Matrix Computations, section 8.5.
    """
    a, size = [list(map(float, row)) for row in matrix], len(matrix)
    vectors = [[float(i == j) for j in range(size)] for i in range(size)]
    for _ in range(_SWEEPS):
        if sum(a[i][j] ** 2 for i in range(size) for j in range(i)) < _SETTLED:
            break
        for p in range(size):
            for q in range(p + 1, size):
                if a[p][q]:
                    _rotate(a, vectors, p, q)
    return [a[i][i] for i in range(size)], vectors


def _rotate(a: Matrix, vectors: Matrix, p: int, q: int) -> None:
    """Turn the plane of p and q so that a[p][q] is gone."""
    tau = (a[q][q] - a[p][p]) / (2 * a[p][q])
    t = (1 if tau >= 0 else -1) / (abs(tau) + hypot(1, tau))
    c = 1 / sqrt(1 + t * t)
    s = t * c
    for row in (*a, *vectors):
        row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
    a[p], a[q] = (
        [c * x - s * y for x, y in zip(a[p], a[q], strict=True)],
        [s * x + c * y for x, y in zip(a[p], a[q], strict=True)],
    )
