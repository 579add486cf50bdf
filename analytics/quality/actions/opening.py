"""Opening a record, from whatever it was that asked for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from analytics.quality.actions.records import NC, note, today
from analytics.quality.actions.states import SEVERITIES, Refused
from analytics.quality.entered import entered, overlong
from analytics.quality.nonconformities import Nonconformity
from analytics.quality.signals import Signal
from surveys import days
from translations import mark

NO_WORDS = mark("Say what is not as it should be.")
NO_SEVERITY = mark("Choose how serious it is.")
ALREADY = mark("There is an open record of this already: %(number)s.")
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Source:
    """What asks for a record.

    Attributes:
        kind: a key of ``states.SOURCES``.
        id: of its row; None for an audit, which has none here.
        evidence: what it shows now, frozen into the record: whole numbers, texts, days as text.
        description: what a record about it would say, before anybody edits it.
    """

    kind: str
    unit_id: int
    id: int | None = None
    service_id: int | None = None
    description: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)


def open_record(
    connection: Connection, source: Source, description: str, severity: str, by: str
) -> str:
    """Open a record; a signal that it came from is in work from now on.

    Returns:
        The number that is printed on the form.

    Raises:
        Refused: what was entered cannot be taken.
    """
    problems = overlong(description=description)
    description = entered(description)
    if not description:
        problems["description"] = NO_WORDS
    if severity not in SEVERITIES:
        problems["severity"] = NO_SEVERITY
    standing = _standing(connection, source)
    if standing:
        problems["description"] = ALREADY
    if problems:
        raise Refused(problems, number=standing)
    row = {
        "unit_id": source.unit_id,
        "service_id": source.service_id,
        "source": source.kind,
        "source_id": source.id,
        "description": description,
        "evidence": source.evidence,
        "severity": severity,
        "opened_at": days.now(),
        "opened_by": by,
        "state": "new",
    }
    number, record_id = _numbered(connection, row)
    note(connection, record_id, by, "opened", became="new")
    if source.kind == "signal":
        in_work = update(Signal).where(Signal.id == source.id, Signal.state == "new")
        connection.execute(in_work.values(state="in_work"))
    return number


def _standing(connection: Connection, source: Source) -> str | None:
    """The number of an open record of the same thing: one signal, one record.

    An assessment has many gaps, told apart by what was frozen of them; findings of an audit are
    each their own.
    """
    if source.id is None:
        return None
    same = (NC.c.source == source.kind, NC.c.source_id == source.id, NC.c.state != "closed")
    for row in connection.execute(select(NC.c.number, NC.c.evidence).where(*same)):
        if source.kind != "assessment" or row.evidence == source.evidence:
            return str(row.number)
    return None


def _numbered(connection: Connection, row: dict[str, Any]) -> tuple[str, int]:
    """Store a row under the next number of its year; of two at once, one takes the number after."""
    year = today().year
    for tries in range(_TRIES):
        # As texts 2025-9999 is behind 2025-10000.
        order = (func.length(NC.c.number).desc(), NC.c.number.desc())
        newest = select(NC.c.number).where(NC.c.number.like(f"{year}-%")).order_by(*order)
        last = int((connection.scalar(newest.limit(1)) or "0").rpartition("-")[2])
        number = f"{year}-{last + 1:04d}"
        try:
            with connection.begin_nested():
                key = connection.execute(insert(Nonconformity).values(number=number, **row))
        except IntegrityError:
            if tries == _TRIES - 1:
                raise
            continue
        return number, int((key.inserted_primary_key or (0,))[0])
    raise AssertionError("unreachable")
