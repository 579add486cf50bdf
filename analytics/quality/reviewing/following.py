"""What becomes of decisions: once both have signed, each is a record of corrective action."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from analytics.quality.actions.opening import open_record
from analytics.quality.actions.records import change, find_record, note
from analytics.quality.actions.sources import find_source
from analytics.quality.nonconformities import Nonconformity
from analytics.quality.reviews import Review, ReviewDecision

_SEVERITY = "minor"


def records_of(
    connection: Connection, unit_id: int, scope: str, kind: str, start: date
) -> dict[int, Any]:
    """The newest record of each decision of a review, by the number that all versions share."""
    of, decided, record = Review.__table__.c, ReviewDecision.__table__.c, Nonconformity.__table__.c
    asked = (
        select(decided.number.label("decision"), record.id, record.number, record.state)
        .join(Nonconformity.__table__, record.source_id == decided.id)
        .join(Review.__table__, of.id == decided.review_id)
        .where(record.source == "decision", of.unit_id == unit_id, of.scope == scope)
        .where(of.kind == kind, of.start == start)
        .order_by(record.id)
    )
    return {row.decision: row for row in connection.execute(asked)}


def open_records(connection: Connection, review_id: int, by: str) -> list[str]:
    """Open a record for each decision of a review that has none yet, with its owner and its day.

    Returns:
        The numbers of the new records.
    """
    review = connection.execute(select(Review.__table__).where(Review.id == review_id)).one()
    standing = records_of(connection, review.unit_id, review.scope, review.kind, review.start)
    row = ReviewDecision.__table__.c
    asked = select(ReviewDecision.__table__).where(row.review_id == review_id).order_by(row.number)
    return [
        _open(connection, decision, by)
        for decision in connection.execute(asked).all()
        if decision.number not in standing
    ]


def _open(connection: Connection, decision: Any, by: str) -> str:
    source = find_source(connection, "decision", decision.id)
    number = open_record(connection, source, decision.text, _SEVERITY, by)
    record = find_record(connection, number)
    owner = {"owner_name": decision.owner_name, "owner_position": decision.owner_position}
    change(connection, record.row.id, **owner, due_on=decision.due_on)
    became = ", ".join(filter(None, owner.values()))
    note(connection, record.row.id, by, "reassigned", became=became)
    return number
