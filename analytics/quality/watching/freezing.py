"""Baselines: taken from the first twelve points and kept, anew only with a recorded reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from analytics.quality.baselines import Baseline
from analytics.quality.watching.judging import Frozen, freeze
from analytics.quality.watching.series import BASELINE, Counted, joined, kind_for
from surveys import days
from surveys.days import Period

Kept = dict[tuple[int, str], list[Frozen]]
"""The baselines of each unit and series, oldest first."""


class TooFewPoints(ValueError):
    """From that day on there are not yet twelve points; carries how many there are."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who froze a baseline, when, from which seal."""

    by: str
    at: datetime
    seal: int


def kept_baselines(connection: Connection, unit_ids: Iterable[int]) -> Kept:
    """Every baseline of some units, in one query."""
    kept: Kept = defaultdict(list)
    asked = select(Baseline.__table__).where(
        Baseline.unit_id.in_(list(unit_ids)),
        Baseline.scope == "own",
        Baseline.service_id.is_(None),
        # Those of "whole" times belong to checks of effects and to objectives.
        Baseline.bucket != "whole",
    )
    for row in connection.execute(asked.order_by(Baseline.id)):
        kept[row.unit_id, row.indicator].append(
            Frozen(
                span=Period(row.start, row.end),
                bucket=row.bucket,
                points=row.points,
                centre=row.centre,
                dispersion=row.spread["dispersion"],
                n=row.spread["n"],
                id=row.id,
                why=row.why,
                on=days.office_day(days.to_ms(row.frozen_at)),
            )
        )
    return kept


def in_force(kept: Sequence[Frozen], begins: date | None = None) -> Frozen | None:
    """The newest baseline, if it was taken since the series began anew."""
    newest = kept[-1] if kept else None
    return newest if newest and (begins is None or newest.span.start >= begins) else None


def since(points: Iterable[Counted], begins: date | None) -> list[Counted]:
    """The points of whole periods from a day on; all of them without one."""
    return [point for point in points if begins is None or point.period.start >= begins]


def freeze_since(months: Sequence[Counted], begins: date) -> Frozen:
    """The baseline that somebody wants from a day on.

    Raises:
        TooFewPoints: there are fewer than twelve that can be charted.
    """
    left = since(months, begins)
    found = freeze(left)
    if found is None:
        raise TooFewPoints(sum(1 for point in left if point.n), BASELINE)
    return found


def keep(
    connection: Connection,
    unit_id: int,
    indicator: str,
    frozen: Frozen,
    signed: Signed,
    replaces: Frozen | None = None,
) -> Frozen:
    """Write a baseline down; it is in force from then on."""
    values = {
        "unit_id": unit_id,
        "indicator": indicator,
        "scope": "own",
        "service_id": None,
        "bucket": frozen.bucket,
        "start": frozen.span.start,
        "end": frozen.span.end,
        "points": frozen.points,
        "centre": frozen.centre,
        "spread": {"dispersion": frozen.dispersion, "n": frozen.n, "method": frozen.method},
        "seal_id": signed.seal,
        "frozen_at": signed.at,
        "frozen_by": signed.by,
        "why": frozen.why,
        "replaces_id": replaces.id if replaces else None,
    }
    made = connection.execute(insert(Baseline).values(values).returning(Baseline.id)).scalar_one()
    return replace(frozen, id=made, on=days.office_day(days.to_ms(signed.at)))


def at_usual_grain(months: Sequence[Counted], frozen: Frozen | None) -> list[Counted]:
    """The points as coarse as the baseline was taken, or would be."""
    return joined(months, frozen.bucket if frozen else kind_for(months))
