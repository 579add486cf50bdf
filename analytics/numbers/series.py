"""Series: the indicators of a unit over a range, whole or in buckets; what every reader reads.

The command line reads cells and what waits, right now. Staff read what is sealed of whole past
days. ``as_of`` reads only what was sealed up to a block of the chain, the same for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, select

from analytics.numbers import gathering
from analytics.numbers.asks import Ask, Scope, Source
from analytics.numbers.estimates import Estimate, Evidence, NamedEstimate
from analytics.numbers.gathering import Gathered
from analytics.numbers.indicators import measure
from analytics.numbers.intervals import Interval
from analytics.numbers.readers import (
    Reader,
    ask_for,
    find_services,
    read_by,
    sealed_up_to,
)
from analytics.numbers.samples import all_bounds
from analytics.numbers.weighting import NoWeights, why_not
from surveys import days
from surveys.counts import Counts
from surveys.days import Kind, Period
from surveys.register import Register
from surveys.responses import CHANNELS, Seal

TODAY_FROM: Final = 5
"""Of today staff see how many responses came, once there are so many (interfaces)."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A period of a series.

    Attributes:
        counts: what counts in the headline.
        unflagged: the same without what is doubted.
        indicators: by id, in the order of the registry.
        unweighted: why satisfaction is not weighted; None where it is.
        bounds: where the satisfaction of all lies whatever the silent think; None where the
            transactions are not known, or fewer than the answers.
    """

    period: Period
    counts: Counts
    unflagged: Counts
    indicators: dict[str, Estimate]
    unweighted: NoWeights | None = None
    bounds: Interval | None = None

    @property
    def satisfaction_unflagged(self) -> Estimate:
        """Satisfaction without the responses in doubt."""
        return measure(Evidence(self.unflagged))["satisfaction"]


@dataclass(frozen=True, slots=True)
class Series:
    """Every bucket of a range, oldest first; one bucket where none were asked for.

    Attributes:
        service: the code or slug that was asked for.
        seal: the last one read, 0 before the first.
        source: "rows" where some of it had to be read from the ledger itself.
    """

    unit: str
    scope: Scope
    start: date
    end: date
    bucket: Kind | None
    service: str | None
    seal: int
    source: Source
    buckets: tuple[Bucket, ...]

    def named(self) -> dict[str, Any]:
        """The members that interfaces promise for JSON."""
        return {
            "unit": self.unit,
            "scope": self.scope,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "bucket": self.bucket,
            "service": self.service,
            "seal": self.seal,
            "series": [_named(bucket) for bucket in self.buckets],
        }


def _named(bucket: Bucket) -> dict[str, Any]:
    told: dict[str, NamedEstimate] = {id: e.named() for id, e in bucket.indicators.items()}
    span = bucket.period
    return {"from": span.start.isoformat(), "to": span.end.isoformat(), "indicators": told}


def series(
    connection: Connection,
    register: Register,
    unit_slug: str,
    start: date,
    end: date,
    scope: Scope = "own",
    service: str | None = None,
    channel: str | None = None,
    verified: bool = False,
    bucket: Kind | None = None,
    as_of: int | None = None,
    reader: Reader = "command",
) -> Series:
    """The indicators of a unit, in a number of queries that does not grow with the buckets.

    Args:
        connection: one snapshot (``reading``). ``end`` is excluded.
        service: its code or slug; None is all, named or not.
        channel: only this one; None is all that count in the headline.
        verified, as_of: only what came with a one-time slip, or was sealed up to this block.
        reader: "command" reads what waits too; "staff" whole past days of what is sealed;
            "sealed" all that is sealed.

    Raises:
        EmptyRange: ``end`` is not after ``start``.
        UnknownUnit, UnknownService, UnknownSeal, KeyError (a channel): there is no such thing.
        TooManyDays: no cells tell it, and it is more than ``asks.ROW_DAYS`` days of rows.
    """
    unit_id = register.find_unit(unit_slug)
    ask = replace(
        read_by(reader, ask_for(register, (unit_id,), scope, start, end, bucket)),
        service_ids=find_services(connection, register, service) if service else None,
        channel=CHANNELS[channel] if channel else None,
        verified=verified,
    )
    seal, ask = _sealed(connection, ask, as_of)
    gathered = gathering.gather(connection, ask, register.service_groups, with_replies=not verified)
    told = tuple(_bucket(period, gathered[unit_id, period.start]) for period in ask.periods)
    return Series(unit_slug, scope, start, end, bucket, service, seal, _source(ask), told)


def _source(ask: Ask) -> Source:
    return "cells" if {source for source, _ in ask.pieces()} <= {"cells"} else "rows"


def _sealed(connection: Connection, ask: Ask, as_of: int | None) -> tuple[int, Ask]:
    last = connection.scalar(select(func.max(Seal.id))) or 0
    return (last, ask) if as_of is None else (as_of, sealed_up_to(connection, ask, as_of, last))


def by_service(
    connection: Connection,
    register: Register,
    unit_slug: str,
    start: date,
    end: date,
    scope: Scope = "own",
    reader: Reader = "staff",
) -> dict[int, Counts]:
    """The counts of each service that was rated, 0 where none was named; arguments as above."""
    ask = read_by(reader, ask_for(register, (register.find_unit(unit_slug),), scope, start, end))
    return gathering.by_service(connection, ask)


def received_today(
    connection: Connection, register: Register, unit_slug: str, scope: Scope = "own"
) -> int | None:
    """How many responses came today, sealed or not; None while they are fewer than five."""
    today, unit_id = days.office_day(days.now_ms()), register.find_unit(unit_slug)
    whole = days.period_of(today, "day")
    ask = read_by("command", ask_for(register, (unit_id,), scope, whole.start, whole.end))
    counted = gathering.gather(connection, ask, {})[unit_id, today].evidence.counts
    received = counted["responses"]
    return received if received >= TODAY_FROM else None


def _bucket(period: Period, gathered: Gathered) -> Bucket:
    evidence = gathered.evidence
    return Bucket(
        period,
        evidence.counts,
        gathered.unflagged,
        measure(evidence),
        why_not(evidence.strata),
        all_bounds(evidence),
    )
