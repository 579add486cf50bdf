"""What a citizen adds after the tap: found by the receipt, kept beside the response."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from surveys import codes, days
from surveys.counts import ADDITION, RESPONSE
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

    ``said`` are the columns of the response; ``items`` and ``comments`` what stands by now, the
    waiting addition included; ``settled`` whether the mark can still be corrected.
    """

    key: str
    settled: bool
    said: dict[str, Any]
    items: dict[str, int] = field(default_factory=dict)
    service_id: int | None = None
    comment: str | None = None


def hash_of(receipt: str) -> int:
    """The 64-bit number under which a receipt is kept."""
    return int.from_bytes(codes.receipt_hash(receipt)[:8], "big", signed=True)


def remembered_until(day: date) -> date:
    """The last day on which a key received on ``day`` is remembered."""
    return day + timedelta(days=REMEMBERED_DAYS)


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
    return Given(key, row.settles_ms <= now_ms, said, items, row.service_id, row.comment)


def _sealed(connection: Connection, known: Any) -> Given | None:
    rows = connection.execute(
        select(Entry.__table__)
        .where(Entry.unit_id == known.unit_id, Entry.day == known.day, Entry.key == known.key)
        .order_by(Entry.id)
    )
    standing = standing_of(row._asdict() for row in rows)
    if standing is None:
        return None
    return Given(known.key, True, standing.said, dict(standing.items), standing.service_id)


def _with_waiting(connection: Connection, given: Given) -> Given:
    """Lay the waiting addition over what stands; a settled item is never covered."""
    row = connection.execute(
        select(Pending.__table__).where(Pending.key == given.key, Pending.kind == ADDITION)
    ).one_or_none()
    if row is None:
        return given
    waiting = {name: getattr(row, name) for name in ITEMS if getattr(row, name) is not None}
    return Given(
        given.key,
        given.settled,
        given.said,
        waiting | given.items,
        given.service_id or row.service_id,
        row.comment or given.comment,
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
) -> None:
    """Keep what was added; a second time replaces what has not been sealed.

    Args:
        given: the response, from ``find`` in the same transaction.
        items: factor and fact marks by name; None clears one that was waiting.
        comment: masked already; None leaves, "" clears the waiting one.
        service_id: the service the citizen named, if any.
        settle_ms: how long an addition may still grow.
    """
    now_ms = days.now_ms()
    values: dict[str, Any] = dict(items)
    if comment is not None:
        values["comment"] = comment or None
    if (
        service_id is not None
        and given.service_id is None
        and not _place(connection, given, service_id)
    ):
        values["service_id"] = service_id
    changed = connection.execute(
        update(Pending)
        .where(Pending.key == given.key, Pending.kind == ADDITION)
        .values(**values, settles_ms=now_ms + settle_ms)
    )
    if changed.rowcount or not any(value is not None for value in values.values()):
        return
    fresh = given.said | dict.fromkeys(ITEMS) | {"kind": ADDITION, "received_ms": now_ms}
    fresh |= {"service_id": None, "extra": None} | values
    # Not before its response: the ledger takes them in this order.
    connection.execute(insert(Pending).values(**fresh, settles_ms=now_ms + settle_ms, flags=0))
