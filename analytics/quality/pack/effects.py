"""What checks of actions have shown, as a report says it."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, select

from analytics.quality.nonconformities import EffectCheck
from analytics.quality.pack.sayings import Said, Value
from translations import mark

EFFECTS: Final = {
    "better": mark("yes, it became better"),
    "not_shown": mark("not shown"),
    "worse": mark("no, it became worse"),
    "too_little": mark("too little data; look again on %(day)s"),
}


def newest_checks(connection: Connection, record_ids: Collection[int]) -> dict[int, Any]:
    """The newest check of each record: the one that counts."""
    row = EffectCheck.__table__.c
    asked = (
        select(row.nonconformity_id, row.verdict, row.due_on, row.checked_at)
        .where(row.nonconformity_id.in_(record_ids))
        .order_by(row.number)
    )
    return {check.nonconformity_id: check for check in connection.execute(asked)}


def told(check: Any) -> Value:
    """The verdict of a check, or when it will be known."""
    if check is None:
        return Said(mark("no check planned"))
    if check.verdict is None:
        return Said(mark("to be seen on %(day)s"), {"day": check.due_on})
    return Said(EFFECTS[check.verdict], {"day": check.due_on})
