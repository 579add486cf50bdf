"""An estimate: a number that never travels without its interval, its n and a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypedDict

from analytics.numbers.intervals import Interval, wilson
from surveys.counts import Counts

Verdict = Literal["none", "too_few", "few", "ok"]

TOO_FEW_UNDER: Final = 10
FEW_UNDER: Final = 30


@dataclass(frozen=True, slots=True)
class Stratum:
    """One service group: what was counted, and how many transactions it closed, None unknown."""

    counts: Counts
    volume: int | None


@dataclass(slots=True)
class Replies:
    """What left for citizens who are owed an answer, and what came back.

    Attributes:
        waited: how many first answers left after so many calendar days, the same day being 0.
        marks: how many answers were given each mark of 1 to 5.
    """

    waited: Counter[int] = field(default_factory=Counter)
    marks: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that an indicator may look at.

    Attributes:
        counts: of the responses that count in the headline.
        volumes: (answers, closed transactions), both of the days with volumes only.
        strata: the same responses by service group, where volumes are known.
        replies: to citizens who are owed an answer; None where they were not looked up.
    """

    counts: Counts
    volumes: tuple[int, int] | None = None
    strata: Sequence[Stratum] = field(default=())
    replies: Replies | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What an indicator's function found; n = 0 stands for nothing to tell."""

    value: float
    interval: Interval | None
    n: int
    count: int | None = None
    effective: float | None = None


NOTHING: Final = Figure(0.0, None, 0)


class NamedEstimate(TypedDict):
    """The members of an estimate in JSON and CSV, in their order."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    count: int | None
    method: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure as it is told.

    Attributes:
        value, low, high: unrounded; None where nothing can be said.
        n: responses (transactions, for the response rate) it rests on.
        count: those of n that were counted, None where the figure is no share of n.
        method: how the interval was found, or the value where there is no interval.
        verdict: whether n carries the figure.
        effective: Kish's effective n of a weighted figure, else None.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    count: int | None
    method: str
    verdict: Verdict
    effective: float | None = None

    @classmethod
    def of(cls, figure: Figure, method: str, low: float, high: float | None) -> Estimate:
        """Tell a figure that cannot lie outside low..high; high None: without upper bound."""
        if figure.n == 0:
            return cls(None, None, None, 0, None, method, "none")
        ends: tuple[float | None, float | None] = (None, None)
        if figure.interval is not None:
            ends = figure.interval.clipped(low, float("inf") if high is None else high)
        return cls(
            figure.value,
            *ends,
            figure.n,
            figure.count,
            method,
            verdict(figure.n),
            figure.effective,
        )

    def named(self) -> NamedEstimate:
        """The members that interfaces promise."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "count": self.count,
            "method": self.method,
            "verdict": self.verdict,
        }


def verdict(n: int) -> Verdict:
    """Whether n carries a figure: under 10 it does not, under 30 it does with a warning.

    Source: house rule; the thresholds are those of the publication rule, see ``suppression``.
    """
    if n == 0:
        return "none"
    if n < TOO_FEW_UNDER:
        return "too_few"
    return "few" if n < FEW_UNDER else "ok"


def share(count: int, n: int) -> Figure:
    """The share count of n with its Wilson interval."""
    return Figure(count / n, wilson(count, n), n, count) if n else NOTHING
