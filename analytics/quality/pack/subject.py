"""What a pack is about, and what its sections read of it, each thing once and sealed rows only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection, func, select

from analytics.numbers import gathering
from analytics.numbers.asks import Ask, Scope
from analytics.numbers.change import Change, change
from analytics.numbers.readers import ask_for, sealed_up_to
from analytics.numbers.series import Bucket, series
from analytics.quality.pack.contents import Cut
from analytics.quality.pack.lineage import Command
from analytics.quality.pack.sayings import Figure, Name, hidden
from analytics.quality.pack.usual import against_usual
from analytics.quality.watching.charts import Chart
from surveys import days
from surveys.cells import DAY
from surveys.counts import Counts
from surveys.days import Kind, Period
from surveys.register import Register
from surveys.words import FALLBACK

Told = tuple[Bucket, Command]
"""A bucket of a series, and the command that tells it."""


@dataclass(frozen=True)
class Subject:
    """A unit and a period, as of a block of the chain.

    Attributes:
        connection: one snapshot.
        period: the whole period; ``covered`` are the days of it that are over.
        last: the last block there is.
    """

    connection: Connection
    register: Register
    slug: str
    scope: Scope
    period: Period
    covered: Period
    cut: Cut
    last: int

    @cached_property
    def unit_id(self) -> int:
        """The unit's id."""
        return self.register.find_unit(self.slug)

    @cached_property
    def units(self) -> tuple[int, ...]:
        """The unit, and of a tree those below it on the last covered day."""
        if self.scope == "own":
            return (self.unit_id,)
        last = self.covered.end - timedelta(days=1)
        return (self.unit_id, *self.register.descendants(self.unit_id, last))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When the period begins and ends on the office's clock, the end excluded."""
        start, end = (days.start_of(day) for day in (self.period.start, self.period.end))
        return days.moment(start), days.moment(end)

    @cached_property
    def ask(self) -> Ask:
        """What is asked of the counts of the covered days."""
        span = self.covered
        ask = ask_for(self.register, (self.unit_id,), self.scope, span.start, span.end)
        return sealed_up_to(self.connection, ask, self.cut.seal, self.last)

    @cached_property
    def now(self) -> Bucket:
        """The covered days."""
        return self.told(self.command(self.covered))[0]

    @cached_property
    def before(self) -> Bucket:
        """The time to compare with, of ``earlier``."""
        return self.told(self.command(self.earlier))[0]

    @property
    def earlier(self) -> Period:
        """The calendar period before; of a period that still runs, as many days before it."""
        start, kind = self.covered.start, self.period.kind
        if kind and self.covered == self.period:
            return days.period_of(start - timedelta(days=1), kind)
        return Period(start - timedelta(days=self.covered.days), start)

    @cached_property
    def change(self) -> Change | None:
        """What became of satisfaction since ``earlier``."""
        now, before = self.now.indicators["satisfaction"], self.before.indicators["satisfaction"]
        return change(before, now)

    @cached_property
    def services(self) -> dict[int, Counts]:
        """The counts by service, 0 where none was named."""
        return gathering.by_service(self.connection, self.ask)

    @cached_property
    def chart(self) -> Chart:
        """Every whole month since the first rating, joined to quarters where they are small."""
        months = [(told.period, told.counts) for told, _command in self.months]
        return against_usual(self.connection, self.unit_id, self.scope, months, self.period)

    @cached_property
    def months(self) -> list[Told]:
        """Every whole month since the first with a rating, oldest first."""
        first = self._first_day()
        span = days.whole_months(first, self.covered.end) if first else None
        told = self._by_years(span, "month") if span else []
        heard = next((i for i, (one, _) in enumerate(told) if one.counts), len(told))
        return told[heard:]

    @cached_property
    def stretches(self) -> list[Told]:
        """The months, or their quarters where ``chart`` joins them."""
        if self.chart.kind == "month":
            return self.months
        span = Period(self.months[0][0].period.start, self.months[-1][0].period.end)
        return self._by_years(span, self.chart.kind)

    def _by_years(self, span: Period, bucket: Kind) -> list[Told]:
        # Of an older seal no more than 400 days can be told at once.
        years = days.buckets(span.start, span.end, "year")
        commands = (self.command(Period(year.start, year.end), bucket) for year in years)
        return [(one, command) for command in commands for one in self.told(command)]

    def command(
        self,
        span: Period,
        bucket: Kind | None = None,
        service: str | None = None,
        channel: str | None = None,
    ) -> Command:
        """The command that tells this of the unit."""
        seal = self.cut.seal
        return Command(self.slug, self.scope, span.start, span.end, seal, bucket, service, channel)

    def figures(self, ids: Iterable[str]) -> list[Figure]:
        """Indicators of the covered days, those that are defined on them."""
        command, told = self.command(self.covered), self.now.indicators
        return [Figure(id, self.covered, hidden(told[id]), command) for id in ids if id in told]

    def service_name(self, service_id: int) -> Name:
        """What a service is called; by its slug where nobody named it."""
        words = self.register.service_names.by_id.get(service_id)
        return Name(words or {FALLBACK: self.register.service_slugs[service_id]})

    def unit_name(self, unit_id: int) -> Name:
        """What a unit is called; by its slug where nobody named it."""
        words = self.register.unit_names.by_id.get(unit_id)
        return Name(words or {FALLBACK: self.register.slug_of(unit_id)})

    def told(self, command: Command) -> tuple[Bucket, ...]:
        """What a command tells."""
        found = series(
            self.connection,
            self.register,
            command.unit,
            command.start,
            command.end,
            scope=command.scope,
            bucket=command.bucket,
            as_of=command.seal,
        )
        return found.buckets

    def _first_day(self) -> date | None:
        """The first day with a sealed rating; one that was sealed later only begins too early."""
        of = [DAY.c.unit_id == self.unit_id, DAY.c.scope.in_(self.ask.scopes)]
        first: date | None = self.connection.scalar(select(func.min(DAY.c.day)).where(*of))
        return first
