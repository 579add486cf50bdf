"""Slips: one-time codes that are handed over with a result, and the responses they vouch for.

A slip says that somebody was served at this counter, not who: no dossier number is kept, of its
code only a hash, and nothing leads from a used slip to the response that it vouched for, nor back.
So whoever noted which slip went to whom learns no mark from it.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Connection,
    ForeignKey,
    String,
    case,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from surveys import codes, days
from surveys.database import Base

# 50 bits: nobody guesses one of the few that are out.
CODE_LENGTH = 10
LONGEST_BATCH = 80
# So many may be made at a time.
MOST = 5_000


class Slip(Base):
    """A slip that was made; ``batch`` is the pad it belongs to."""

    __tablename__ = "slip"

    code_hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    touchpoint_id: Mapped[int] = mapped_column(ForeignKey("touchpoint.id"), index=True)
    batch: Mapped[str] = mapped_column(String(LONGEST_BATCH), index=True)
    made_on: Mapped[date]
    # Not when: the time of a response would tell which one it was.
    used: Mapped[bool] = mapped_column(default=False)


class Verified(Base):
    """A response, by its key, that came with a slip nobody had used.

    It has no row number: the order of arrival would tell what the time of use does not.
    """

    __tablename__ = "verified"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(String(128), primary_key=True)


class UnknownPad(LookupError):
    """No slips were made under this label."""


class Pad(NamedTuple):
    """The slips of one batch."""

    label: str
    made_on: date
    slips: int
    used: int


def read(text: str) -> str:
    """A slip's code in its one form, however it was typed; "" where it is none."""
    return codes.read_drawn(text, CODE_LENGTH) or ""


def make(connection: Connection, touchpoint_id: int, count: int, batch: str) -> list[str]:
    """Make slips for a touchpoint; their codes, which are stored nowhere."""
    made = [codes.draw_code(CODE_LENGTH) for _ in range(count)]
    common = {"touchpoint_id": touchpoint_id, "batch": batch, "used": False}
    common["made_on"] = days.office_day(days.now_ms())
    rows = [{"code_hash": _hash(code)} | common for code in made]
    if rows:
        connection.execute(insert(Slip), rows)
    return made


def redeem(connection: Connection, touchpoint_id: int, code: str, key: str) -> bool:
    """Let a slip vouch for a response; False where it is unknown, used, or of another counter.

    Args:
        connection: of ``writing``; of two that use the same slip, one finds it unused.
        key: of a response that is stored; one that is verified already spends no second slip.
    """
    if connection.scalar(select(Verified.key).where(Verified.key == key)):
        return False
    unused = (Slip.code_hash == _hash(code), Slip.touchpoint_id == touchpoint_id, ~Slip.used)
    spent = connection.execute(update(Slip).where(*unused).values(used=True))
    if spent.rowcount:
        connection.execute(insert(Verified).values(key=key))
    return bool(spent.rowcount)


def list_pads(connection: Connection, touchpoint_ids: Sequence[int] | None = None) -> list[Pad]:
    """How many slips each batch has and how many were used, oldest first."""
    used = func.sum(case((Slip.used, 1), else_=0))
    pads = select(Slip.batch, func.min(Slip.made_on), func.count(), used).group_by(Slip.batch)
    if touchpoint_ids is not None:
        pads = pads.where(Slip.touchpoint_id.in_(touchpoint_ids))
    rows = connection.execute(pads.order_by(func.min(Slip.made_on), Slip.batch))
    return [Pad(label, made_on, slips, int(used)) for label, made_on, slips, used in rows]


def void(connection: Connection, batch: str, touchpoint_ids: Sequence[int] | None = None) -> int:
    """Make the unused slips of a lost pad worthless; how many they were.

    Args:
        touchpoint_ids: of these counters alone; None for all.

    Raises:
        UnknownPad: no slips were made under this label.
    """
    of_it = [Slip.batch == batch]
    if touchpoint_ids is not None:
        of_it.append(Slip.touchpoint_id.in_(touchpoint_ids))
    if not connection.scalar(select(Slip.batch).where(*of_it).limit(1)):
        raise UnknownPad(batch)
    return connection.execute(delete(Slip).where(*of_it, ~Slip.used)).rowcount


def _hash(code: str) -> int:
    digest = hashlib.blake2b(code.encode(), digest_size=8, person=b"slip").digest()
    return int.from_bytes(digest, "big", signed=True)
