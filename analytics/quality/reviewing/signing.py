"""Signing a review: a leader and an officer, two persons; the second freezes it for ever."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from analytics.quality.reviewing.following import open_records
from analytics.quality.reviewing.minutes import whole_hash
from analytics.quality.reviewing.versions import Version, version_of_id
from analytics.quality.reviews import Review, ReviewSignature
from surveys import days
from translations import mark

ROLES: Final = ("officer", "leader")


class MayNotSign(PermissionError):
    """This person may not sign now; carries a msgid that says why."""


def sign(connection: Connection, version: Version, role: str, by: str) -> Version:
    """Sign in a role; the second signature makes it final, and its decisions become records.

    Args:
        by: the person, as the record names them.

    Raises:
        MayNotSign: of another role, a second time, or both roles in one person.
    """
    refusal = why_not(version, role, by)
    if refusal:
        raise MayNotSign(refusal)
    row = {"review_id": version.id, "role": role, "signed_by": by, "signed_at": days.now()}
    row["hash"] = whole_hash(connection, version)
    try:
        with connection.begin_nested():
            connection.execute(insert(ReviewSignature).values(row))
    except IntegrityError:
        raise MayNotSign(mark("This role has signed already.")) from None
    signed = version_of_id(connection, version.id)
    if {one.role for one in signed.signatures} == set(ROLES):
        mine = update(Review).where(Review.id == version.id, Review.state == "frozen")
        connection.execute(mine.values(state="signed"))
        open_records(connection, version.id, by)
    return version_of_id(connection, version.id)


def why_not(version: Version, role: str, by: str) -> str | None:
    """Why this person may not sign now, a msgid; None when they may."""
    if version.state == "signed":
        return mark("It is signed by both already.")
    if role not in ROLES:
        return mark("Only the leader and the quality officer sign.")
    if any(one.role == role for one in version.signatures):
        return mark("This role has signed already.")
    if any(name_of(one.by) == name_of(by) for one in version.signatures):
        return mark("Two different persons sign.")
    return None


def take_back(connection: Connection, version: Version, by: str) -> None:
    """Withdraw one's own signature, as long as it is the only one.

    Raises:
        MayNotSign: it is final, or not one's own.
    """
    if version.state == "signed":
        raise MayNotSign(mark("It is signed by both already."))
    mine = [one.role for one in version.signatures if one.by == by]
    if not mine:
        raise MayNotSign(mark("Only who signed takes a signature back."))
    row = ReviewSignature.__table__.c
    gone = delete(ReviewSignature).where(row.review_id == version.id, row.role.in_(mine))
    connection.execute(gone)


def is_as_signed(connection: Connection, version: Version) -> bool:
    """Whether all that was signed still has the hash that both signed."""
    now = whole_hash(connection, version)
    return all(one.hash == now for one in version.signatures)


def name_of(person: str) -> str:
    """The name in "name, position"."""
    return person.partition(",")[0].strip().casefold()


def lock(connection: Connection, version: Version) -> Version:
    """The version as it stands, held until the transaction ends, so that two acts cannot cross.

    SQLite lets one writer in at a time, so there is nothing to hold.
    """
    asked = select(Review.id).where(Review.id == version.id)
    connection.execute(asked.with_for_update())
    return version_of_id(connection, version.id)
