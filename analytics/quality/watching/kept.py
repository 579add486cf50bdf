"""Baselines as their records keep them: the level, and why it was taken anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from analytics.numbers.usual import Usual
from analytics.quality.baselines import WHOLE, Baseline
from surveys import days
from surveys.days import Period


@dataclass(frozen=True, slots=True)
class Kept:
    """One record; ``why`` is None where nobody took it anew by hand."""

    id: int
    series: str
    usual: Usual
    why: str | None
    by: str = ""
    on: date | None = None


def level_of(span: Period, points: int, spread: Mapping[str, Any]) -> Usual:
    """The level that a record holds."""
    return Usual(span, spread["counted"], spread["n"], points, spread["wander"])


def in_force(kept: Sequence[Kept], begins: date | None) -> Kept | None:
    """The newest, if it was taken since the series began anew."""
    newest = kept[-1] if kept else None
    return newest if newest and (begins is None or newest.usual.period.start >= begins) else None


def read_kept(connection: Connection, unit_ids: Iterable[int]) -> dict[int, dict[str, list[Kept]]]:
    """Every baseline of some units by series, oldest first, in one query."""
    row = Baseline.__table__.c
    asked = select(Baseline.__table__).where(
        row.unit_id.in_(list(unit_ids)),
        row.scope == "own",
        row.service_id.is_(None),
        # Those of whole times belong to the checks of actions and to objectives.
        row.bucket != WHOLE,
    )
    kept: dict[int, dict[str, list[Kept]]] = defaultdict(lambda: defaultdict(list))
    for one in connection.execute(asked.order_by(row.id)):
        usual = level_of(Period(one.start, one.end), one.points, one.spread)
        on = days.office_day(days.to_ms(one.frozen_at))
        told = Kept(one.id, one.indicator, usual, one.why, one.frozen_by, on)
        kept[one.unit_id][one.indicator].append(told)
    return kept
