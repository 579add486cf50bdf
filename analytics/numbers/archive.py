"""What has been published so far: which periods of a unit, and the whole table row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Engine, and_, case, func, select, tuple_

from analytics.numbers.published import (
    ALL_SERVICES,
    Published,
    PublishedEstimate,
    PublishedKind,
    estimate_of,
)
from surveys import days
from surveys.database import reading
from surveys.days import Period
from surveys.places import Unit
from surveys.services import ServiceGroup

KINDS: Final[tuple[PublishedKind, ...]] = ("month", "quarter")
PORTION: Final = 5_000
_PLACE: Final = (
    Published.unit_id,
    Published.kind,
    Published.start,
    Published.service_group_id,
    Published.indicator,
)


class Shelf(NamedTuple):
    """The published periods of one kind, from a day to a day (excluded).

    ``there`` are those of which something was published, ``told`` those whose headline is not
    withheld; both oldest first.
    """

    start: date
    end: date
    there: list[Period]
    told: list[Period]


def shelves(connection: Connection, unit_id: int, headline: str) -> dict[PublishedKind, Shelf]:
    """What a unit has published, by the kind of period; ``headline`` is an indicator's id."""
    told = case((and_(Published.indicator == headline, Published.value.is_not(None)), 1), else_=0)
    found = connection.execute(
        select(Published.kind, Published.start, func.max(told))
        .where(Published.unit_id == unit_id, Published.service_group_id == ALL_SERVICES)
        .group_by(Published.kind, Published.start)
        .order_by(Published.start)
    ).all()
    rows = {kind: [(start, tells) for of, start, tells in found if of == kind] for kind in KINDS}
    return {kind: _shelf(kind, starts) for kind, starts in rows.items() if starts}


def _shelf(kind: PublishedKind, starts: list[tuple[date, int]]) -> Shelf:
    there = [(days.period_of(start, kind), tells) for start, tells in starts]
    return Shelf(
        start=there[0][0].start,
        end=there[-1][0].end,
        there=[period for period, _ in there],
        told=[period for period, tells in there if tells],
    )


class Headline(NamedTuple):
    """The headline of a period as it was published, and the day of its edition."""

    period: Period
    figure: PublishedEstimate
    published_on: date


def headlines(connection: Connection, unit_id: int, id: str, limit: int) -> list[Headline]:
    """The newest periods of a unit whose headline (an indicator's id) is told, newest first."""
    rows = connection.execute(
        select(Published.__table__)
        .where(
            Published.unit_id == unit_id,
            Published.service_group_id == ALL_SERVICES,
            Published.indicator == id,
            Published.value.is_not(None),
        )
        .order_by(Published.published_on.desc(), Published.start.desc(), Published.kind)
        .limit(limit)
    )
    return [
        Headline(days.period_of(row.start, row.kind), estimate_of(row), row.published_on)
        for row in rows
    ]


def span_of_editions(connection: Connection) -> tuple[date, date, date] | None:
    """The first and the last day that is published, and the day of the newest edition."""
    start, last, edition = connection.execute(
        select(
            func.min(Published.start), func.max(Published.start), func.max(Published.published_on)
        )
    ).one()
    if start is None:
        return None
    # The newest period to begin is a month: no quarter begins later than its own last month.
    return start, days.next_start(last, "month") - timedelta(1), edition


def published_rows(engine: Engine) -> Iterator[dict[str, Any]]:
    """Every row of the published table, with the columns of ``COLUMNS``, in a fixed order.

    Read in portions, each in a snapshot of its own: whoever downloads slowly holds nothing up.
    """
    after: tuple[Any, ...] | None = None
    while True:
        with reading(engine) as connection:
            rows = connection.execute(_portion(after)).all()
        for row in rows:
            yield _told(row)
        if len(rows) < PORTION:
            return
        last = rows[-1]
        after = (last.unit_id, last.kind, last.start, last.service_group_id, last.indicator)


def _portion(after: tuple[Any, ...] | None) -> Any:
    rows = (
        select(Published.__table__, Unit.slug, ServiceGroup.slug.label("service"))
        .join(Unit, Unit.id == Published.unit_id)
        .join(ServiceGroup, ServiceGroup.id == Published.service_group_id, isouter=True)
        .order_by(*_PLACE)
        .limit(PORTION)
    )
    return rows if after is None else rows.where(tuple_(*_PLACE) > after)


COLUMNS: Final = (
    "unit",
    "scope",
    "service",
    "from",
    "to",
    "indicator",
    "value",
    "low",
    "high",
    "n",
    "count",
    "method",
    "verdict",
    "reason",
    "published_on",
)
"""Those of the CSV of indicators (interfaces), then why it is withheld, and its edition."""


def _told(row: Any) -> dict[str, Any]:
    period: Period = days.period_of(row.start, row.kind)
    same = ("scope", "indicator", "value", "low", "high", "n", "count", "method", "verdict")
    told = {name: row._mapping[name] for name in same}
    told |= {"unit": row.slug, "service": row.service, "reason": row.reason}
    told |= {"from": period.start, "to": period.end, "published_on": row.published_on}
    return {name: told[name] for name in COLUMNS}
