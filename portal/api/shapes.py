"""The shapes of what programs are told; the OpenAPI document is made from these.

``simulated`` is true in a demonstration, whose figures are made up.
"""

from datetime import date, datetime
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, field

from analytics.numbers.suppression import Reason


class Code(Struct):
    """An official code and the days on which it was the unit's; ``valid_to`` is excluded."""

    scheme: str
    code: str
    valid_from: date | None
    valid_to: date | None


class Parent(Struct):
    """Under which unit, by slug, it stood on which days."""

    unit: str
    valid_from: date | None
    valid_to: date | None


class Heir(Struct):
    """The other unit of a succession: since when in law, and when it was carried out here."""

    unit: str
    share: str
    effective_on: date
    performed_at: datetime | None
    basis: str | None


class Unit(Struct):
    """A unit of the register; names by language, null days are open ends."""

    slug: str
    kind: str
    names: dict[str, str]
    opened_on: date | None
    closed_on: date | None
    codes: list[Code]
    parents: list[Parent]
    predecessors: list[Heir]
    successors: list[Heir]
    simulated: bool


class Figure(Struct):
    """A published figure; all of value, low, high, n and count are null where it is withheld."""

    value: float | None
    low: float | None
    high: float | None
    n: int | None
    count: int | None
    method: str
    verdict: Literal["few", "ok", "withheld"]
    reason: Reason | UnsetType = UNSET


class Bucket(Struct):
    """One period; ``indicators`` is empty, and ``published_on`` null, until it is published."""

    from_: date = field(name="from")
    to: date
    indicators: dict[str, Figure]
    published_on: date | None


class Series(Struct):
    """Published figures of a unit by month or quarter, oldest first."""

    unit: str
    scope: Literal["own", "tree"]
    from_: date = field(name="from")
    to: date
    bucket: Literal["month", "quarter"]
    service: str | None
    seal: int
    simulated: bool
    series: list[Bucket]


class Wrong(Struct):
    """What is wrong with one member of a response."""

    member: str
    reason: str
    detail: str


class Problem(Struct):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str | UnsetType = UNSET
    instance: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    errors: list[Any] | UnsetType = UNSET


class Receipt(Struct):
    """What became of one response, by its key."""

    key: str
    status: Literal["stored", "known", "refused"]
    problem: Problem | None = None


class Root(Struct):
    """Where the chain stood at the end of a day."""

    day: date
    seal: int
    hash: str
    count: int
    simulated: bool


class PublishedRow(Struct):
    """A line of the published table; ``service`` null stands for all services."""

    unit: str
    scope: Literal["own", "tree"]
    service: str | None
    from_: date = field(name="from")
    to: date
    indicator: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    count: int | None
    method: str
    verdict: Literal["few", "ok", "withheld"]
    reason: Reason | None
    published_on: date
    simulated: bool


class Slip(Struct):
    """A one-time code, shown once, and the link that a QR code may carry."""

    slip: str
    link: str
