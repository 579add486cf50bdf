"""Sparse elimination over a prime field: which sums follow from which.

With the prime 2^61 - 1 and rows of 0, 1 and -1 the answers are those of rational numbers:
a subdeterminant would have to be a multiple of the prime to be mistaken for zero.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Final, TypeVar

PRIME: Final = 2**61 - 1

Id = TypeVar("Id", bound=Hashable)
Vector = dict[Id, int]
"""Coefficients by coordinate, in 0..PRIME-1; zeros are not kept."""


def plus(vector: Mapping[Id, int], other: Mapping[Id, int], factor: int = 1) -> Vector[Id]:
    """The vector plus ``factor`` times the other."""
    result = dict(vector)
    for id, value in other.items():
        entry = (result.get(id, 0) + factor * value) % PRIME
        if entry:
            result[id] = entry
        else:
            result.pop(id, None)
    return result


def residues(rows: Iterable[Mapping[Id, int]], ids: Iterable[Id]) -> dict[Id, Vector[Id]]:
    """What is left of each unit vector after taking out the span of ``rows``.

    A combination of the ids lies in the span exactly when the same combination of their
    residues is zero.
    """
    pivots: dict[Id, Vector[Id]] = {}
    for row in rows:
        left = _reduced(plus({}, row), pivots)
        if left:
            pivot, lead = next(iter(left.items()))
            pivots[pivot] = plus({}, left, pow(lead, -1, PRIME))
    return {id: _reduced({id: 1}, pivots) for id in ids}


def kernel(vectors: Mapping[Id, Mapping[Id, int]]) -> dict[Id, Vector[Id]]:
    """A basis of the combinations of ``vectors`` that are zero.

    Returns:
        Each by an id that has the coefficient 1 in it and 0 in all others.
    """
    pivots: dict[Id, tuple[Vector[Id], Vector[Id]]] = {}
    basis = {}
    for id, vector in vectors.items():
        left, combination = dict(vector), {id: 1}
        for pivot, (row, made_of) in pivots.items():
            if factor := left.get(pivot):
                left = plus(left, row, -factor)
                combination = plus(combination, made_of, -factor)
        if left:
            pivot, lead = next(iter(left.items()))
            scale = pow(lead, -1, PRIME)
            pivots[pivot] = (plus({}, left, scale), plus({}, combination, scale))
        else:
            basis[id] = combination
    return basis


def _reduced(vector: Vector[Id], pivots: Mapping[Id, Mapping[Id, int]]) -> Vector[Id]:
    # Oldest first: a row holds no pivot older than its own, so one pass is enough.
    for pivot, row in pivots.items():
        if factor := vector.get(pivot):
            vector = plus(vector, row, -factor)
    return vector
