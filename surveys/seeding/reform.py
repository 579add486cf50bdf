"""Carrying out a reorganisation on a register that is in use: what ends, who follows, who leads on.

Law and register have days of their own: names, codes and succession follow the day in law; where a
touchpoint leads, and under whom its unit is counted, changes when the reform is carried out here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select, update

from surveys import days
from surveys.places import Succession, Unit, UnitCode, UnitParent
from surveys.seeding.rows import Seed, add, day, slugs
from surveys.touchpoints import Touchpoint, TouchpointUnit

WHOLE = "whole"
RETIRED = "retired"


def end(connection: Connection, seeds: Iterable[Seed]) -> None:
    """End the units of a seed that stand in the register without an end.

    Their parents hold until the reform is carried out: what came in between the two days was
    counted under them.
    """
    standing = select(Unit.slug, Unit.id).where(Unit.closed_on.is_(None))
    open_ended = {row.slug: row.id for row in connection.execute(standing)}
    tomorrow = days.office_day(days.now_ms()) + timedelta(days=1)
    for unit in seeds:
        closed_on, unit_id = day(unit.get("closed_on")), open_ended.get(unit["slug"])
        if closed_on is None or unit_id is None:
            continue
        connection.execute(update(Unit).where(Unit.id == unit_id).values(closed_on=closed_on))
        for table, until in ((UnitCode, closed_on), (UnitParent, max(closed_on, tomorrow))):
            held = update(table).where(table.unit_id == unit_id, table.valid_to.is_(None))
            connection.execute(held.values(valid_to=until))


def succeed(connection: Connection, seeds: Iterable[Seed]) -> None:
    """Record who follows whom, carried out now, where it is not recorded yet."""
    ids, now = slugs(connection, Unit), days.now()
    key = (Succession.from_id, Succession.to_id, Succession.effective_on)
    known = {tuple(row) for row in connection.execute(select(*key))}
    rows = [
        {
            "from_id": ids[unit["slug"]],
            "to_id": ids[heir["slug"]],
            "effective_on": day(heir["effective_on"]),
            "share": heir["share"],
            "performed_at": now,
            "basis": heir["basis"],
        }
        for unit in seeds
        for heir in unit.get("successors", ())
    ]
    fresh = (r for r in rows if (r["from_id"], r["to_id"], r["effective_on"]) not in known)
    add(connection, Succession, list(fresh))


@dataclass(frozen=True, slots=True)
class _Step:
    """The unit that followed another one whole."""

    unit_id: int
    effective_on: date
    performed_at: datetime

    def since_ms(self, opened_at: datetime) -> int:
        """From when a touchpoint leads there: one that is younger than the act, from its day."""
        if opened_at < self.performed_at:
            return days.to_ms(self.performed_at)
        return days.start_of(self.effective_on)


def lead_on(connection: Connection) -> None:
    """Let the touchpoints of units that have ended lead to the units that followed them whole.

    Where none did (a district, or a unit that was divided), no poster can know the successor: it is
    retired, and its page leads to the office's page, which names them all.
    """
    steps = _steps(connection)
    ended = set(connection.scalars(select(Unit.id).where(Unit.closed_on.is_not(None))))
    leads = _leads(connection)
    living = select(Touchpoint.id, Touchpoint.opened_at).where(Touchpoint.state != RETIRED)
    for touchpoint_id, opened_at in connection.execute(living).all():
        unit_id = leads[touchpoint_id]
        moves: dict[int, int] = {}
        while step := steps.get(unit_id):
            unit_id = moves[step.since_ms(opened_at)] = step.unit_id
        of = {"touchpoint_id": touchpoint_id}
        rows = [of | {"since_ms": since, "unit_id": to} for since, to in moves.items()]
        add(connection, TouchpointUnit, rows)
        if unit_id in ended:
            retired = update(Touchpoint).where(Touchpoint.id == touchpoint_id)
            connection.execute(retired.values(state=RETIRED, retired_at=days.now()))


def _steps(connection: Connection) -> dict[int, _Step]:
    whole = select(Succession.__table__).where(
        Succession.share == WHOLE, Succession.performed_at.is_not(None)
    )
    return {
        row.from_id: _Step(row.to_id, row.effective_on, row.performed_at)
        for row in connection.execute(whole)
    }


def _leads(connection: Connection) -> Mapping[int, int]:
    """The unit that each touchpoint leads to now."""
    rows = connection.execute(select(TouchpointUnit.__table__).order_by(TouchpointUnit.since_ms))
    return {row.touchpoint_id: row.unit_id for row in rows}
