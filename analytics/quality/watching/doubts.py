"""The ratings that a burst is about: those that count, and those that somebody took out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from analytics.quality.watching.candidates import BURST
from analytics.quality.watching.handling import Raised
from analytics.quality.watching.sudden import TEMPO
from surveys.counts import RESPONSE
from surveys.responses import Entry, Excluded, Screening


@dataclass(frozen=True, slots=True)
class Doubted:
    """The ids of responses; nobody who decides about them is told their marks."""

    counted: list[int]
    taken_out: list[int]


def doubted(connection: Connection, signal: Raised) -> Doubted | None:
    """The sealed responses of a burst's touchpoint and days that are flagged for their tempo.

    Returns:
        None for a signal of another rule.
    """
    if signal.rule != BURST:
        return None
    row: Any = Entry.__table__.c
    asked = (
        select(row.id, Excluded.response_id.label("out"))
        .join_from(Screening, Entry.__table__, row.id == Screening.response_id)
        .outerjoin(Excluded, Excluded.response_id == row.id)
        .where(
            row.unit_id == signal.unit_id,
            row.day >= signal.span.start,
            row.day < signal.span.end,
            row.touchpoint_id.in_([place["id"] for place in signal.evidence["touchpoints"]]),
            row.kind == RESPONSE,
            Screening.flags.op("&")(TEMPO) != 0,
        )
        .order_by(row.id)
    )
    found = connection.execute(asked).all()
    counted = [one.id for one in found if one.out is None]
    return Doubted(counted, [one.id for one in found if one.out is not None])
