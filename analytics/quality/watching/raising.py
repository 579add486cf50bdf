"""Raising signals: each night every unit is looked at, and what is news is written down once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, insert, select

from analytics.numbers.daily import read_days
from analytics.numbers.vigil import UNFINISHED, UNSATISFIED, Days, baselines
from analytics.quality import rebasing
from analytics.quality.signals import Signal, SignalSentence
from analytics.quality.watching import candidates
from analytics.quality.watching.candidates import LATELY, Candidate, Seen
from analytics.quality.watching.changes import Told
from analytics.quality.watching.kept import Kept, in_force, read_kept
from analytics.quality.watching.marked import Marked, breaks_of, read_events
from analytics.quality.watching.quiet import gone_silent
from analytics.quality.watching.sudden import bursts
from surveys import days as calendar
from surveys import register as registers
from surveys.database import reading, writing
from surveys.days import Period
from surveys.responses import Seal
from translations import complete_languages, mark, speak

BY_ITSELF: Final = mark("the portal, by itself")


def raise_signals(engine: Engine, today: date | None = None) -> list[int]:
    """Freeze the baselines that are due, and write down what is news; how often, is no matter.

    Args:
        today: whole days before it are looked at; by default before the running one.

    Returns:
        The numbers of the signals that were raised.
    """
    now = calendar.now()
    if today is None:
        today = calendar.office_day(calendar.to_ms(now))
    else:
        now = calendar.moment(calendar.start_of(today))
    with reading(engine) as connection:
        seen, events = look(connection, today)
        kept = read_kept(connection, seen.days)
    fresh = [unit for unit in seen.days if _due(seen, unit, kept[unit], events)]
    for unit_id in fresh:
        with writing(engine) as connection:
            rebasing.frozen(connection, unit_id, seen.days[unit_id], today)
    if fresh:
        with reading(engine) as connection:
            kept = read_kept(connection, seen.days)
    usual = {unit: _in_force(kept[unit], events, unit, today) for unit in seen.days}
    found = list(candidates.all_of(replace(seen, usual=usual)))
    if not found:
        return []
    with writing(engine) as connection:
        return [number for one in found if (number := _write(connection, one, now, seen.seal))]


def look(connection: Connection, today: date) -> tuple[Seen, Sequence[Marked]]:
    """Read what the rules look at, of all units, in a dozen queries; and the marked events."""
    register = registers.load(connection)
    events = read_events(connection)
    told = read_days(connection, register, tuple(register.kinds))
    seen = Seen(
        register,
        today,
        seal=connection.scalar(select(func.max(Seal.id))) or 0,
        days={unit: past for unit, days in told.items() if (past := _before(days, today))},
        usual={},
        told=_told(connection),
        silent=gone_silent(connection, register, today, events),
        bursts=bursts(connection, today - LATELY, today),
    )
    return seen, events


def _before(days: Days, today: date) -> Days:
    return [one for one in days if one[0] < today]


def _told(connection: Connection) -> dict[int, list[Told]]:
    row = Signal.__table__.c
    found: dict[int, list[Told]] = defaultdict(list)
    for one in connection.execute(select(Signal.__table__).order_by(row.id)):
        some = one.evidence.get("touchpoints", ())
        spoken_of = frozenset((place["id"], place.get("last", "")) for place in some)
        span, open_ = Period(one.start, one.end), one.state != "closed"
        found[one.unit_id].append(Told(one.rule, one.indicator, span, open_, spoken_of))
    return found


def _due(
    seen: Seen, unit_id: int, kept: Mapping[str, list[Kept]], events: Sequence[Marked]
) -> bool:
    """Whether a series of the unit has its twelve months only now."""
    known = _in_force(kept, events, unit_id, seen.today)
    if len(known) == 3:
        return False
    begins = max(breaks_of(events, unit_id, seen.today), default=None)
    fresh = baselines(seen.days[unit_id], seen.today, begins)
    if any(_factor(series) for series in known):
        fresh = {series: one for series, one in fresh.items() if not _factor(series)}
    return bool(fresh.keys() - known.keys())


def _factor(series: str) -> bool:
    return series not in (UNSATISFIED, UNFINISHED)


def _in_force(
    kept: Mapping[str, list[Kept]], events: Sequence[Marked], unit_id: int, today: date
) -> dict[str, Kept]:
    begins = max(breaks_of(events, unit_id, today), default=None)
    found = {series: in_force(some, begins) for series, some in kept.items()}
    order = sorted(found, key=lambda series: (_factor(series), series == UNFINISHED))
    return {series: one for series in order if (one := found[series])}


def _write(connection: Connection, one: Candidate, now: datetime, seal: int) -> int | None:
    """Write a signal down; None where another process was faster."""
    values: dict[str, Any] = {
        "unit_id": one.unit_id,
        "subject": one.subject,
        "rule": one.rule,
        "start": one.span.start,
        "end": one.span.end,
    }
    known = select(Signal.id).where(
        *(getattr(Signal, name) == said for name, said in values.items())
    )
    if connection.scalar(known) is not None:
        return None
    values |= {"indicator": one.indicator, "touchpoint_id": one.touchpoint_id}
    values |= {"evidence": one.evidence, "seal_id": seal, "raised_at": now, "state": "new"}
    number = connection.execute(insert(Signal).values(values).returning(Signal.id)).scalar_one()
    said = []
    for language in complete_languages():
        with speak(language):
            said.append({"signal_id": number, "language": language, "sentence": one.say()})
    connection.execute(insert(SignalSentence), said)
    return number
