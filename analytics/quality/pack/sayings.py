"""What a report says, word by word: plain data without a language.

Words are msgids, numbers are unrounded; whoever prints them says them in a language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, TypeAlias

from analytics.numbers.estimates import Estimate
from analytics.quality.pack.lineage import Command
from surveys.days import Period
from surveys.masking import mask


class Name(NamedTuple):
    """What a unit, a service or a survey is called, by language."""

    words: Mapping[str, str]


class Share(NamedTuple):
    """A share of 1, to be said as so many in a hundred."""

    value: float


class Points(NamedTuple):
    """A difference of two shares of 1, to be said with its sign, in points of a hundred."""

    value: float


class Number(NamedTuple):
    """A number to two places."""

    value: float


class Ratings(NamedTuple):
    """A number of ratings."""

    n: int


class Written(NamedTuple):
    """What somebody wrote: printed as it stands, never looked up, personal data covered.

    Make one with ``written``.
    """

    text: str


class Quoted(NamedTuple):
    """A comment of a citizen. Only which one is kept: when it is erased, no paper says it again.

    ``text`` is "" where it was erased. The chain proves that a comment that stands is the same.
    """

    comment: int
    text: str = ""


def written(text: str | None) -> Written:
    """The words of a person, fit for a paper that others read."""
    return Written(mask(text or ""))


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or a part of one: a msgid and what fills it in."""

    words: str
    values: Mapping[str, Value] = field(default_factory=dict)


Value: TypeAlias = (
    "int | str | date | Period | Name | Share | Points | Number | Ratings | Written | Said | Figure"
    " | Sequence[Value]"
)
"""What a sentence can be filled with; a string is a msgid, a sequence becomes a list of words."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate and the command that finds it again.

    Attributes:
        indicator: its id in the registry.
        period: the days it is about: of a series, those of one bucket.
        estimate: without its value where too few rated (``hidden``).
        command: None for what the command line does not tell.
    """

    indicator: str
    period: Period
    estimate: Estimate
    command: Command | None


def hidden(estimate: Estimate) -> Estimate:
    """The estimate as staff may see it: of fewer than ten responses only how many they were.

    Source: interfaces, verdicts ``none`` and ``too_few``.
    """
    if estimate.verdict in ("few", "ok"):
        return estimate
    return replace(estimate, value=None, low=None, high=None, count=None)
