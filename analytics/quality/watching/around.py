"""What may stand beside the figures of a unit: signals, events, baselines, a target, the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.quality.watching.kept import Kept
from analytics.quality.watching.marked import Marked
from surveys.days import Period


@dataclass(frozen=True, slots=True)
class OpenSignal:
    """A signal that somebody still has to look at, in short."""

    id: int
    unit_id: int
    rule: str
    indicator: str | None
    span: Period
    sentence: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A unit that this one follows; ``share`` is whole, part or land_only."""

    unit_id: int
    share: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that follows this one; ``share`` as of a predecessor."""

    unit_id: int
    share: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class Target:
    """An objective for satisfaction whose days meet the time; at_least or at_most."""

    value: float
    direction: str


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it.

    Attributes:
        signals, events: the newest first.
        baselines: by series, oldest first.
        drifts: the days of every drift of overall marks that was raised, closed ones too.
        target: None where none is set.
        excluded: responses of the time that a named person took out.
    """

    signals: tuple[OpenSignal, ...]
    events: tuple[Marked, ...]
    baselines: dict[str, list[Kept]]
    predecessors: tuple[Predecessor, ...]
    target: Target | None
    excluded: int
    drifts: tuple[Period, ...] = ()
    successors: tuple[Successor, ...] = ()
