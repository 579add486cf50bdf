"""Raising signals: each night every unit is looked at, and what is news is written down once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, insert, select

from analytics.quality.signals import Signal, SignalSentence
from analytics.quality.watching import candidates
from analytics.quality.watching.candidates import LATELY, Candidate, Seen, Told, watched
from analytics.quality.watching.freezing import Signed, in_force, keep, kept_baselines, since
from analytics.quality.watching.judging import Frozen, freeze
from analytics.quality.watching.marked import concerning, read_events
from analytics.quality.watching.quiet import gone_silent
from analytics.quality.watching.series import counted, read_months
from analytics.quality.watching.sudden import bursts
from surveys import days
from surveys import register as registers
from surveys.database import reading, writing
from surveys.days import Period
from surveys.responses import Seal
from translations import complete_languages, mark, speak, spoken

BY_ITSELF: Final = mark("the portal, by itself")


def raise_signals(engine: Engine, today: date | None = None) -> list[int]:
    """Freeze the baselines that are due, and write down what is news; how often, is no matter.

    Args:
        today: whole days before it are looked at; by default before the running one.

    Returns:
        The numbers of the signals that were raised.
    """
    now = days.now()
    if today is None:
        today = days.office_day(days.to_ms(now))
    else:
        now = days.moment(days.start_of(today))
    with reading(engine) as connection:
        seen = look(connection, today)
    fresh = list(_to_freeze(seen))
    if fresh:
        with writing(engine) as connection:
            for unit_id, indicator, frozen, before in fresh:
                signed = Signed(BY_ITSELF, now, seen.seal)
                kept = keep(connection, unit_id, indicator, frozen, signed, before)
                seen.kept[unit_id, indicator].append(kept)
    found = list(candidates.all_of(seen))
    if not found:
        return []
    with writing(engine) as connection:
        return [number for one in found if (number := _write(connection, one, now, seen.seal))]


def look(connection: Connection, today: date) -> Seen:
    """Read what the rules look at, of all units, in a dozen queries."""
    register = registers.load(connection)
    unit_ids = tuple(register.kinds)
    events = read_events(connection)
    return Seen(
        register,
        today,
        seal=connection.scalar(select(func.max(Seal.id))) or 0,
        months=read_months(connection, register, unit_ids, today),
        events=events,
        kept=kept_baselines(connection, unit_ids),
        told=_told(connection),
        silent=gone_silent(connection, register, today, events),
        bursts=bursts(connection, today - LATELY, today),
    )


def _told(connection: Connection) -> dict[int, list[Told]]:
    row = Signal.__table__.c
    found: dict[int, list[Told]] = defaultdict(list)
    asked = select(row.unit_id, row.rule, row.indicator, row.start, row.end, row.evidence)
    for unit_id, rule, indicator, start, end, seen in connection.execute(asked):
        some = frozenset((one["id"], one.get("last", "")) for one in seen.get("touchpoints", ()))
        found[unit_id].append(Told(rule, indicator, Period(start, end), some))
    return found


def _to_freeze(seen: Seen) -> Iterator[tuple[int, str, Frozen, Frozen | None]]:
    for unit_id, months in seen.months.items():
        begins = max(seen.breaks(unit_id), default=None)
        for indicator in watched(seen.kept, unit_id, months, begins):
            kept = seen.kept.get((unit_id, indicator), [])
            if in_force(kept, begins):
                continue
            if frozen := freeze(since(counted(months, indicator), begins)):
                why = _begun(seen, unit_id, begins) if kept else None
                yield unit_id, indicator, replace(frozen, why=why), kept[-1] if kept else None


def _begun(seen: Seen, unit_id: int, begins: date | None) -> str:
    """Why a series begins anew: the event's name, in the first language of the portal."""
    events = concerning(seen.events, seen.register, unit_id, seen.today)
    return "; ".join(e.name(spoken()) for e in events if e.breaks and e.starts_on == begins)


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
