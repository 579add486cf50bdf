"""Merged units: their open records move on to the unit that follows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import Connection, select

from analytics.quality.actions.records import NC, change, note, today
from analytics.quality.actions.states import OPEN
from surveys.places import Succession, Unit
from surveys.register import Register

BY = "portal"


def move_to_successors(connection: Connection, register: Register) -> int:
    """Move the open records of units that have ended; a second time there are none.

    A unit that followed whole takes them. Of a divided unit nobody can know whose they are now: the
    unit above takes them, and the note names who shared it. A check that was fixed before holds no
    longer, for the unit it would have measured is another one now.

    Returns:
        How many moved.
    """
    ended = select(NC.c.id, NC.c.unit_id, NC.c.state, Unit.closed_on).join(
        Unit, Unit.id == NC.c.unit_id
    )
    asked = ended.where(NC.c.state.in_(OPEN), Unit.closed_on <= today()).order_by(NC.c.id)
    rows, heirs = connection.execute(asked).all(), _heirs(connection)
    moved = 0
    for row in rows:
        to = _follow(register, heirs, row.unit_id, row.closed_on)
        if to is None:
            continue
        state = "reopened" if row.state == "waiting" else row.state
        anew = {"state": state, "acted_on": None, "no_action_why": None}
        change(connection, row.id, unit_id=to, **anew)
        shared = [register.slug_of(one) for one, _share in heirs[row.unit_id]]
        was, became = register.slug_of(row.unit_id), register.slug_of(to)
        note(connection, row.id, BY, "moved", was, became, ", ".join(shared))
        moved += 1
    return moved


Heirs = dict[int, list[tuple[int, str]]]


def _heirs(connection: Connection) -> Heirs:
    """Who followed each unit, and with which share of it."""
    heirs: Heirs = defaultdict(list)
    performed = select(Succession.__table__).where(Succession.performed_at.is_not(None))
    for row in connection.execute(performed.order_by(Succession.id)):
        heirs[row.from_id].append((row.to_id, row.share))
    return heirs


def _follow(register: Register, heirs: Heirs, unit_id: int, closed_on: date) -> int | None:
    """The unit that takes the records; None where nobody followed and nobody stood above."""
    seen = {unit_id}
    while True:
        whole = [to for to, share in heirs[unit_id] if share == "whole"]
        if not whole or whole[0] in seen:
            break
        unit_id = whole[0]
        seen.add(unit_id)
    if len(seen) > 1:
        return unit_id
    above = register.ancestors(unit_id, today()) or register.ancestors(
        unit_id, closed_on - timedelta(days=1)
    )
    return above[0] if above else None
