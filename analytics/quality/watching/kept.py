"""A baseline as its record keeps it: the level, who froze it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.numbers.usual import Usual
from surveys.days import Period


@dataclass(frozen=True, slots=True)
class Kept:
    """One record; ``why`` is None for the first of a series."""

    id: int
    series: str
    usual: Usual
    why: str | None


def level_of(span: Period, points: int, spread: Mapping[str, Any]) -> Usual:
    """The level that a record holds."""
    return Usual(span, spread["counted"], spread["n"], points, spread["wander"])


def newest_since(kept: list[Kept], begins: date | None) -> Kept | None:
    """The one in force: the newest, if it was taken since the series began anew."""
    newest = kept[-1] if kept else None
    return newest if newest and (begins is None or newest.usual.period.start >= begins) else None
