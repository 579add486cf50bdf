"""How a case begins: a citizen asks for an answer, or somebody of the office wants to give one."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from analytics.quality.cases import Case, CaseAnswer, CaseStep
from analytics.quality.casework import clocks, phrases
from analytics.quality.casework.finding import CLOSED, NEW
from analytics.quality.casework.keeping import keep_on
from surveys import days
from surveys.additions import Given
from surveys.contacts import Contact

OPENED: Final = "opened"
# Who did what a citizen did; no officer has an empty name.
CITIZEN: Final = ""
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a case begins with.

    Attributes:
        key: of the response that asks.
        unit_id: who was rated, on ``day``.
        locale: the language in which it was rated.
        receipt: the hash under which the citizen finds it, None where there is no receipt.
    """

    key: str
    unit_id: int
    day: date
    service_id: int | None
    locale: str
    receipt: int | None
    simulated: bool = False

    @classmethod
    def of(cls, given: Given, receipt: int) -> "Beginning":
        """What the writer of a response begins with."""
        said = given.said
        return cls(
            key=given.key,
            unit_id=said["unit_id"],
            day=said["day"],
            service_id=given.service_id,
            locale=said["locale"],
            receipt=receipt,
            simulated=said["simulated"],
        )


def open_case(connection: Connection, begun: Beginning, by: str = CITIZEN) -> str:
    """Open the case of a response; one that has a case already gets no second.

    A case that its writer closed before anybody answered goes on when its writer asks again.

    Returns:
        The number of the case.
    """
    known = case_of_response(connection, begun.key)
    number = known or _begin(connection, begun, by)
    if known and by == CITIZEN:
        _resume(connection, begun.key)
    # A contact is kept for as long as somebody may have to use it.
    open_ = select(Case.key).where(Case.key == begun.key, Case.closed_at.is_(None))
    connection.execute(update(Contact).where(Contact.key.in_(open_)).values(delete_on=None))
    return number


def _begin(connection: Connection, begun: Beginning, by: str) -> str:
    now = days.now()
    values = {
        "number": secrets.token_hex(8),
        "type": "suggestion",
        "unit_id": begun.unit_id,
        "said_unit_id": begun.unit_id,
        "said_on": begun.day,
        "service_id": begun.service_id,
        "key": begun.key,
        "locale": begun.locale,
        "receipt": begun.receipt,
        "opened_at": now,
        "severity": "middle",
        "complex": False,
        "state": "new",
        "simulated": begun.simulated,
    }
    # Two requests may ask for the same case at once, in two processes.
    made = connection.execute(
        _INSERT[connection.dialect.name](Case)
        .values(values)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(Case.id)
    ).scalar_one_or_none()
    if made is None:
        return connection.scalars(select(Case.number).where(Case.key == begun.key)).one()
    today = days.office_day(days.now_ms())
    number = f"{today.year}-{made:05d}"
    connection.execute(update(Case).where(Case.id == made).values(number=number))
    phrases.lay_phrases(connection)
    clocks.wind(connection, made, "suggestion", 1, today, complex_=False)
    connection.execute(insert(CaseStep).values(case_id=made, at=now, by=by, act=OPENED))
    return number


def _resume(connection: Connection, key: str) -> None:
    now, today = days.now(), days.office_day(days.now_ms())
    answered = select(CaseAnswer.case_id).where(CaseAnswer.sent_at.is_not(None))
    withdrawn = (Case.key == key, Case.state == CLOSED, Case.closed_by == CITIZEN)
    case = connection.execute(
        update(Case)
        .where(*withdrawn, Case.id.not_in(answered))
        .values(state=NEW, opened_at=now, closed_at=None, closed_by=None, closed_why=None)
        .returning(Case.id, Case.type, Case.complex)
    ).one_or_none()
    if case is not None:
        keep_on(connection, case.id, key)
        clocks.wind(connection, case.id, case.type, 1, today, complex_=case.complex)
        connection.execute(insert(CaseStep).values(case_id=case.id, at=now, by=CITIZEN, act=OPENED))


def case_of_response(connection: Connection, key: str) -> str | None:
    """The number of the case that a response has, if any."""
    return connection.scalar(select(Case.number).where(Case.key == key))
