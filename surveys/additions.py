"""What a citizen adds after the tap: found by the receipt, kept beside the response."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from surveys import codes, days
from surveys.counts import ADDITION, RESPONSE
from surveys.questions import Value
from surveys.responses import ITEMS, SAID, Entry, KnownKey, Pending
from surveys.sealing.ledger import standing_of

# A receipt opens the page of additions this long (interfaces: 24 hours).
OPEN_MS = 24 * 3_600_000
# A key is remembered this many days; a ticket lives 8.
REMEMBERED_DAYS = 10


class UnknownReceipt(LookupError):
    """A receipt that was never given, or is past its time: the two look alike on purpose."""


@dataclass(frozen=True, slots=True)
class Given:
    """A response as its own citizen may see it.

    ``said`` are the columns of the response; ``items`` what it states, of which only the mark can
    change, and that until it has ``settled``; ``waiting`` and ``comment`` what an addition states
    that may still change; ``wrote`` whether a comment has been sealed. Answers that no counter
    knows are ``extra``, and ``waiting_extra`` while they may change.
    """

    key: str
    settled: bool
    said: dict[str, Any]
    items: dict[str, int] = field(default_factory=dict)
    service_id: int | None = None
    waiting: dict[str, int] = field(default_factory=dict)
    comment: str | None = None
    wrote: bool = False
    extra: dict[str, Value] = field(default_factory=dict)
    waiting_extra: dict[str, Value] = field(default_factory=dict)


def hash_of(receipt: str) -> int:
    """The 64-bit number under which a receipt is kept."""
    return int.from_bytes(codes.receipt_hash(receipt)[:8], "big", signed=True)


def remembered_until(day: date) -> date:
    """The last day on which a key received on ``day`` is remembered."""
    return day + timedelta(days=REMEMBERED_DAYS)


def is_known(key: str, connection: Connection) -> bool:
    """Whether a response with this key has been stored."""
    return connection.scalar(select(KnownKey.key).where(KnownKey.key == key)) is not None


def find(connection: Connection, receipt: str, now_ms: int) -> Given:
    """The response of a receipt, pending or sealed.

    Raises:
        UnknownReceipt: unknown, or older than 24 hours.
    """
    known = connection.execute(
        select(KnownKey.__table__).where(KnownKey.receipt == hash_of(receipt))
    ).one_or_none()
    if known is None:
        raise UnknownReceipt(receipt)
    given = _pending(connection, known.key, now_ms) or _sealed(connection, known)
    if given is None or given.said["received_ms"] + OPEN_MS < now_ms:
        raise UnknownReceipt(receipt)
    return _with_waiting(connection, given)


def _pending(connection: Connection, key: str, now_ms: int) -> Given | None:
    row = connection.execute(
        select(Pending.__table__).where(Pending.key == key, Pending.kind == RESPONSE)
    ).one_or_none()
    if row is None:
        return None
    said = {name: getattr(row, name) for name in SAID}
    items = {name: said[name] for name in ITEMS if said[name] is not None}
    settled = row.settles_ms <= now_ms
    wrote, extra = row.comment is not None, row.extra or {}
    return Given(key, settled, said, items, row.service_id, wrote=wrote, extra=extra)


def _sealed(connection: Connection, known: Any) -> Given | None:
    entries = connection.execute(
        select(Entry.__table__)
        .where(Entry.unit_id == known.unit_id, Entry.day == known.day, Entry.key == known.key)
        .order_by(Entry.id)
    ).all()
    standing = standing_of(entry._asdict() for entry in entries)
    if standing is None:
        return None
    wrote = any(entry.commitment for entry in entries)
    items, service_id = dict(standing.items), standing.service_id
    extra: dict[str, Value] = {}
    for entry in entries:
        if entry.kind in (RESPONSE, ADDITION):
            extra |= entry.extra or {}
    return Given(known.key, True, standing.said, items, service_id, wrote=wrote, extra=extra)


def _with_waiting(connection: Connection, given: Given) -> Given:
    """Lay the waiting addition over what stands; a settled item is never covered."""
    row = connection.execute(
        select(Pending.__table__).where(Pending.key == given.key, Pending.kind == ADDITION)
    ).one_or_none()
    if row is None:
        return given
    stated = {name: getattr(row, name) for name in ITEMS if getattr(row, name) is not None}
    return replace(
        given,
        waiting={name: mark for name, mark in stated.items() if name not in given.items},
        service_id=given.service_id or row.service_id,
        comment=row.comment,
        waiting_extra=row.extra or {},
    )


def amend(connection: Connection, given: Given, overall: int, now_ms: int) -> bool:
    """Correct the mark; False when it had settled and stays as it was."""
    done = connection.execute(
        update(Pending)
        .where(Pending.key == given.key, Pending.kind == RESPONSE, Pending.settles_ms > now_ms)
        .values(overall=overall, unfinished=None)
    )
    return bool(done.rowcount)


def _place(connection: Connection, given: Given, service_id: int) -> bool:
    """Name the service of a response that is not sealed yet; False when it is."""
    done = connection.execute(
        update(Pending)
        .where(Pending.key == given.key, Pending.kind == RESPONSE)
        .values(service_id=service_id)
    )
    return bool(done.rowcount)


def record(
    connection: Connection,
    given: Given,
    items: dict[str, int | None],
    comment: str | None,
    service_id: int | None,
    settle_ms: int,
    extra: Mapping[str, Value | None] | None = None,
) -> bool:
    """Keep what was added; a second time replaces what has not been sealed.

    Args:
        given: the response, from ``find`` in the same transaction.
        items: factor and fact marks by name; None clears one that was waiting. What is sealed
            stays as it is.
        comment: masked already; None leaves, "" clears the waiting one.
        service_id: the service the citizen named, if any.
        settle_ms: how long an addition may still grow.
        extra: answers that no counter knows, as ``items``.

    Returns:
        Whether anything of it could be kept.
    """
    values: dict[str, Any] = {name: v for name, v in items.items() if name not in given.items}
    if comment or (comment is not None and given.comment):
        values["comment"] = comment or None
    fresh = {name: value for name, value in (extra or {}).items() if name not in given.extra}
    if fresh:
        stated = {**given.waiting_extra, **fresh}
        values["extra"] = {
            name: value for name, value in stated.items() if value is not None
        } or None
    placed = False
    if service_id is not None and given.service_id is None:
        placed = _place(connection, given, service_id)
        if not placed:
            values["service_id"] = service_id
    return _keep(connection, given, values, settle_ms) or placed


def _keep(connection: Connection, given: Given, values: dict[str, Any], settle_ms: int) -> bool:
    """Put values into the addition that waits, or begin one; False when they say nothing."""
    if not values:
        return False
    settles_ms = days.now_ms() + settle_ms
    changed = connection.execute(
        update(Pending)
        .where(Pending.key == given.key, Pending.kind == ADDITION)
        .values(**values, settles_ms=settles_ms)
    )
    if changed.rowcount:
        return True
    if not any(value is not None for value in values.values()):
        return False
    _begin(connection, given, values, settles_ms)
    return True


def _begin(connection: Connection, given: Given, values: dict[str, Any], settles_ms: int) -> None:
    """Enter the first addition to a response; after it, so that the ledger takes them in order."""
    fresh = given.said | dict.fromkeys(ITEMS) | {"kind": ADDITION, "received_ms": days.now_ms()}
    fresh |= {"service_id": None, "extra": None} | values
    connection.execute(insert(Pending).values(**fresh, settles_ms=settles_ms, flags=0))
