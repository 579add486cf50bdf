"""Who is told: entered by a named person, ended and never deleted."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from analytics.quality.signals import Signal
from portal.reaching.hooks import BadAddress, Guard
from portal.reaching.tables import Addressee, Delivery
from portal.staff.log import Who, record
from surveys import days
from translations import complete_languages, mark

# Enough to see a slip of the pen; whether somebody reads there only a message shows.
_MAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LONGEST_NAME, _LONGEST_TARGET = 120, 300
NO_NAME = mark("name the person or the system, in at most 120 characters")
NO_LANGUAGE = mark("the portal does not speak this language")
LONG = mark("the address has more than 300 characters")
NO_MAIL = mark("this is no e-mail address")
A = Addressee.__table__.c


class BadAddressee(ValueError):
    """Somebody who cannot be told; carries a msgid that says why, and the field it is about."""

    def __init__(self, why: str, field: str = "target") -> None:
        super().__init__(why)
        self.field = field


class UnknownAddressee(LookupError):
    """No addressee has this number."""


def add(
    connection: Connection,
    guard: Guard,
    unit_id: int,
    kind: str,
    name: str,
    target: str,
    by: Who,
    *,
    language: str = "vi",
    alerts: bool = True,
    digest: bool = True,
) -> int:
    """Enter somebody at a unit; they hear of what comes from now on.

    Raises:
        BadAddressee: the address, the name or the language cannot be used.
    """
    _judge(guard, kind, name, target, language)
    row = {"unit_id": unit_id, "kind": kind, "name": name.strip(), "target": target.strip()}
    row |= {"language": language, "alerts": alerts, "digest": digest}
    row |= {"added_at": days.now(), "added_by": f"{by.name}, {by.role}"}
    row["told_signal"] = connection.scalar(select(func.max(Signal.id))) or 0
    made = connection.execute(insert(Addressee).values(row))
    (number,) = made.inserted_primary_key or (0,)
    record(connection, "addressee added", by, {"addressee": number, "kind": kind})
    return int(number)


def _judge(guard: Guard, kind: str, name: str, target: str, language: str) -> None:
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise BadAddressee(NO_NAME, "name")
    if language not in complete_languages():
        raise BadAddressee(NO_LANGUAGE, "language")
    if len(target) > _LONGEST_TARGET:
        raise BadAddressee(LONG)
    if kind == "mail" and not _MAIL.fullmatch(target.strip()):
        raise BadAddressee(NO_MAIL)
    if kind == "webhook":
        try:
            guard.judge(target.strip())
        except BadAddress as bad:
            raise BadAddressee(str(bad)) from None


def end(connection: Connection, number: int, by: Who) -> None:
    """Tell somebody nothing more; what is on its way is given up.

    Raises:
        UnknownAddressee: nobody with this number is told.
    """
    now = days.now()
    mine = update(Addressee).where(A.id == number, A.ended_at.is_(None))
    if not connection.execute(mine.values(ended_at=now)).rowcount:
        raise UnknownAddressee(number)
    row = Delivery.__table__.c
    waiting = update(Delivery).where(row.addressee_id == number, row.settled_at.is_(None))
    connection.execute(waiting.values(settled_at=now, last_error="the addressee was ended"))
    record(connection, "addressee ended", by, {"addressee": number})


def list_addressees(connection: Connection) -> list[Any]:
    """Everybody who is told now, by unit."""
    asked = select(Addressee.__table__).where(A.ended_at.is_(None)).order_by(A.unit_id, A.id)
    return list(connection.execute(asked))


def find_addressee(connection: Connection, number: int) -> Any:
    """The row of somebody who is told.

    Raises:
        UnknownAddressee: nobody has this number.
    """
    asked = select(Addressee.__table__).where(A.id == number, A.ended_at.is_(None))
    found = connection.execute(asked).first()
    if found is None:
        raise UnknownAddressee(number)
    return found
