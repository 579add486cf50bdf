"""The versions of a review, and what one of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from analytics.quality.pack.contents import Pack
from analytics.quality.pack.keeping import digest, read_pack
from analytics.quality.pack.voices import filled
from analytics.quality.reviews import Review, ReviewSignature
from surveys.days import Kind, Period

State = Literal["frozen", "signed"]
R = Review.__table__.c
# Everything but the content, which weighs fifty kilobytes.
_HEAD = [column for column in R if column.name != "content"]


class UnknownReview(LookupError):
    """No review of this unit, period and version was frozen."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, in which of the two roles, and what: the hash over all of it."""

    role: str
    by: str
    at: datetime
    hash: bytes


@dataclass(frozen=True, slots=True)
class Version:
    """A frozen review without its content."""

    id: int
    unit_id: int
    scope: str
    period: Period
    number: int
    previous_id: int | None
    why: str | None
    state: State
    frozen_at: datetime
    frozen_by: str
    seal: int
    hash: bytes
    signatures: tuple[Signature, ...]

    @property
    def open(self) -> bool:
        """Whether remarks and decisions may still change: until somebody signs."""
        return not self.signatures


def list_versions(
    connection: Connection, unit_id: int, scope: str, period: Period
) -> list[Version]:
    """All versions of a review, the newest first."""
    asked = select(*_HEAD).where(R.unit_id == unit_id, R.scope == scope, R.kind == period.kind)
    asked = asked.where(R.start == period.start).order_by(R.version.desc())
    return _read(connection, asked)


def list_reviews(connection: Connection, unit_id: int, scope: str) -> list[Version]:
    """The newest version of every review of a unit, the latest period first."""
    asked = select(*_HEAD).where(R.unit_id == unit_id, R.scope == scope)
    asked = asked.order_by(R.end.desc(), R.start.desc(), R.version.desc())
    newest: dict[Period, Version] = {}
    for one in _read(connection, asked):
        newest.setdefault(one.period, one)
    return list(newest.values())


def find_version(
    connection: Connection, unit_id: int, scope: str, period: Period, number: int
) -> Version:
    """One version.

    Raises:
        UnknownReview: there is none.
    """
    for one in list_versions(connection, unit_id, scope, period):
        if one.number == number:
            return one
    raise UnknownReview(f"{period.label}, {number}")


def version_of_id(connection: Connection, review_id: int) -> Version:
    """The version with this row.

    Raises:
        UnknownReview: there is none.
    """
    found = _read(connection, select(*_HEAD).where(R.id == review_id))
    if not found:
        raise UnknownReview(review_id)
    return found[0]


def content_of(connection: Connection, version: Version) -> Pack:
    """What was frozen; a comment that was quoted and erased since says so.

    Raises:
        Unreadable: it cannot be read by this release.
    """
    pack = read_pack(connection.scalar(select(R.content).where(R.id == version.id)))
    return filled(connection, pack)


def is_whole(connection: Connection, version: Version) -> bool:
    """Whether the content still has the hash that it was frozen with."""
    content = connection.scalar(select(R.content).where(R.id == version.id))
    return digest(content) == version.hash


def _read(connection: Connection, asked: Any) -> list[Version]:
    rows = connection.execute(asked).all()
    signed: dict[int, list[Signature]] = {}
    sign = ReviewSignature.__table__.c
    ids = [row.id for row in rows]
    in_order = select(ReviewSignature.__table__).where(sign.review_id.in_(ids))
    for row in connection.execute(in_order.order_by(sign.signed_at)):
        told = Signature(row.role, row.signed_by, row.signed_at, row.hash)
        signed.setdefault(row.review_id, []).append(told)
    return [_version(row, tuple(signed.get(row.id, ()))) for row in rows]


def _version(row: Any, signatures: tuple[Signature, ...]) -> Version:
    kind: Kind = row.kind
    return Version(
        id=row.id,
        unit_id=row.unit_id,
        scope=row.scope,
        period=Period(row.start, row.end, kind),
        number=row.version,
        previous_id=row.previous_id,
        why=row.why,
        state=row.state,
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by,
        seal=row.seal_id,
        hash=row.hash,
        signatures=signatures,
    )
