"""Planning an action, and fixing how its effect will be seen before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from sqlalchemy import Connection, func, insert, select

from analytics.numbers.contrast import Term, needed
from analytics.numbers.estimates import TOO_FEW_UNDER
from analytics.numbers.standing import find_bearings
from analytics.quality.actions.effect import (
    CHECKABLE,
    Measured,
    Side,
    beside_terms,
    look,
    weights,
)
from analytics.quality.actions.handling import DAY_OFF, NO_ACTION, SHORTEST, dated, owned
from analytics.quality.actions.records import Record, change, note, today
from analytics.quality.actions.states import Refused, must_allow
from analytics.quality.baselines import WHOLE, Baseline
from analytics.quality.entered import entered, overlong
from analytics.quality.nonconformities import EffectCheck
from analytics.quality.pack.building import scope_of
from surveys import days
from surveys.days import Period
from surveys.register import Register
from surveys.responses import Seal
from surveys.typed import tidy
from surveys.working_days import next_working_day
from translations import mark

Before = Literal["usual", "since"]

MONTHS: Final = 12
"""The usual level is that of so many months before the points that opened the record."""

NO_INDICATOR = mark("Choose what is to change.")
NO_TARGET = mark("Type the target as so many in 100, between 0 and 100.")
NOT_BETTER = mark("It was %(was)s of 100 before: a target has to be better than that.")
TOO_NEAR = mark(
    "With %(n)s answers before, no number afterwards could show so small a change. "
    "Aim further, or compare with a longer time."
)
TOO_FEW_BEFORE = mark("Only %(n)s answers in that time: too few to compare with.")
NO_DAY = mark("Choose a working day at least four weeks after the action.")


@dataclass(frozen=True, slots=True)
class Plan:
    """What was entered.

    Attributes:
        target: as a share of 1; None where it could not be read.
        before: which time the effect is seen against: the usual level, or the days since the
            record's bad points. Never those points, else any action would seem to work.
    """

    action: str
    owner_name: str
    owner_position: str
    due_on: date | None
    indicator: str
    service_id: int | None
    before: Before
    target: float | None
    check_on: date | None


def bad_span(record: Record) -> Period | None:
    """The days whose points opened the record; None where it was not opened by points."""
    told = record.row.evidence
    if "from" not in told or "to" not in told:
        return None
    return Period(date.fromisoformat(told["from"]), date.fromisoformat(told["to"]))


def before_span(
    connection: Connection, register: Register, record: Record, before: Before
) -> Period:
    """The days that an effect is seen against; a span without days where there are none."""
    bad = bad_span(record)
    if before == "since" and bad:
        return Period(bad.end, max(bad.end, today()))
    opened = days.office_day(days.to_ms(record.row.opened_at))
    end = bad.start if bad else opened
    unit_id = record.row.unit_id
    scope = scope_of(register, unit_id)
    bearings = find_bearings(connection, register, register.slug_of(unit_id), scope)
    first = bearings.first or end
    if bearings.last:
        # A unit that was not rated for a while is seen as it was when it last was.
        end = min(end, bearings.last + timedelta(days=1))
    start = days.first_day(end, "month")
    for _ in range(MONTHS):
        start = days.first_day(start - timedelta(days=1), "month")
    return Period(min(max(start, first), end), end)


def plan(connection: Connection, register: Register, record: Record, said: Plan, by: str) -> None:
    """Keep the action with its check; before the action is done it may be planned anew.

    Raises:
        NotNow, Refused: it does not fit the state; all that is wrong, by field.
    """
    must_allow(record.row.state, "plan")
    problems, values = _missing(said)
    what = measured(register, record, said)
    span = before_span(connection, register, record, said.before)
    side = look(connection, register, what, span) if what else Side({}, {})
    size = None
    if what and side.whole.n < TOO_FEW_UNDER:
        problems["before"], values["n"] = TOO_FEW_BEFORE, side.whole.n
    elif what and said.target is not None and "target" not in problems:
        size = needed_after(side, what, said.target)
        if wrong := _target(side, what, said.target, size):
            problems["target"] = wrong
            values |= {"was": round(100 * side.whole.share), "n": side.whole.n}
    if problems or what is None or size is None:
        raise Refused(problems, **values)
    _keep(connection, record, said, what, span, side, size, by)


def measured(register: Register, record: Record, said: Plan) -> Measured | None:
    """What the check of a plan measures; None where nothing that can be was chosen."""
    if said.indicator not in CHECKABLE:
        return None
    unit_id = record.row.unit_id
    return Measured(said.indicator, unit_id, scope_of(register, unit_id), said.service_id)


def needed_after(side: Side, what: Measured, target: float) -> int | None:
    """How many answers after the action show the planned difference; None if no number does."""
    before = side.whole
    effect = what.gain * (target - before.share)
    if effect <= 0:
        return None
    weight = weights(side, None)
    # The rest of the city will have about as many answers afterwards as it had before.
    beside = [*beside_terms(side, weight, 1), *beside_terms(side, weight, -1)]
    others = [Term(-1, *before), *beside]
    if what.gain < 0:
        # Fewer dissatisfied are more who are not: one rule for both directions.
        others = [Term(weight, n - x, n) for weight, x, n in others]
        target = 1 - target
    return needed(effect, target, others)


def _missing(said: Plan) -> tuple[dict[str, str], dict[str, object]]:
    problems, values = owned(said.owner_name, said.owner_position), dict[str, object]()
    problems |= overlong(action=said.action)
    if not entered(said.action):
        problems["action"] = NO_ACTION
    if wrong := dated(said.due_on):
        problems["due_on"] = wrong
        if wrong == DAY_OFF and said.due_on:
            values["next_day"] = next_working_day(said.due_on)
    if said.indicator not in CHECKABLE:
        problems["indicator"] = NO_INDICATOR
    if said.target is None or not 0 <= said.target <= 1:
        problems["target"] = NO_TARGET
    earliest = today() if dated(said.due_on) else said.due_on
    late = said.check_on and earliest and said.check_on >= earliest + SHORTEST
    if not late or dated(said.check_on):
        problems["check_on"] = NO_DAY
    return problems, values


def _target(side: Side, what: Measured, target: float, size: int | None) -> str | None:
    if what.gain * (target - side.whole.share) <= 0:
        return NOT_BETTER
    return TOO_NEAR if size is None else None


def _keep(
    connection: Connection,
    record: Record,
    said: Plan,
    what: Measured,
    span: Period,
    side: Side,
    size: int,
    by: str,
) -> None:
    of = record.row.id
    why = f"{record.row.number}: {said.before}"
    fixed = {
        "nonconformity_id": of,
        "number": max((one.number for one in record.checks), default=0) + 1,
        "fixed_at": days.now(),
        "fixed_by": by,
        "baseline_id": freeze(connection, what, span, side, by, why),
        "target": said.target,
        "needed_n": size,
        "due_on": said.check_on,
    }
    connection.execute(insert(EffectCheck).values(**_of(what), **fixed))
    state = "in_work" if record.row.state == "new" else record.row.state
    owner = {"owner_name": tidy(said.owner_name), "owner_position": tidy(said.owner_position)}
    action = entered(said.action)
    if record.row.owner_name and record.row.owner_name != owner["owner_name"]:
        # Whoever it is taken from has owned it, and so will not close it.
        was = ", ".join(filter(None, (record.row.owner_name, record.row.owner_position)))
        note(connection, of, by, "reassigned", was, ", ".join(owner.values()))
    change(connection, of, state=state, action=action, due_on=said.due_on, **owner)
    note(connection, of, by, "planned", record.row.due_on, said.due_on, action)


def _of(what: Measured) -> dict[str, object]:
    return {"indicator": what.indicator, "scope": what.scope, "service_id": what.service_id}


def freeze(
    connection: Connection, what: Measured, span: Period, side: Side, by: str, why: str
) -> int:
    """Keep what "before" means, so that it cannot drift with the data; its id."""
    row = {
        "unit_id": what.unit_id,
        "bucket": WHOLE,
        "start": span.start,
        "end": span.end,
        "points": 1,
        "centre": side.whole.share,
        "spread": side.frozen(),
        "seal_id": connection.scalar(select(func.max(Seal.id))) or 0,
        "frozen_at": days.now(),
        "frozen_by": by,
        "why": why,
    }
    kept = connection.execute(insert(Baseline).values(**_of(what), **row))
    return int((kept.inserted_primary_key or (0,))[0])
