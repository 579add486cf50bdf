"""Whether an action worked: before and after, beside the same services in the rest of the city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from analytics.numbers.asks import Scope
from analytics.numbers.contrast import Contrast, Term, contrast
from analytics.numbers.estimates import TOO_FEW_UNDER, Evidence
from analytics.numbers.intervals import wilson
from analytics.numbers.registry import INDICATORS
from analytics.numbers.series import by_service
from analytics.quality.actions.states import Verdict
from surveys.counts import FACTORS, Counts
from surveys.days import Period
from surveys.register import Register

CHECKABLE: Final = (
    "satisfaction",
    "dissatisfaction",
    *(f"factor.{name}" for name in FACTORS),
    "on_time",
    "could_not_finish",
)
"""The indicators that are shares of a number of answers."""

LESS_IS_BETTER: Final = frozenset({"dissatisfaction", "could_not_finish"})


class Tally(NamedTuple):
    """Those of n that were counted."""

    counted: int
    n: int

    @property
    def share(self) -> float:
        """The share of n; n > 0."""
        return self.counted / self.n


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured: an indicator of a unit, of all services or of one."""

    indicator: str
    unit_id: int
    scope: Scope
    service_id: int | None = None

    @property
    def gain(self) -> int:
        """The sign of a change for the better."""
        return -1 if self.indicator in LESS_IS_BETTER else 1

    def tally(self, counts: Counts) -> Tally:
        """The indicator of these counts, as a count of n."""
        told = INDICATORS[self.indicator].estimate(Evidence(counts))
        return Tally(told.count or 0, told.n) if told else Tally(0, 0)


Tallies = Mapping[int, Tally]
"""By service, 0 where none was named."""


@dataclass(frozen=True, slots=True)
class Side:
    """One time: the unit's tallies by service, and those of the rest of the city."""

    own: Tallies
    beside: Tallies

    @property
    def whole(self) -> Tally:
        """All services of the unit together."""
        return Tally(sum(t.counted for t in self.own.values()), sum(t.n for t in self.own.values()))

    def frozen(self) -> dict[str, Any]:
        """As a baseline keeps it, so that it cannot drift with the data."""
        parts = {"own": self.own, "beside": self.beside}
        told = {name: {str(id_): [*t] for id_, t in part.items()} for name, part in parts.items()}
        return self.whole._asdict() | told

    @classmethod
    def thawed(cls, kept: Mapping[str, Any]) -> Side:
        """What ``frozen`` kept."""
        own, beside = (
            {int(id_): Tally(*tally) for id_, tally in kept[part].items()}
            for part in ("own", "beside")
        )
        return cls(own, beside)


def look(connection: Connection, register: Register, what: Measured, span: Period) -> Side:
    """Count one time, whole past days of what is sealed; a span without days is empty."""
    if span.start >= span.end:
        return Side({}, {})
    own = _said(connection, register, what.unit_id, what.scope, span)
    above = register.ancestors(what.unit_id, span.start)
    city = _said(connection, register, above[0], "tree", span) if above else {}
    rest = {id_: counts - own.get(id_, Counts.zero()) for id_, counts in city.items()}
    return Side(_tallied(what, own), _tallied(what, rest))


def _said(
    connection: Connection, register: Register, unit_id: int, scope: Scope, span: Period
) -> dict[int, Counts]:
    slug = register.slug_of(unit_id)
    return by_service(connection, register, slug, span.start, span.end, scope, "staff")


def _tallied(what: Measured, said: Mapping[int, Counts]) -> Tallies:
    wanted = said if what.service_id is None else {what.service_id: said.get(what.service_id)}
    told = {id_: what.tally(counts) for id_, counts in wanted.items() if counts}
    return {id_: tally for id_, tally in told.items() if tally.n}


def weights(before: Side, after: Side | None) -> dict[int, float]:
    """How much each service weighs in the rest of the city: as much as it did in the unit.

    Left out are services that the rest of the city has fewer than ten answers of.

    Args:
        after: None while it is still to come.
    """
    sides = [before, after] if after else [before]
    shared = [
        id_
        for id_ in before.own
        if all(side.beside.get(id_, Tally(0, 0)).n >= TOO_FEW_UNDER for side in sides)
    ]
    heard = {id_: sum(side.own.get(id_, Tally(0, 0)).n for side in sides) for id_ in shared}
    total = sum(heard.values())
    return {id_: n / total for id_, n in heard.items()} if total else {}


def beside_terms(side: Side, weight: Mapping[int, float], sign: int) -> list[Term]:
    """The rest of the city as terms of a contrast."""
    return [Term(sign * w, *side.beside[id_]) for id_, w in weight.items()]


def difference(before: Side, after: Side) -> Contrast:
    """After less before, less the same in the rest of the city, in shares of 1.

    Where the rest of the city has too few answers it is the plain difference.

    Source: see ``contrast``; difference of differences as in Card and Krueger 1994.
    """
    weight = weights(before, after)
    own = [Term(1, *after.whole), Term(-1, *before.whole)]
    return contrast(
        [*own, *beside_terms(after, weight, -1), *beside_terms(before, weight, 1)],
    )


def judge(found: Contrast, gain: int) -> Verdict:
    """The verdict from the interval, never from the bare number."""
    low, high = sorted((gain * found.low, gain * found.high))
    if low > 0:
        return "better"
    return "worse" if high < 0 else "not_shown"


def reached(after: Tally, target: float, gain: int) -> str:
    """Whether a target was reached: met, missed or undecided, from the interval.

    Source: oracle ``targets``: met when all of the interval is at least the target. Under ten
    answers nothing is decided.
    """
    if after.n < TOO_FEW_UNDER:
        return "undecided"
    low, high = wilson(*after)
    if gain < 0:
        low, high, target = -high, -low, -target
    if low >= target:
        return "met"
    return "missed" if high < target else "undecided"


def told(before: Side, after: Side, bad: Side | None, target: float, gain: int) -> dict[str, Any]:
    """What is kept of a check: plain numbers, shares of 1."""
    weight = weights(before, after)
    beside = None
    if weight:
        was, now = (contrast(beside_terms(side, weight, 1)) for side in (before, after))
        ns = [sum(side.beside[id_].n for id_ in weight) for side in (before, after)]
        beside = {"before": was._asdict() | {"n": ns[0]}, "after": now._asdict() | {"n": ns[1]}}
    return {
        "before": before.whole._asdict(),
        "after": after.whole._asdict(),
        "bad": bad.whole._asdict() if bad and bad.whole.n else None,
        "beside": beside,
        "difference": difference(before, after)._asdict() if after.whole.n else None,
        "reached": reached(after.whole, target, gain),
    }
