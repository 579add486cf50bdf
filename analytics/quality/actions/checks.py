"""Computing the checks whose day has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from analytics.numbers.estimates import TOO_FEW_UNDER
from analytics.quality.actions.effect import Measured, Side, difference, judge, look, told
from analytics.quality.actions.planning import bad_span
from analytics.quality.actions.records import NC, Record, find_record, note, today
from analytics.quality.actions.states import Verdict
from analytics.quality.baselines import Baseline
from analytics.quality.nonconformities import EffectCheck
from surveys import days
from surveys.days import Period
from surveys.register import Register
from surveys.responses import Seal
from surveys.working_days import next_working_day

BY: Final = "portal"
MOVES: Final = 3
"""So many times too little moves the day; after that what there is decides. Rule of the house."""

_SOONEST, _LATEST = 28, 184
CHECK = EffectCheck.__table__


@dataclass(frozen=True, slots=True)
class Computed:
    """What a check came to, before it is kept."""

    record: Record
    verdict: Verdict
    result: dict[str, Any]
    seal: int
    n: int


def list_due(connection: Connection) -> list[str]:
    """The numbers of the records whose check can be computed today, the earliest first."""
    return list(_due(connection))


def _due(connection: Connection) -> Iterator[str]:
    """The records that wait for an effect which can be seen from today on."""
    newest = (
        select(CHECK.c.nonconformity_id, func.max(CHECK.c.number).label("number"))
        .group_by(CHECK.c.nonconformity_id)
        .subquery()
    )
    waiting = (
        select(NC.c.number)
        .join(CHECK, CHECK.c.nonconformity_id == NC.c.id)
        .join(
            newest,
            (newest.c.nonconformity_id == CHECK.c.nonconformity_id)
            & (newest.c.number == CHECK.c.number),
        )
        .where(NC.c.state == "waiting", NC.c.acted_on.is_not(None))
        .where(CHECK.c.checked_at.is_(None), CHECK.c.due_on <= today())
        .order_by(CHECK.c.due_on, NC.c.id)
    )
    yield from connection.scalars(waiting)


def compute(connection: Connection, register: Register, number: str) -> Computed:
    """Read both times, here and in the rest of the city; writes nothing.

    Raises:
        UnknownRecord: there is no such record.
    """
    record = find_record(connection, number)
    check, row = record.held[-1], record.row
    what = Measured(check.indicator, row.unit_id, check.scope, check.service_id)
    frozen = select(Baseline.spread).where(Baseline.id == check.baseline_id)
    before = Side.thawed(connection.scalars(frozen).one())
    span, points = after_span(record, check), bad_span(record)
    after = look(connection, register, what, span)
    bad = look(connection, register, what, points) if points else None
    found = told(before, after, bad, check.target, what.gain)
    found["days"] = [str(span.start), str(span.end)]
    verdict = _verdict(record, check, before, after, what)
    seal = connection.scalar(select(func.max(Seal.id))) or 0
    return Computed(record, verdict, found, seal, after.whole.n)


def keep(connection: Connection, computed: Computed) -> bool:
    """Write down what a check came to; False where somebody else did, or the record moved on."""
    record, check = computed.record, computed.record.held[-1]
    waits = select(NC.c.id).where(NC.c.id == record.row.id, NC.c.state == "waiting")
    mine = update(EffectCheck).where(
        EffectCheck.id == check.id, EffectCheck.checked_at.is_(None), waits.exists()
    )
    kept = {"checked_at": days.now(), "seal_id": computed.seal, "verdict": computed.verdict}
    if not connection.execute(mine.values(**kept, result=computed.result)).rowcount:
        return False
    note(connection, record.row.id, BY, "checked", became=computed.verdict)
    if computed.verdict == "too_little":
        _postpone(connection, record, check, computed.n)
    return True


def after_span(record: Record, check: Any) -> Period:
    """The days that show the effect: from the day after the action to the day of the check."""
    start: date = record.row.acted_on + timedelta(days=1)
    return Period(start, max(start, check.due_on))


def _verdict(record: Record, check: Any, before: Side, after: Side, what: Measured) -> Verdict:
    n = after.whole.n
    moved = sum(one.verdict == "too_little" for one in record.held)
    if n < check.needed_n and moved < MOVES:
        return "too_little"
    if min(n, before.whole.n) < TOO_FEW_UNDER:
        return "not_shown"
    return judge(difference(before, after), what.gain)


def _postpone(connection: Connection, record: Record, check: Any, n: int) -> None:
    """Move the day to when, at the present pace, there will be enough; the old row stays."""
    span = after_span(record, check)
    more = ceil(span.days * (check.needed_n - n) / n) if n else _LATEST
    day = next_working_day(today() + timedelta(days=min(max(more, _SOONEST), _LATEST)))
    same = ("nonconformity_id", "indicator", "scope", "service_id", "baseline_id")
    kept = {name: getattr(check, name) for name in (*same, "target", "needed_n")}
    fixed = {"fixed_at": days.now(), "fixed_by": BY, "number": check.number + 1, "due_on": day}
    connection.execute(insert(EffectCheck).values(**kept | fixed))
    note(connection, record.row.id, BY, "postponed", check.due_on, day)
