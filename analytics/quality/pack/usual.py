"""What is usual for the subject of a pack: the limits and drifts that the leader's page draws."""

from __future__ import annotations

from sqlalchemy import Connection, select

from analytics.numbers.asks import Scope
from analytics.numbers.vigil import UNSATISFIED
from analytics.quality.signals import Signal
from analytics.quality.watching.charts import DRIFT, Chart, Months, chart
from analytics.quality.watching.kept import read_kept
from analytics.quality.watching.marked import breaks_of, read_events
from surveys.days import Period


def against_usual(
    connection: Connection, unit_id: int, scope: Scope, months: Months, span: Period
) -> Chart:
    """Hold the months of a unit against its frozen baseline, as the leader's page does.

    Args:
        months: whole months, oldest first.
        span: the time that is looked at; marked events that end in it break the series.
    """
    own = scope == "own"
    kept = read_kept(connection, [unit_id])[unit_id][UNSATISFIED] if own else []
    return chart(
        months,
        UNSATISFIED,
        [one.usual for one in kept],
        breaks_of(read_events(connection, [unit_id]), unit_id, span.end),
        _drifts(connection, unit_id) if own else (),
    )


def _drifts(connection: Connection, unit_id: int) -> list[Period]:
    """The days of every drift that was raised, those that are closed too."""
    row = Signal.__table__.c
    asked = select(row.start, row.end).where(
        row.unit_id == unit_id, row.rule == DRIFT, row.indicator == UNSATISFIED
    )
    return [Period(start, end) for start, end in connection.execute(asked)]
