"""Which record a page is about, and who may read or work on it.

Whoever may read packs of the management review may read records; the right ``actions`` is needed
to change one.
"""

from __future__ import annotations

from litestar.exceptions import PermissionDeniedException
from sqlalchemy import Connection

from analytics.quality.actions.records import Record, find_record
from portal.staff.asked import today
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.register import Register


def record_in_reach(request: AnyRequest, connection: Connection, number: str) -> Record:
    """The record of a number, where its unit is within the person's scope.

    Raises:
        UnknownRecord: there is none.
        PermissionDeniedException: it is another unit's.
    """
    record = find_record(connection, number)
    must_reach(request, record.row.unit_id)
    return record


def must_reach(request: AnyRequest, unit_id: int) -> None:
    """Refuse where a unit is not the person's, nor below theirs.

    Raises:
        PermissionDeniedException: it is not.
    """
    if not principal_of(request).reaches(register_of(request), unit_id):
        raise PermissionDeniedException("this belongs to another unit")


def units_below(register: Register, unit_id: int) -> list[int]:
    """A unit and those below it today."""
    return [unit_id, *register.descendants(unit_id, today())]
