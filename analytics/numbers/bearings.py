"""What is looked at: whose figures, which days, and what has to be known before they are chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, ScalarSelect, func, select

from analytics.numbers.asks import Ask, Scope
from analytics.numbers.conditions import rows_asked
from analytics.numbers.readers import ask_for, read_by
from analytics.numbers.series import TODAY_FROM
from surveys import days
from surveys.cells import DAY
from surveys.counts import RESPONSE
from surveys.days import Kind, Period
from surveys.register import Register, UnknownService
from surveys.responses import CHANNELS, Pending, Seal


@dataclass(frozen=True, slots=True)
class Bearings:
    """What has to be known before a period is chosen.

    Attributes:
        first, last: past days with ratings; None before the first one.
        today: how many responses came today; None while fewer than five.
        seal: the last block of the chain, 0 before the first.
    """

    first: date | None
    last: date | None
    today: int | None
    seal: int


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at.

    Attributes:
        before, year_ago: the times to compare with; the second None where nobody asks.
        service: a slug; channel: a name; None is all of them.
        by: the periods that the time is cut into; None are its months, with what is usual.
        ancestry: units that became this one whole, whose months of before are told with its own.
    """

    unit: str
    scope: Scope
    period: Period
    before: Period
    service: str | None = None
    channel: str | None = None
    year_ago: Period | None = None
    by: Kind | None = None
    ancestry: tuple[int, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether nothing but the period was chosen."""
        return self.service is None and self.channel is None


def find_bearings(
    connection: Connection, register: Register, unit_slug: str, scope: Scope
) -> Bearings:
    """One query for all of it."""
    unit_id, today = register.find_unit(unit_slug), days.office_day(days.now_ms())
    whole = days.period_of(today, "day")
    ask = ask_for(register, (unit_id,), scope, whole.start, whole.end)
    whose = [DAY.c.unit_id == unit_id, DAY.c.scope.in_(ask.scopes)]
    cells = [*whose, DAY.c.day < today]
    sealed_today = func.coalesce(func.sum(DAY.c.responses), 0)
    here = [*whose, DAY.c.day == today, DAY.c.channel.in_(ask.channels)]
    first, last, sealed, waits, seal = connection.execute(
        select(
            select(func.min(DAY.c.day)).where(*cells).scalar_subquery(),
            select(func.max(DAY.c.day)).where(*cells).scalar_subquery(),
            select(sealed_today).where(*here).scalar_subquery(),
            _waiting(ask),
            select(func.max(Seal.id)).scalar_subquery(),
        )
    ).one()
    received = int(sealed) + waits
    return Bearings(first, last, received if received >= TODAY_FROM else None, seal or 0)


def _waiting(ask: Ask) -> ScalarSelect[int]:
    """How many responses of a day are not sealed yet; those of an import are none of its day."""
    row: Any = Pending.__table__.c
    here = [row.day == ask.start, row.kind == RESPONSE, row.import_id.is_(None)]
    return select(func.count()).where(*rows_asked(ask, row), *here).scalar_subquery()


def ask_of(register: Register, view: View, span: Period) -> Ask:
    """What a view asks of the counts of some days.

    Raises:
        UnknownUnit, UnknownService, KeyError: there is no such thing.
    """
    unit_id = register.find_unit(view.unit)
    ask = ask_for(register, (unit_id,), view.scope, span.start, span.end, None)
    return replace(
        read_by("staff", ask),
        service_ids=(_find_service(register, view.service),) if view.service else None,
        channel=CHANNELS[view.channel] if view.channel else None,
    )


def _find_service(register: Register, slug: str) -> int:
    for service_id, known in register.service_slugs.items():
        if known == slug:
            return service_id
    raise UnknownService(slug)
