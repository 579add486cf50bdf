"""Working on a record: contain, find the cause, plan, report as done, close, reopen, hand over.

Each act checks the state, says all that is missing at once, and is written down as a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, update

from analytics.quality.actions.records import Record, change, note, today
from analytics.quality.actions.states import CAUSES, Refused, may_close, must_allow
from analytics.quality.entered import entered, misnamed, overlong
from analytics.quality.nonconformities import EffectCheck, Why
from analytics.quality.signals import Signal
from surveys import days
from surveys.typed import tidy
from surveys.working_days import is_working_day, next_working_day
from translations import mark

WHYS: Final = 5
FARTHEST: Final = timedelta(days=3653)
"""Nothing is planned for more than ten years ahead. Rule of the house."""

SHORTEST: Final = timedelta(days=28)
"""From an action to its check at least: four of each weekday. Rule of the house."""

NO_CAUSE = mark("Choose the group of the cause.")
NO_CONTAINMENT = mark("Say what was done at once, or that nothing had to be.")
NO_ACTION = mark("Say what will be done.")
NO_OWNER = mark("Name who answers for it.")
NO_POSITION = mark("Say what their position is: people change, the post stays.")
NO_DUE = mark("Choose a day for the action, today or later.")
DAY_OFF = mark("Offices are closed on this day. The next working day is %(next_day)s.")
NO_CHECK = mark("Fix the check of the effect before the action is reported as done.")
TOO_EARLY = mark(
    "The check was fixed on %(fixed)s: an action from before that day cannot be judged by it."
)
NOT_YET = mark("This day is still to come.")
NO_REASON = mark("Give the reason.")


def contain(
    connection: Connection,
    record: Record,
    containment: str,
    whys: Sequence[str],
    cause: str,
    by: str,
) -> None:
    """Keep what was done at once and why it happened; the first time takes the record into work.

    Args:
        whys: up to five answers, each to the one before it; empty ones are left out.
        cause: of ``states.CAUSES``, or "" while it is not known.

    Raises:
        NotNow, Refused: it does not fit the state; something is missing.
    """
    must_allow(record.row.state, "contain")
    answers = [answer for why in whys if (answer := entered(why))][:WHYS]
    problems = {} if containment.strip() else {"containment": NO_CONTAINMENT}
    asked = {f"why{nth}": why for nth, why in enumerate(whys, 1)}
    problems |= overlong(containment=containment, **asked)
    if answers and cause not in CAUSES:
        problems["cause_group"] = NO_CAUSE
    if problems:
        raise Refused(problems)
    of = record.row.id
    connection.execute(delete(Why).where(Why.nonconformity_id == of))
    rows = [{"nonconformity_id": of, "number": n, "answer": a} for n, a in enumerate(answers, 1)]
    if rows:
        connection.execute(insert(Why), rows)
    state = "in_work" if record.row.state == "new" else record.row.state
    said = {"containment": entered(containment), "cause_group": cause or None}
    change(connection, of, state=state, **said)
    note(connection, of, by, "contained", record.row.state, state)


def owned(name: str, position: str) -> dict[str, str]:
    """What is wrong with an owner, by field."""
    missing = {"owner_name": NO_OWNER, "owner_position": NO_POSITION}
    told = {"owner_name": entered(name), "owner_position": entered(position)}
    problems = {field: missing[field] for field, words in told.items() if not words}
    return problems | misnamed(name, position)


def dated(due_on: date | None) -> str | None:
    """What is wrong with the day of an action; on a holiday nobody can act."""
    if due_on is None or not today() <= due_on <= today() + FARTHEST:
        return NO_DUE
    return None if is_working_day(due_on) else DAY_OFF


def report_done(connection: Connection, record: Record, acted_on: date | None, by: str) -> None:
    """The action is done: from here on its effect is waited for.

    Raises:
        NotNow, Refused: it does not fit; the check was not fixed before.
    """
    must_allow(record.row.state, "done")
    check = record.check
    if check is None or not record.row.action:
        raise Refused({"acted_on": NO_CHECK})
    fixed = days.office_day(days.to_ms(check.fixed_at))
    if acted_on is None or acted_on > today():
        raise Refused({"acted_on": NOT_YET})
    if acted_on < fixed:
        raise Refused({"acted_on": TOO_EARLY}, fixed=fixed)
    _leave_time(connection, record, check, acted_on)
    change(connection, record.row.id, state="waiting", acted_on=acted_on)
    note(connection, record.row.id, by, "done", record.row.state, "waiting")


def _leave_time(connection: Connection, record: Record, check: Any, acted_on: date) -> None:
    """An action that came late moves its check: no few good days may decide."""
    earliest = next_working_day(acted_on + SHORTEST)
    if check.due_on < earliest:
        moved = update(EffectCheck).where(EffectCheck.id == check.id)
        connection.execute(moved.values(due_on=earliest))
        note(connection, record.row.id, "portal", "postponed", check.due_on, earliest)


def propose_none(connection: Connection, record: Record, why: str, by: str) -> None:
    """Nothing needs to be done, for a reason that a second person has to share.

    Raises:
        NotNow, Refused: it does not fit the state; there is no reason.
    """
    must_allow(record.row.state, "none")
    _must_say(no_action_why=why)
    of = record.row.id
    # Never together with an action; the check that was fixed for it is not computed.
    cleared = {"action": None, "due_on": None, "acted_on": None}
    change(connection, of, state="waiting", no_action_why=entered(why), **cleared)
    note(connection, of, by, "none", record.row.state, "waiting", entered(why))


def _must_say(**why: str) -> None:
    """A reason, which somebody will read."""
    problems = {name: NO_REASON for name, words in why.items() if not words.strip()}
    if problems := problems | overlong(**why):
        raise Refused(problems)


def close(connection: Connection, record: Record, remark: str, risks: str, by: str) -> None:
    """A second person confirms; the signal behind it is closed too.

    Args:
        remark: what was seen; a reason where the effect was not shown.
        risks: what the register of risks and the management system take from it, may be "".

    Raises:
        NotNow, Refused: it does not fit the state; not this person; no effect.
    """
    must_allow(record.row.state, "close")
    if problems := overlong(remark=remark, risks=risks):
        raise Refused(problems)
    result, acted = record.result, record.row.no_action_why is None
    remark, risks = entered(remark), entered(risks)
    others = [*(record.owners if acted else ()), record.done_by]
    verdict = result.verdict if result else None
    may_close(by, others, verdict, remark=remark, acted=acted)
    now, of = days.now(), record.row.id
    closed = {"closed_by": by, "closed_at": now, "risks_updated": risks or None}
    change(connection, of, state="closed", **closed)
    note(connection, of, by, "closed", "waiting", "closed", remark)
    if record.row.source == "signal":
        why = record.row.no_action_why or remark or record.row.action
        signal = update(Signal).where(Signal.id == record.row.source_id)
        closed_too = {"state": "closed", "closed_at": now, "closed_by": by, "closed_why": why}
        connection.execute(signal.values(**closed_too))


def reopen(connection: Connection, record: Record, why: str, by: str) -> None:
    """It was not over: back to work, with a new action and a new check.

    Raises:
        NotNow, Refused: it does not fit the state; there is no reason.
    """
    must_allow(record.row.state, "reopen")
    _must_say(reopen_why=why)
    of = record.row.id
    back = {"closed_by": None, "closed_at": None, "acted_on": None, "no_action_why": None}
    change(connection, of, state="reopened", **back)
    note(connection, of, by, "reopened", record.row.state, "reopened", entered(why))
    if record.row.source == "signal":
        again = {"state": "in_work", "closed_at": None, "closed_by": None, "closed_why": None}
        connection.execute(update(Signal).where(Signal.id == record.row.source_id).values(**again))


def assign(
    connection: Connection, record: Record, name: str, position: str, why: str, by: str
) -> None:
    """Somebody else answers for it from now on.

    Raises:
        NotNow, Refused: it does not fit the state; something is missing.
    """
    must_allow(record.row.state, "assign")
    problems = owned(name, position)
    if record.row.owner_name and not why.strip():
        problems["assign_why"] = NO_REASON
    problems |= overlong(assign_why=why)
    if problems:
        raise Refused(problems)
    was = ", ".join(filter(None, (record.row.owner_name, record.row.owner_position))) or None
    new = {"owner_name": tidy(name), "owner_position": tidy(position)}
    change(connection, record.row.id, **new)
    became = ", ".join(new.values())
    note(connection, record.row.id, by, "reassigned", was, became, entered(why))
