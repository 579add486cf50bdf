"""The published table: the only numbers the public sees, one row per cell and indicator.

A cell is a unit's own responses, or a city's whole tree, over one closed month or quarter. What is
withheld has its row too, with the reason and no figures. ``publishing`` writes, all others read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import Connection, Double, String, select
from sqlalchemy.orm import Mapped, mapped_column

from analytics.numbers.suppression import Reason
from surveys import days
from surveys.database import Base
from surveys.days import Period

PublishedKind = Literal["month", "quarter"]
WITHHELD: Final = "withheld"
ALL_SERVICES: Final = 0


class Published(Base):
    """One indicator of one cell as it was published."""

    __tablename__ = "published"

    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(7), primary_key=True)
    start: Mapped[date] = mapped_column(primary_key=True)
    # 0 stands for all services, named or not
    service_group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    # own, or tree for a city
    scope: Mapped[str] = mapped_column(String(4))
    value: Mapped[float | None] = mapped_column(Double)
    low: Mapped[float | None] = mapped_column(Double)
    high: Mapped[float | None] = mapped_column(Double)
    n: Mapped[int | None]
    count: Mapped[int | None]
    method: Mapped[str] = mapped_column(String(24))
    verdict: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(String(12))
    seal_id: Mapped[int]
    # The office day of the edition that this cell was last written in.
    published_on: Mapped[date]
    # Responses the cell rested on, also where n is withheld: for no eyes but the publisher's.
    answers: Mapped[int]


class UnalignedPeriod(ValueError):
    """Days that are not the borders of published periods; carries both and the kind."""


@dataclass(frozen=True, slots=True)
class PublishedEstimate:
    """What the public may know of an indicator; all figures None where it is withheld."""

    value: float | None
    low: float | None
    high: float | None
    n: int | None
    count: int | None
    method: str
    verdict: str
    reason: Reason | None

    def named(self) -> dict[str, Any]:
        """The members that interfaces promise; ``reason`` only where there is one."""
        names = ("value", "low", "high", "n", "count", "method", "verdict")
        told = {name: getattr(self, name) for name in names}
        return told | ({"reason": self.reason} if self.reason else {})


@dataclass(frozen=True, slots=True)
class PublishedBucket:
    """A period with its indicators by id; none where the period has not been published yet."""

    period: Period
    indicators: Mapping[str, PublishedEstimate]
    seal_id: int | None = None
    published_on: date | None = None


def read_published(
    connection: Connection,
    unit_id: int,
    start: date,
    end: date,
    kind: PublishedKind,
    group_id: int = ALL_SERVICES,
) -> list[PublishedBucket]:
    """Every period of a kind from ``start`` to ``end`` (excluded), oldest first.

    Args:
        group_id: one service group's; groups are published by quarter only.

    Raises:
        UnalignedPeriod: a border lies inside a period, or there is nothing between them.
    """
    aligned = all(days.first_day(border, kind) == border for border in (start, end))
    if not aligned or start >= end:
        raise UnalignedPeriod(start, end, kind)
    rows = connection.execute(
        select(Published.__table__)
        .where(
            Published.unit_id == unit_id,
            Published.kind == kind,
            Published.service_group_id == group_id,
            Published.start >= start,
            Published.start < end,
        )
        .order_by(Published.start, Published.indicator)
    )
    cells: dict[date, list[Any]] = {}
    for row in rows:
        cells.setdefault(row.start, []).append(row)
    periods = days.buckets(start, end, kind)
    return [_bucket(period, cells.get(period.start, [])) for period in periods]


def _bucket(period: Period, rows: list[Any]) -> PublishedBucket:
    if not rows:
        return PublishedBucket(period, {})
    return PublishedBucket(
        period,
        {row.indicator: estimate_of(row) for row in rows},
        min(row.seal_id for row in rows),
        min(row.published_on for row in rows),
    )


def estimate_of(row: Any) -> PublishedEstimate:
    """What a row of the table tells of its indicator."""
    return PublishedEstimate(
        row.value, row.low, row.high, row.n, row.count, row.method, row.verdict, row.reason
    )
