"""What stands beside the figures of a unit: its signals, marked events, baselines and predecessors.

They are few and of four tables; a page that shows them asks once for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    Double,
    Integer,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from analytics.numbers.vigil import UNSATISFIED
from analytics.quality.baselines import WHOLE, Baseline
from analytics.quality.events import Event, EventName
from analytics.quality.objectives import Objective
from analytics.quality.signals import Signal, SignalSentence
from analytics.quality.watching.around import Beside, OpenSignal, Predecessor, Successor, Target
from analytics.quality.watching.charts import DRIFT
from analytics.quality.watching.handling import OPEN
from analytics.quality.watching.kept import Kept, level_of
from analytics.quality.watching.marked import Marked
from surveys.days import Period
from surveys.places import Succession
from surveys.responses import Entry, Excluded

_SIGNAL, _EVENT, _BASELINE, _BEFORE = "signal", "event", "baseline", "before"
_TARGET, _EXCLUDED, _DRIFT, _AFTER = "target", "excluded", "drift", "after"


def read_beside(
    connection: Connection,
    unit_id: int,
    above: Collection[int],
    below: Collection[int],
    span: Period,
    language: str,
) -> Beside:
    """Read what stands beside a unit, in one query.

    Args:
        above: units whose events concern it too.
        below: units whose signals are told here too, and whose responses count.
        span: the time that is looked at.
        language: of names and sentences; Vietnamese where a text has none in it.
    """
    asked = union_all(
        _signals([unit_id, *below], language),
        _events([unit_id, *above]),
        _baselines(unit_id),
        _predecessors(unit_id),
        _successors(unit_id),
        _targets(unit_id, "tree" if below else "own", span),
        _excluded([unit_id, *below], span),
        _drifts(unit_id),
    )
    rows = connection.execute(asked).all()
    return Beside(
        tuple(_told(row) for row in _spoken(rows, _SIGNAL, language)),
        tuple(_marked(row) for row in _spoken(rows, _EVENT, language)),
        _kept(rows),
        tuple(Predecessor(row.id, row.kind, row.begins) for row in rows if row.what == _BEFORE),
        next((Target(row.value, row.kind) for row in rows if row.what == _TARGET), None),
        next(row.number for row in rows if row.what == _EXCLUDED),
        tuple(Period(row.begins, row.ends) for row in rows if row.what == _DRIFT),
        tuple(Successor(row.id, row.kind, row.begins) for row in rows if row.what == _AFTER),
    )


_COLUMNS: Final = {
    "what": String,
    "id": Integer,
    "unit_id": Integer,
    "begins": Date,
    "ends": Date,
    "kind": String,
    "name": String,
    "language": String,
    "text": String,
    "by": String,
    "number": Integer,
    "value": Double,
    "more": JSON,
}


def _row(what: str, **told: Any) -> Select[Any]:
    """A part of the union: what it has none of is null of the right type."""
    told |= {"what": literal(what, String)}
    return select(
        *(told.get(name, cast(null(), kind)).label(name) for name, kind in _COLUMNS.items())
    )


def _signals(unit_ids: Collection[int], language: str) -> Select[Any]:
    row, said = Signal.__table__.c, SignalSentence.__table__.c
    return (
        _row(
            _SIGNAL,
            id=row.id,
            unit_id=row.unit_id,
            begins=row.start,
            ends=row.end,
            kind=row.rule,
            name=row.indicator,
            language=said.language,
            text=said.sentence,
            by=row.owner_name,
        )
        .join_from(Signal.__table__, SignalSentence.__table__, said.signal_id == row.id)
        .where(
            row.unit_id.in_(unit_ids),
            row.state.in_(OPEN),
            said.language.in_({language, "vi"}),
        )
    )


def _drifts(unit_id: int) -> Select[Any]:
    row = Signal.__table__.c
    return _row(_DRIFT, begins=row.start, ends=row.end).where(
        row.unit_id == unit_id, row.rule == DRIFT, row.indicator == UNSATISFIED
    )


def _events(unit_ids: Collection[int]) -> Select[Any]:
    row, said = Event.__table__.c, EventName.__table__.c
    return (
        _row(
            _EVENT,
            id=row.id,
            unit_id=row.unit_id,
            begins=row.starts_on,
            ends=row.ends_on,
            kind=row.kind,
            name=row.effect,
            language=said.language,
            text=said.name,
            by=row.recorded_by,
        )
        .join_from(Event.__table__, EventName.__table__, said.event_id == row.id)
        .where(or_(row.unit_id.is_(None), row.unit_id.in_(unit_ids)))
    )


def _baselines(unit_id: int) -> Select[Any]:
    row = Baseline.__table__.c
    return _row(
        _BASELINE,
        id=row.id,
        unit_id=row.unit_id,
        begins=row.start,
        ends=row.end,
        kind=row.bucket,
        name=row.indicator,
        text=row.why,
        number=row.points,
        more=row.spread,
    ).where(
        row.unit_id == unit_id,
        row.scope == "own",
        row.service_id.is_(None),
        # Those of whole times belong to the checks of actions and to objectives.
        row.bucket != WHOLE,
    )


def _predecessors(unit_id: int) -> Select[Any]:
    row = Succession.__table__.c
    return _row(
        _BEFORE, id=row.from_id, unit_id=row.to_id, begins=row.effective_on, kind=row.share
    ).where(row.to_id == unit_id)


def _successors(unit_id: int) -> Select[Any]:
    row = Succession.__table__.c
    return _row(
        _AFTER, id=row.to_id, unit_id=row.from_id, begins=row.effective_on, kind=row.share
    ).where(row.from_id == unit_id)


def _targets(unit_id: int, scope: str, span: Period) -> Select[Any]:
    row = Objective.__table__.c
    return _row(_TARGET, id=row.id, kind=row.direction, value=row.target).where(
        row.unit_id == unit_id,
        row.scope == scope,
        row.service_id.is_(None),
        row.indicator == "satisfaction",
        row.withdrawn_at.is_(None),
        row.start < span.end,
        row.end > span.start,
    )


def _excluded(unit_ids: Collection[int], span: Period) -> Select[Any]:
    """Looked up from the few that are excluded, never from all that the units have."""
    row, out = Entry.__table__.c, Excluded.__table__
    theirs = select(row.id).where(
        *(row.id == out.c.response_id, (row.unit_id + 0).in_(unit_ids)),
        *(row.day >= span.start, row.day < span.end),
    )
    return _row(_EXCLUDED, number=func.count()).select_from(out).where(theirs.exists())


def _spoken(rows: Sequence[Any], what: str, language: str) -> list[Any]:
    """One row of each, in the language that is wanted where there is one; newest first."""
    chosen: dict[int, Any] = {}
    for row in rows:
        if row.what == what and (row.id not in chosen or row.language == language):
            chosen[row.id] = row
    return sorted(chosen.values(), key=lambda row: (row.ends, row.id), reverse=True)


def _told(row: Any) -> OpenSignal:
    span = Period(row.begins, row.ends)
    return OpenSignal(row.id, row.unit_id, row.kind, row.name, span, row.text, row.by)


def _marked(row: Any) -> Marked:
    names = {row.language: row.text}
    return Marked(row.id, row.unit_id, row.kind, row.name, row.begins, row.ends, names, row.by)


def _kept(rows: Sequence[Any]) -> dict[str, list[Kept]]:
    kept: dict[str, list[Kept]] = defaultdict(list)
    for row in sorted((row for row in rows if row.what == _BASELINE), key=lambda row: row.id):
        usual = level_of(Period(row.begins, row.ends), row.number, row.more)
        kept[row.name].append(Kept(row.id, row.name, usual, row.text))
    return kept
