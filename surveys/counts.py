"""Counting: what one entry of the ledger adds to the cells it falls in.

Everything that is ever tallied is a sum of these counters, so figures of days, services and
whole trees of units can be added, and an entry can be taken back, without reading responses again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import add, sub
from typing import Concatenate, Final, ParamSpec

Entry = ParamSpec("Entry")

FACTORS: Final = ("access", "procedure", "staff", "result", "feedback")

RESPONSE, ADDITION, EXCLUSION, ERASURE, CHECKPOINT = range(1, 6)

ENTRY_FIELDS: Final = (
    *("kind", "sign", "overall"),
    *FACTORS,
    *("visits", "on_time", "unfinished", "prior_a", "prior_b"),
)
"""An entry's fields in the order in which ``add_onehot`` takes them.

``sign`` is +1 or -1; factor marks are 1..5, 0 for not applicable; ``prior_a`` and ``prior_b`` are
the response's satisfied and answered factor items in the entries before this one, of which the
cluster sums need the cross terms. A response counts itself and each item that it states, an
addition only the items. An exclusion states the whole response as it stands, additions included
and priors 0, with sign -1 (+1 takes it back). Erasures and checkpoints count nothing.
"""

COUNTERS: Final[tuple[str, ...]] = (
    "responses",
    *(f"o{mark}" for mark in range(1, 6)),
    *(f"{factor}{mark}" for factor in FACTORS for mark in (1, 2, 3, 4, 5, 0)),
    "unfinished",
    *(f"v{times}" for times in range(4)),
    *(f"t{when}" for when in range(1, 5)),
    *("cn", "ca", "cb", "caa", "cab", "cbb"),
)
"""The counters in the order of the cell columns.

``responses``; ``o1``..``o5`` overall marks; per factor the marks 1..5 and ``0``, not applicable;
``unfinished``; ``v0``..``v3`` visits (3 = 3 or more); ``t1`` early, ``t2`` on time, ``t3`` late,
``t4`` not yet. With b a response's factor marks and a those of them that are 4 or 5: ``cn``
responses with b > 0, and the sums over responses of a, b, a squared, ab and b squared.
"""

_PLACE: Final = {name: place for place, name in enumerate(COUNTERS)}
_OVERALL: Final = {mark: _PLACE[f"o{mark}"] for mark in range(1, 6)}
_FACTOR: Final = tuple({mark: _PLACE[f"{factor}{mark}"] for mark in range(6)} for factor in FACTORS)
_VISITS: Final = {times: _PLACE[f"v{times}"] for times in range(4)}
_ON_TIME: Final = {when: _PLACE[f"t{when}"] for when in range(1, 5)}
_UNFINISHED: Final = _PLACE["unfinished"]
_CLUSTERS: Final = _PLACE["cn"]


@dataclass(frozen=True, slots=True)
class Counts:
    """One integer per counter, in the order of ``COUNTERS``: ``counts["o5"]``."""

    values: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(COUNTERS):
            raise ValueError(f"{len(self.values)} counters instead of {len(COUNTERS)}")

    @classmethod
    def zero(cls) -> Counts:
        """Nothing counted yet."""
        return _ZERO

    @classmethod
    def of(cls, **named: int) -> Counts:
        """Zero but for the named counters; ``KeyError`` for a name that is none."""
        values = [0] * len(COUNTERS)
        for name, value in named.items():
            values[_PLACE[name]] = value
        return cls(tuple(values))

    @classmethod
    def total(cls, many: Iterable[Counts]) -> Counts:
        """The sum, zero when there are none."""
        columns = zip(*(counts.values for counts in many), strict=True)
        return cls(tuple(map(sum, columns)) or _ZERO.values)

    def __getitem__(self, name: str) -> int:
        return self.values[_PLACE[name]]

    def __add__(self, other: Counts) -> Counts:
        return Counts(tuple(map(add, self.values, other.values)))

    def __sub__(self, other: Counts) -> Counts:
        return Counts(tuple(map(sub, self.values, other.values)))

    def __bool__(self) -> bool:
        return any(self.values)

    def scaled(self, sign: int) -> Counts:
        """Each counter times ``sign``."""
        return Counts(tuple(sign * value for value in self.values))

    @property
    def marks(self) -> tuple[int, ...]:
        """How many overall marks of 1, 2, 3, 4 and 5 there are."""
        return self.values[_OVERALL[1] : _OVERALL[5] + 1]

    def factor(self, name: str) -> tuple[int, ...]:
        """How many marks of 1, 2, 3, 4 and 5 the factor got; not applicable left out."""
        places = _FACTOR[FACTORS.index(name)]
        return self.values[places[1] : places[5] + 1]

    def named(self) -> Mapping[str, int]:
        """Counter name to value, as a row of a cell table."""
        return dict(zip(COUNTERS, self.values, strict=True))


_ZERO: Final = Counts((0,) * len(COUNTERS))


def add_onehot(
    into: list[int],
    kind: int,
    sign: int,
    overall: int | None = None,
    access: int | None = None,
    procedure: int | None = None,
    staff: int | None = None,
    result: int | None = None,
    feedback: int | None = None,
    visits: int | None = None,
    on_time: int | None = None,
    unfinished: int | None = None,
    prior_a: int = 0,
    prior_b: int = 0,
) -> None:
    """Add what one entry counts to ``into``, in place, in the order of ``COUNTERS``.

    Fields are those of ``ENTRY_FIELDS``, None where not stated.

    Raises:
        KeyError: an item outside its range; ``into`` is then half changed.
    """
    if kind >= ERASURE:
        return
    if kind != ADDITION:
        into[0] += sign
    if overall is not None:
        into[_OVERALL[overall]] += sign
    factors = (access, procedure, staff, result, feedback)
    if factors != _NO_FACTORS:
        _add_factors(into, sign, factors, prior_a, prior_b)
    if visits is not None:
        into[_VISITS[visits]] += sign
    if on_time is not None:
        into[_ON_TIME[on_time]] += sign
    if unfinished is not None:
        into[_UNFINISHED] += sign


_NO_FACTORS: Final = (None,) * len(FACTORS)


def _add_factors(
    into: list[int], sign: int, factors: tuple[int | None, ...], prior_a: int, prior_b: int
) -> None:
    satisfied = answered = 0
    for mark, places in zip(factors, _FACTOR, strict=True):
        if mark is not None:
            into[places[mark]] += sign
            answered += mark > 0
            satisfied += mark > 3
    if answered:
        a, b = prior_a + satisfied, prior_b + answered
        sums = (
            prior_b == 0,
            satisfied,
            answered,
            a * a - prior_a * prior_a,
            a * b - prior_a * prior_b,
            b * b - prior_b * prior_b,
        )
        for place, value in enumerate(sums, _CLUSTERS):
            into[place] += sign * value


def _alone(adder: Callable[Concatenate[list[int], Entry], None]) -> Callable[Entry, Counts]:
    def onehot(*entry: Entry.args, **named: Entry.kwargs) -> Counts:
        """What one entry counts, taken as by ``add_onehot``, as ``Counts`` of its own."""
        into = [0] * len(COUNTERS)
        adder(into, *entry, **named)
        return Counts(tuple(into))

    return onehot


onehot = _alone(add_onehot)
