"""What a unit's public page tells of one period: read from the published table and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from analytics.numbers.archive import published_spans
from analytics.numbers.published import (
    WITHHELD,
    PublishedBucket,
    PublishedEstimate,
    PublishedKind,
    read_published,
)
from surveys import days
from surveys.days import BadPeriod, Period

HEADLINE = "satisfaction"
# So many months make the trend.
MONTHS = 24
# A month that no edition has reached yet.
_NOT_YET = PublishedEstimate(None, None, None, None, None, "wilson95", "none", None)


@dataclass(frozen=True, slots=True)
class Results:
    """One period of a unit, and the months around which it stands.

    Attributes:
        figures: what was published of the period, by id; empty when nothing was.
        months: the newest months, oldest first.
        periods: every period there may be figures of, oldest first, quarters and months.
        published_on: the day of the edition.
    """

    period: Period
    figures: Mapping[str, PublishedEstimate]
    published_on: date | None
    months: list[PublishedBucket]
    periods: dict[PublishedKind, list[Period]]

    @property
    def headline(self) -> PublishedEstimate | None:
        """The figure the page begins with."""
        return self.figures.get(HEADLINE)

    @property
    def latest_told(self) -> Period | None:
        """The newest month whose headline was not withheld."""
        told = (month for month in reversed(self.months) if headline_of(month).value is not None)
        return next((month.period for month in told), None)

    def neighbours(self) -> tuple[Period | None, Period | None]:
        """The period before and the one after, of the same kind."""
        kind = _kind_of(self.period)
        before = [p for p in self.periods.get(kind, ()) if p < self.period]
        after = [p for p in self.periods.get(kind, ()) if p > self.period]
        return (before[-1] if before else None), (after[0] if after else None)

    def withheld(self, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Of these indicators the ones withheld in this period: (id, reason)."""
        for id in ids:
            figure = self.figures.get(id)
            if figure and figure.verdict == WITHHELD and figure.reason:
                yield id, figure.reason


def headline_of(cell: PublishedBucket) -> PublishedEstimate:
    """The figure that a page begins with; one of verdict none where nothing was published."""
    return cell.indicators.get(HEADLINE, _NOT_YET)


def read_results(connection: Connection, unit_id: int, asked: Period | None) -> Results | None:
    """The results of a period, by default of the newest quarter or month that tells its headline.

    Returns:
        None before anything of the unit was published.

    Raises:
        BadPeriod: neither a month nor a quarter.
    """
    kind = _kind_of(asked) if asked else None
    spans = published_spans(connection, unit_id)
    if not spans:
        return None
    periods = {kind: list(days.buckets(*span, kind)) for kind, span in spans.items()}
    period = asked or periods[kind or ("quarter" if "quarter" in spans else "month")][-1]
    cell = read_published(connection, unit_id, period.start, period.end, _kind_of(period))[0]
    months = _months(connection, unit_id, periods)
    if asked is None:
        cell = _telling(cell, months)
    return Results(cell.period, cell.indicators, cell.published_on, months, periods)


def _months(
    connection: Connection, unit_id: int, periods: Mapping[PublishedKind, list[Period]]
) -> list[PublishedBucket]:
    newest = periods.get("month", [])[-MONTHS:]
    if not newest:
        return []
    return read_published(connection, unit_id, newest[0].start, newest[-1].end, "month")


def _telling(newest: PublishedBucket, months: list[PublishedBucket]) -> PublishedBucket:
    """The newest period, or where it withholds its headline its newest month that tells one."""
    since = (month for month in reversed(months) if month.period.start >= newest.period.start)
    told = (cell for cell in (newest, *since) if headline_of(cell).value is not None)
    return next(told, newest)


def _kind_of(period: Period) -> PublishedKind:
    if period.kind == "month" or period.kind == "quarter":
        return period.kind
    raise BadPeriod(period.label)
