"""Quality objectives: set, withdrawn with a reason, and decided from the interval.

Source: ISO 9001:2015, 6.2 and 9.1.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, insert, select, update

from analytics.numbers.estimates import TOO_FEW_UNDER, Estimate, share
from analytics.numbers.registry import INDICATORS
from analytics.quality.actions.effect import CHECKABLE, LESS_IS_BETTER, Measured, Side, look
from analytics.quality.actions.handling import FARTHEST, owned
from analytics.quality.actions.planning import freeze
from analytics.quality.actions.records import today
from analytics.quality.actions.states import Refused
from analytics.quality.baselines import Baseline
from analytics.quality.entered import entered, overlong
from analytics.quality.objectives import Objective
from analytics.quality.pack.building import scope_of
from surveys import days
from surveys.days import Period
from surveys.register import Register
from surveys.typed import tidy
from translations import mark

Decision = Literal["met", "missed", "undecided", "coming"]

DECISIONS: Final[dict[str, str]] = {
    "met": mark("Met"),
    "missed": mark("Missed"),
    "undecided": mark("Not yet decidable"),
    "coming": mark("Not begun"),
}
TABLE = Objective.__table__

NO_INDICATOR = mark("Choose what is to change.")
NO_TARGET = mark("Type the target as so many in 100, between 0 and 100.")
NO_DAYS = mark("Choose the first and the last day whose answers decide.")
WRONG_WAY = mark("The last day lies before the first.")
NO_WHY = mark("Give the reason.")


class UnknownObjective(LookupError):
    """There is no such objective."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What was entered; ``through`` is the last day, included, ``target`` a share of 1."""

    indicator: str
    service_id: int | None
    target: float | None
    start: date | None
    through: date | None
    owner_name: str
    owner_position: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An objective as it stands: its row, the time before, the result so far, the decision.

    Attributes:
        over: whether its last day is past; before that a decision is one for now.
    """

    row: Any
    before: Estimate | None
    result: Estimate
    decision: Decision
    over: bool


def decide(estimate: Estimate, target: float, direction: str) -> Decision:
    """Met, missed or not yet decidable, from the interval, never from the bare number.

    Met where the whole interval reaches the target, missed where none of it does. Under ten answers
    nothing is decided: a low target for one day would ask what one person said.

    Source: oracle ``targets``.
    """
    low, high = estimate.low, estimate.high
    if low is None or high is None or estimate.n < TOO_FEW_UNDER:
        return "undecided"
    if direction == "at_most":
        low, high, target = -high, -low, -target
    if low >= target:
        return "met"
    return "missed" if high < target else "undecided"


def set_objective(
    connection: Connection, register: Register, unit_id: int, said: Aim, by: str
) -> int:
    """Set an objective; its baseline is the same time a year earlier, where there was one.

    Returns:
        Its id.

    Raises:
        Refused: all that is wrong, by field.
    """
    start, through = _checked(said)
    what = Measured(said.indicator, unit_id, scope_of(register, unit_id), said.service_id)
    row = {
        "unit_id": unit_id,
        "scope": what.scope,
        "service_id": said.service_id,
        "indicator": said.indicator,
        "baseline_id": _baseline(connection, register, what, start, by),
        "target": said.target,
        "direction": "at_most" if said.indicator in LESS_IS_BETTER else "at_least",
        "start": start,
        "end": through + timedelta(days=1),
        "reason": entered(said.reason) or None,
        "set_at": days.now(),
        "set_by": by,
        "owner_name": tidy(said.owner_name),
        "owner_position": tidy(said.owner_position),
    }
    key = connection.execute(insert(Objective).values(**row)).inserted_primary_key
    return int((key or (0,))[0])


def _checked(said: Aim) -> tuple[date, date]:
    """The first and the last day, where all of it can be taken."""
    problems = owned(said.owner_name, said.owner_position) | overlong(reason=said.reason)
    if said.indicator not in CHECKABLE:
        problems["indicator"] = NO_INDICATOR
    if said.target is None or not 0 <= said.target <= 1:
        problems["target"] = NO_TARGET
    if said.start is None or said.through is None:
        problems["start"] = NO_DAYS
    elif said.through < said.start:
        problems["through"] = WRONG_WAY
    elif said.start < today() - FARTHEST or said.through > today() + FARTHEST:
        problems["start"] = NO_DAYS
    if problems or said.start is None or said.through is None:
        raise Refused(problems)
    return said.start, said.through


def _baseline(
    connection: Connection, register: Register, what: Measured, start: date, by: str
) -> int | None:
    """The twelve months before it begins, frozen; None where nobody answered in them."""
    last = min(start, today())
    span = Period(date(last.year - 1, last.month, 1), last)
    side = look(connection, register, what, span)
    return freeze(connection, what, span, side, by, "objective") if side.whole.n else None


def list_objectives(connection: Connection, register: Register, unit_id: int) -> list[Standing]:
    """The objectives of a unit that were not withdrawn, the newest first, as they stand today."""
    asked = select(TABLE).where(TABLE.c.unit_id == unit_id, TABLE.c.withdrawn_at.is_(None))
    rows = connection.execute(asked.order_by(TABLE.c.end.desc(), TABLE.c.id.desc())).all()
    return [stand(connection, register, row) for row in rows]


def stand(connection: Connection, register: Register, row: Any) -> Standing:
    """An objective as it stands today."""
    what = Measured(row.indicator, row.unit_id, row.scope, row.service_id)
    now = today()
    span = Period(row.start, max(row.start, min(row.end, now)))
    result = _estimate(what, look(connection, register, what, span))
    before = None
    if row.baseline_id:
        frozen = select(Baseline.spread).where(Baseline.id == row.baseline_id)
        before = _estimate(what, Side.thawed(connection.scalars(frozen).one()))
    decision = decide(result, row.target, row.direction) if row.start < now else "coming"
    return Standing(row, before, result, decision, row.end <= now)


def _estimate(what: Measured, side: Side) -> Estimate:
    """A tally as an estimate, with the method of the indicator."""
    entry, (counted, n) = INDICATORS[what.indicator], side.whole
    return Estimate.of(share(counted, n), entry.method, *entry.bounds)


def find_objective(connection: Connection, id_: int) -> Any:
    """The row of an objective.

    Raises:
        UnknownObjective: there is none.
    """
    row = connection.execute(select(TABLE).where(TABLE.c.id == id_)).first()
    if row is None:
        raise UnknownObjective(id_)
    return row


def withdraw(connection: Connection, row: Any, why: str, by: str) -> None:
    """Give an objective up, for a reason; it stays in the database.

    Raises:
        Refused: there is no reason.
    """
    if not why.strip():
        raise Refused({"withdrawn_why": NO_WHY})
    if problems := overlong(withdrawn_why=why):
        raise Refused(problems)
    gone = update(Objective).where(Objective.id == row.id, Objective.withdrawn_at.is_(None))
    told = {"withdrawn_at": days.now(), "withdrawn_by": by, "withdrawn_why": entered(why)}
    connection.execute(gone.values(**told))
