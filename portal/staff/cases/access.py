"""Who may touch which case: those whose unit holds it now, or stands above it."""

from typing import Any

from sqlalchemy import Connection, Row

from analytics.quality.casework.finding import UnknownCase, find_case
from portal.staff.principal import AnyRequest, principal_of, register_of


def case_of(
    request: AnyRequest, connection: Connection, number: str, *, hold: bool = False
) -> Row[Any]:
    """The case of an address.

    Args:
        hold: keep others from changing it until the transaction ends.

    Raises:
        UnknownCase: there is none, or another unit holds it; numbers follow each other, so nobody
            may learn which.
    """
    case = find_case(connection, number, hold=hold)
    if not principal_of(request).reaches(register_of(request), case.unit_id):
        raise UnknownCase(number)
    return case
