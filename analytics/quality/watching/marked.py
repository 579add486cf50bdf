"""Marked events: what happened, when, and whether a series begins anew with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, or_, select

from analytics.quality.entered import entered
from analytics.quality.events import Event, EventName
from surveys.register import Register
from surveys.words import words_for

KINDS: Final = ("tet", "merger", "survey", "outage", "other")
EFFECTS: Final = ("annotate", "break")


class UnknownEvent(LookupError):
    """No event has this number."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An event; ``unit_id`` is None for the whole city, ``ends_on`` is excluded."""

    id: int
    unit_id: int | None
    kind: str
    effect: str
    starts_on: date
    ends_on: date
    names: dict[str, str]
    by: str

    @property
    def breaks(self) -> bool:
        """Whether the series begins anew."""
        return self.effect == "break"

    @property
    def through(self) -> date:
        """Its last day."""
        return self.ends_on - timedelta(days=1)

    def name(self, language: str) -> str:
        """What stands beside the mark."""
        return words_for({"vi": next(iter(self.names.values()), "")} | self.names, language)


def read_events(connection: Connection, unit_ids: Iterable[int] | None = None) -> list[Marked]:
    """The events of some units and of the whole city, oldest first; of all units without any."""
    asked = select(Event.__table__).order_by(Event.starts_on, Event.id)
    if unit_ids is not None:
        asked = asked.where(or_(Event.unit_id.is_(None), Event.unit_id.in_(list(unit_ids))))
    rows = connection.execute(asked).all()
    if not rows:
        return []
    names: dict[int, dict[str, str]] = {row.id: {} for row in rows}
    said = select(EventName.__table__).where(EventName.event_id.in_(names))
    for row in connection.execute(said):
        names[row.event_id][row.language] = row.name
    return [
        Marked(
            *(row.id, row.unit_id, row.kind, row.effect, row.starts_on, row.ends_on),
            names=names[row.id],
            by=row.recorded_by,
        )
        for row in rows
    ]


def concerning(
    events: Iterable[Marked], register: Register, unit_id: int, day: date
) -> list[Marked]:
    """Those of a unit, of the units above it, and of the whole city."""
    whose = {None, unit_id, *register.ancestors(unit_id, day)}
    return [event for event in events if event.unit_id in whose]


def breaks_of(events: Iterable[Marked], unit_id: int, until: date) -> list[date]:
    """The days with which the series of a unit begin anew, oldest first: after each event."""
    return sorted(
        {
            event.ends_on
            for event in events
            if event.breaks and event.unit_id in (None, unit_id) and event.ends_on < until
        }
    )


def record_event(
    connection: Connection,
    unit_id: int | None,
    kind: str,
    effect: str,
    span: tuple[date, date],
    names: dict[str, str],
    by: tuple[str, datetime],
) -> int:
    """Write an event down; its number.

    Args:
        span: its first day, and the day after its last.
        names: by language; empty ones are left out.
        by: who wrote it, and when.
    """
    values: dict[str, Any] = {"unit_id": unit_id, "kind": kind, "effect": effect}
    values |= {"starts_on": span[0], "ends_on": span[1]}
    values |= {"recorded_by": by[0], "recorded_at": by[1]}
    made = connection.execute(insert(Event).values(values).returning(Event.id)).scalar_one()
    told = [
        {"event_id": made, "language": language, "name": entered(name)}
        for language, name in names.items()
        if name
    ]
    connection.execute(insert(EventName), told)
    return made


def find_event(connection: Connection, event_id: int) -> Marked:
    """One event.

    Raises:
        UnknownEvent: none has this number.
    """
    for event in read_events(connection):
        if event.id == event_id:
            return event
    raise UnknownEvent(event_id)


def remove_event(connection: Connection, event_id: int) -> None:
    """Take an event back that was marked by mistake; what was frozen meanwhile stays."""
    connection.execute(delete(EventName).where(EventName.event_id == event_id))
    connection.execute(delete(Event).where(Event.id == event_id))
