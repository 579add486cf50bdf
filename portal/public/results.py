"""What a unit's public page tells of one period: read from the published table and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from analytics.numbers.archive import Shelf, shelves
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
# Two years, and the first of their months once more.
MONTHS = 25
# A month that no edition has reached yet.
_NOT_YET = PublishedEstimate(None, None, None, None, None, "wilson95", "none", None)


@dataclass(frozen=True, slots=True)
class Results:
    """One period of a unit, and the months that led to it.

    Attributes:
        figures: what was published of the period, by id; empty when nothing was.
        months: those up to the end of the period, oldest first.
        periods: every period there may be figures of, oldest first, quarters and months.
        there: those of which something was published.
        told: those of them whose headline is not withheld.
        newest: the newest period that tells its headline, None where none does.
    """

    period: Period
    figures: Mapping[str, PublishedEstimate]
    months: list[PublishedBucket]
    periods: dict[PublishedKind, list[Period]]
    there: frozenset[Period]
    told: frozenset[Period]
    newest: Period | None

    @property
    def headline(self) -> PublishedEstimate | None:
        """The figure the page begins with."""
        return self.figures.get(HEADLINE)

    def neighbours(self) -> tuple[Period | None, Period | None]:
        """The nearest before and after of the same kind that tell something."""
        told = [p for p in self.periods.get(_kind_of(self.period), ()) if p in self.told]
        before = [period for period in told if period < self.period]
        after = [period for period in told if period > self.period]
        return (before[-1] if before else None), (after[0] if after else None)

    def goes_on(self) -> bool:
        """Whether there are later periods of the same kind, though they may tell nothing."""
        return any(p > self.period for p in self.periods.get(_kind_of(self.period), ()))

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
    """The results of a period, by default of the newest that tells its headline.

    Returns:
        None before anything of the unit was published.

    Raises:
        BadPeriod: neither a month nor a quarter.
    """
    kind = _kind_of(asked) if asked else None
    there = shelves(connection, unit_id, HEADLINE)
    if not there:
        return None
    newest = _newest(there)
    periods = {kind: list(days.buckets(s.start, s.end, kind)) for kind, s in there.items()}
    period = asked or newest or periods[kind or list(there)[-1]][-1]
    cell = read_published(connection, unit_id, period.start, period.end, _kind_of(period))[0]
    until = [month for month in periods.get("month", []) if month.end <= period.end]
    months = _months(connection, unit_id, until)
    return Results(
        period,
        cell.indicators,
        months,
        periods,
        there=frozenset(p for shelf in there.values() for p in shelf.there),
        told=frozenset(p for shelf in there.values() for p in shelf.told),
        newest=newest,
    )


def _newest(there: Mapping[PublishedKind, Shelf]) -> Period | None:
    """The newest quarter that tells; a month only where its own quarter came later and does not."""
    months, quarters = there.get("month"), there.get("quarter")
    month, quarter = _last_told(months), _last_told(quarters)
    if quarters is None or quarter is None or month is None:
        return month or quarter
    of_month = days.first_day(month.start, "quarter")
    return month if quarter.start < of_month < quarters.end else quarter


def _last_told(shelf: Shelf | None) -> Period | None:
    return shelf.told[-1] if shelf and shelf.told else None


def _months(connection: Connection, unit_id: int, months: list[Period]) -> list[PublishedBucket]:
    shown = months[-MONTHS:]
    if not shown:
        return []
    return read_published(connection, unit_id, shown[0].start, shown[-1].end, "month")


def read_period(text: str) -> Period | None:
    """The month or quarter that an address names; None where it names neither."""
    try:
        period = days.parse_period(text)
    except BadPeriod:
        return None
    return period if period.kind in ("month", "quarter") else None


def _kind_of(period: Period) -> PublishedKind:
    if period.kind == "month" or period.kind == "quarter":
        return period.kind
    raise BadPeriod(period.label)
