"""Printing: which codes hang in which batch, and how a batch of posters is withdrawn.

A code belongs to the batch it was first printed in. It may be printed again there, but in no other
one: to withdraw a batch is then to withdraw exactly the codes on its paper.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from surveys import codes, days, register
from surveys.touchpoints import PrintBatch, Touchpoint, TouchpointName, TouchpointUnit


class UnknownBatch(LookupError):
    """No batch has this label."""


class PrintedBefore(ValueError):
    """Some of the codes hang in another batch; carries its label."""


class Withdrawn(ValueError):
    """The batch was withdrawn before; carries its label."""


class Batch(NamedTuple):
    """A print batch; its label stands on each poster."""

    id: int
    label: str
    printed_at: datetime
    revoked_at: datetime | None


class Renewed(NamedTuple):
    """A counter whose printed code was withdrawn, and the code that follows it."""

    old: str
    new: str


def list_batches(connection: Connection) -> dict[int, Batch]:
    """All batches by id."""
    columns = (getattr(PrintBatch, name) for name in Batch._fields)
    rows = connection.execute(select(*columns).order_by(PrintBatch.id))
    return {row.id: Batch(*row) for row in rows}


def batches_of(connection: Connection, touchpoint_ids: Collection[int]) -> dict[int, Batch]:
    """The batch of each touchpoint that was printed in one."""
    known = list_batches(connection)
    rows = connection.execute(select(Touchpoint.id, Touchpoint.batch_id))
    return {
        row.id: known[row.batch_id] for row in rows if row.batch_id and row.id in touchpoint_ids
    }


def print_in(connection: Connection, label: str, touchpoint_ids: Collection[int]) -> Batch:
    """Put touchpoints into the batch of this label, which is made where it is new.

    Raises:
        PrintedBefore: one of them hangs in another batch.
        Withdrawn: the batch was withdrawn; nothing is printed in it again.
    """
    batch = next((b for b in list_batches(connection).values() if b.label == label), None)
    if batch and batch.revoked_at:
        raise Withdrawn(label)
    hanging = batches_of(connection, touchpoint_ids)
    for other in hanging.values():
        if other.label != label:
            raise PrintedBefore(other.label)
    if batch is None:
        now = days.now()
        made = insert(PrintBatch).values(label=label, printed_at=now).returning(PrintBatch.id)
        batch = Batch(connection.execute(made).scalar_one(), label, now, None)
    fresh = sorted(set(touchpoint_ids) - hanging.keys())
    into = update(Touchpoint).where(Touchpoint.id.in_(fresh))
    connection.execute(into.values(batch_id=batch.id))
    return batch


def withdraw(connection: Connection, label: str, why: str) -> list[Renewed]:
    """Retire every code of a batch; each counter that was open gets a new one, in no batch yet.

    Raises:
        UnknownBatch: there is none of this label.
        Withdrawn: that was done before.
    """
    batch = next((b for b in list_batches(connection).values() if b.label == label), None)
    if batch is None:
        raise UnknownBatch(label)
    if batch.revoked_at:
        raise Withdrawn(label)
    now = days.now()
    of_it = select(Touchpoint.__table__).where(Touchpoint.batch_id == batch.id)
    hanging = connection.execute(of_it.where(Touchpoint.state != "retired")).all()
    renewed = [Renewed(old.code, _renew(connection, old._asdict(), now)) for old in hanging]
    revoked = update(PrintBatch).where(PrintBatch.id == batch.id)
    connection.execute(revoked.values(revoked_at=now, revoked_why=why))
    retired = update(Touchpoint).where(Touchpoint.id.in_([old.id for old in hanging]))
    connection.execute(retired.values(state="retired", retired_at=now))
    register.touch(connection)
    return renewed


def _renew(connection: Connection, old: dict[str, object], now: datetime) -> str:
    """The same counter under a new code, which is returned."""
    kept = ("service_id", "survey_id", "channel", "state", "busiest_hour")
    fresh = {name: old[name] for name in kept} | {"code": codes.new_code(), "opened_at": now}
    made = insert(Touchpoint).values(**fresh).returning(Touchpoint.id)
    id_ = connection.execute(made).scalar_one()
    names = select(TouchpointName.__table__).where(TouchpointName.touchpoint_id == old["id"])
    leads = select(TouchpointUnit.__table__).where(TouchpointUnit.touchpoint_id == old["id"])
    for row in connection.execute(names).all():
        connection.execute(insert(TouchpointName).values(row._asdict() | {"touchpoint_id": id_}))
    # Only where it leads today: what came before came under the old code.
    lead = connection.execute(leads.order_by(TouchpointUnit.since_ms.desc())).first()
    if lead is not None:
        today = {"touchpoint_id": id_, "unit_id": lead.unit_id, "since_ms": days.to_ms(now)}
        connection.execute(insert(TouchpointUnit).values(today))
    return str(fresh["code"])
