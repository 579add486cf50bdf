"""What checks of actions have shown, as a report says it."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, func, or_, select

from analytics.quality.actions.records import ENDS_ROUND
from analytics.quality.nonconformities import EffectCheck, Step
from analytics.quality.pack.sayings import Said, Value
from translations import mark

EFFECTS: Final = {
    "better": mark("yes, it became better"),
    "not_shown": mark("not shown"),
    "worse": mark("no, it became worse"),
    "too_little": mark("too little data; look again on %(day)s"),
}


def newest_checks(connection: Connection, record_ids: Collection[int]) -> dict[int, Any]:
    """The newest check of each record that holds: none from before a reopening or a merger."""
    row, step = EffectCheck.__table__, Step.__table__.c
    ended = (
        select(step.nonconformity_id.label("of"), func.max(step.at).label("at"))
        .where(step.act.in_(ENDS_ROUND), step.nonconformity_id.in_(record_ids))
        .group_by(step.nonconformity_id)
        .subquery()
    )
    asked = (
        select(row)
        .join(ended, ended.c.of == row.c.nonconformity_id, isouter=True)
        .where(row.c.nonconformity_id.in_(record_ids))
        .where(or_(ended.c.at.is_(None), row.c.fixed_at > ended.c.at))
        .order_by(row.c.number)
    )
    return {check.nonconformity_id: check for check in connection.execute(asked)}


def told(check: Any) -> Value:
    """The verdict of a check, or when it will be known."""
    if check is None:
        return Said(mark("no check planned"))
    if check.verdict is None:
        return Said(mark("to be seen on %(day)s"), {"day": check.due_on})
    return Said(EFFECTS[check.verdict], {"day": check.due_on})
