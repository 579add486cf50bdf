"""What becomes of a signal: it is read, given to somebody, taken up by an action, or closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select, update

from analytics.quality.signals import Signal, SignalSentence
from analytics.quality.watching.candidates import SILENT
from analytics.quality.watching.raising import BY_ITSELF
from surveys import days
from surveys.counts import RESPONSE
from surveys.days import Period
from surveys.responses import Entry
from surveys.words import words_for
from translations import day, mark, speak, spoken
from translations import gettext as _

NEW, IN_WORK, CLOSED = "new", "in_work", "closed"
OPEN: Final = (NEW, IN_WORK)
HEARD_AGAIN: Final = mark("Heard again since %(day)s.")


class UnknownSignal(LookupError):
    """No signal has this number."""


class AlreadyClosed(ValueError):
    """The signal was closed before; carries its number."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A signal as it is read; ``sentence`` is in the language spoken."""

    id: int
    unit_id: int
    indicator: str | None
    touchpoint_id: int | None
    rule: str
    span: Period
    evidence: dict[str, Any]
    seal: int
    raised_at: datetime
    state: str
    owner_name: str | None
    owner_position: str | None
    closed_at: datetime | None
    closed_by: str | None
    closed_why: str | None
    sentence: str

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    @property
    def raised_on(self) -> date:
        """The office's day on which it was raised."""
        return days.office_day(days.to_ms(self.raised_at))


def find_signal(connection: Connection, signal_id: int) -> Raised:
    """One signal.

    Raises:
        UnknownSignal: none has this number.
    """
    found = _read(connection, select(Signal.__table__).where(Signal.id == signal_id))
    if not found:
        raise UnknownSignal(signal_id)
    return found[0]


def signals_of(
    connection: Connection,
    unit_ids: Collection[int],
    states: Iterable[str] = OPEN,
    since: date | None = None,
    limit: int = 200,
) -> list[Raised]:
    """The signals of some units, newest first, in two queries.

    Args:
        since: only those that speak of days from here on.
    """
    asked = select(Signal.__table__).where(
        Signal.unit_id.in_(list(unit_ids)), Signal.state.in_(list(states))
    )
    if since:
        asked = asked.where(Signal.end > since)
    return _read(connection, asked.order_by(Signal.raised_at.desc(), Signal.id.desc()).limit(limit))


def count_open(connection: Connection, unit_ids: Collection[int]) -> dict[int, int]:
    """How many signals of each unit are open; units without any are left out."""
    asked = select(Signal.unit_id, func.count()).where(
        Signal.unit_id.in_(list(unit_ids)), Signal.state.in_(OPEN)
    )
    rows = connection.execute(asked.group_by(Signal.unit_id))
    return {row[0]: row[1] for row in rows}


def _read(connection: Connection, asked: Select[Any]) -> list[Raised]:
    rows = connection.execute(asked).all()
    if not rows:
        return []
    said: dict[int, dict[str, str]] = {row.id: {} for row in rows}
    of = select(SignalSentence.__table__).where(SignalSentence.signal_id.in_(said))
    for row in connection.execute(of):
        said[row.signal_id][row.language] = row.sentence
    return [
        Raised(
            *(row.id, row.unit_id, row.indicator, row.touchpoint_id, row.rule),
            *(Period(row.start, row.end), row.evidence, row.seal_id, row.raised_at, row.state),
            *(row.owner_name, row.owner_position, row.closed_at, row.closed_by, row.closed_why),
            sentence=words_for({"vi": ""} | said[row.id], spoken()),
        )
        for row in rows
    ]


def take_up(connection: Connection, signal_id: int) -> None:
    """Note that an action names it as its source.

    Raises:
        UnknownSignal: none has this number.
        AlreadyClosed: it was closed; a closed one is not opened again.
    """
    _move(connection, signal_id, {"state": IN_WORK})


def give_to(connection: Connection, signal_id: int, name: str, position: str) -> None:
    """Name its owner; raises as ``take_up``."""
    _move(connection, signal_id, {"owner_name": name, "owner_position": position})


def close(connection: Connection, signal_id: int, by: str, why: str) -> None:
    """Close it with the reason why nothing, or nothing more, is needed; raises as ``take_up``."""
    done = {"state": CLOSED, "closed_at": days.now(), "closed_by": by, "closed_why": why}
    _move(connection, signal_id, done)


def _move(connection: Connection, signal_id: int, values: dict[str, Any]) -> None:
    moved = update(Signal).where(Signal.id == signal_id, Signal.state.in_(OPEN)).values(values)
    if connection.execute(moved).rowcount:
        return
    if connection.scalar(select(Signal.id).where(Signal.id == signal_id)) is None:
        raise UnknownSignal(signal_id)
    raise AlreadyClosed(signal_id)


def close_heard_again(connection: Connection, language: str) -> int:
    """Close the silences that ended by themselves; how many there were.

    Args:
        language: the reason is written down in.
    """
    row, closed = Signal.__table__.c, 0
    silent = select(row.id, row.unit_id, row.evidence).where(row.rule == SILENT, row.state == NEW)
    for signal_id, unit_id, seen in connection.execute(silent).all():
        heard = _heard(connection, unit_id, seen["touchpoints"])
        if heard:
            with speak(language):
                why, by = _(HEARD_AGAIN, day=day(heard)), _(BY_ITSELF)
            close(connection, signal_id, by, why)
            closed += 1
    return closed


def _heard(connection: Connection, unit_id: int, touchpoints: list[dict[str, Any]]) -> date | None:
    """The day since which all of them are heard again; None while one is silent."""
    row, since = Entry.__table__.c, []
    for one in touchpoints:
        asked = select(func.min(row.day)).where(
            row.unit_id == unit_id,
            row.day > date.fromisoformat(one["last"]),
            row.touchpoint_id == one["id"],
            row.kind == RESPONSE,
        )
        since.append(connection.scalar(asked))
    known = [day for day in since if day]
    return max(known) if known and len(known) == len(since) else None
