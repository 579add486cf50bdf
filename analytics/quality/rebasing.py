"""Baselines in force: frozen once, begun anew after a break, re-based only with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, insert, or_, select

from analytics.numbers.asks import Scope
from analytics.numbers.control import BASELINE
from analytics.numbers.usual import Usual, level, monthly
from analytics.numbers.vigil import Days, baselines, tallies
from analytics.quality.baselines import WHOLE, Baseline
from analytics.quality.entered import entered
from analytics.quality.events import Event
from surveys import days
from surveys.days import Period
from surveys.responses import Seal

PORTAL: Final = "Hài Lòng"
"""Who froze a baseline that nobody asked for."""


class NoReason(ValueError):
    """A baseline is re-based with a reason, or not at all."""


class TooFewMonths(ValueError):
    """The days hold fewer than twelve whole months with enough answers; carries how many."""


def broken_on(connection: Connection, unit_id: int, until: date) -> date | None:
    """The day from which a unit's series begin anew: after the last event that breaks them."""
    return connection.scalar(
        select(func.max(Event.ends_on)).where(
            or_(Event.unit_id == unit_id, Event.unit_id.is_(None)),
            Event.effect == "break",
            Event.ends_on < until,
        )
    )


def in_force(
    connection: Connection, unit_id: int, scope: Scope = "own", since: date | None = None
) -> dict[str, Usual]:
    """What is usual for each series, as it was frozen or re-based last.

    Args:
        since: those taken before this day no longer count, from ``broken_on``.
    """
    rows = connection.execute(
        select(Baseline.__table__)
        .where(Baseline.unit_id == unit_id, Baseline.scope == scope, Baseline.service_id.is_(None))
        # Those of whole times belong to the checks of actions and to objectives.
        .where(Baseline.bucket != WHOLE)
        .order_by(Baseline.id)
    )
    return {row.indicator: _usual(row) for row in rows if since is None or row.start >= since}


def frozen(
    connection: Connection, unit_id: int, told: Days, until: date, scope: Scope = "own"
) -> dict[str, Usual]:
    """What is in force; series that have their twelve months only now are frozen first.

    Run inside ``writing``; a second time changes nothing.

    Args:
        told: the unit's days, from ``daily.read_days``.
        until: days from here on are not over yet.
    """
    since = broken_on(connection, unit_id, until)
    known = in_force(connection, unit_id, scope, since)
    fresh = baselines(told, until, since)
    if any(series.startswith("factor.") for series in known):
        fresh = {series: one for series, one in fresh.items() if not series.startswith("factor.")}
    for series, usual in fresh.items():
        if series not in known:
            _store(connection, unit_id, scope, series, usual, PORTAL, None, None)
            known[series] = usual
    return known


def rebase(
    connection: Connection,
    unit_id: int,
    series: str,
    told: Days,
    span: Period,
    by: str,
    why: str,
    scope: Scope = "own",
) -> Usual:
    """Take what is usual anew, from the whole months of a span.

    Args:
        by: name and position.

    Raises:
        NoReason: none is given.
        TooFewMonths: fewer than twelve months have answers, or all of them too few.
        KeyError: there is no such series.
    """
    if not why.strip():
        raise NoReason
    within = [one for one in tallies(told, series) if span.start <= one.day < span.end]
    months = [month for month in monthly(within) if month[0].end <= span.end]
    usual = level(months) if len(months) >= BASELINE else None
    if usual is None:
        raise TooFewMonths(len(months))
    replaced = connection.scalar(
        select(func.max(Baseline.id)).where(
            Baseline.unit_id == unit_id, Baseline.scope == scope, Baseline.indicator == series
        )
    )
    _store(connection, unit_id, scope, series, usual, by, entered(why), replaced)
    return usual


def _usual(row: Any) -> Usual:
    spread: Mapping[str, Any] = row.spread
    span = Period(row.start, row.end)
    return Usual(span, spread["counted"], spread["n"], row.points, spread["wander"])


def _store(
    connection: Connection,
    unit_id: int,
    scope: Scope,
    series: str,
    usual: Usual,
    by: str,
    why: str | None,
    replaces: int | None,
) -> None:
    connection.execute(
        insert(Baseline).values(
            unit_id=unit_id,
            indicator=series,
            scope=scope,
            service_id=None,
            bucket="month",
            start=usual.period.start,
            end=usual.period.end,
            points=usual.points,
            centre=usual.share,
            spread={"counted": usual.counted, "n": usual.n, "wander": usual.wander},
            seal_id=connection.scalar(select(func.max(Seal.id))) or 0,
            frozen_at=days.now(),
            frozen_by=by,
            why=why,
            replaces_id=replaces,
        )
    )
