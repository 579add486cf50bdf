"""Vintages: what stands of each unit's month, as the public was told it last.

Answers come late, on paper and from phones without a network, and the difference between two
editions is an answer to whoever keeps both. So all that is published is a sum of months as they
stand, and what stands of a month is taken anew, question by question, only where nothing came or
ten answers did. Being sums of the same standing months, all cells of an edition add up, and two
editions differ by ten answers or by none, wherever one looks. At the yearly revision responses that
were excluded go, however few they are; late answers wait for their ten then too, or whoever handed
in the one paper form of a month would find it told in January.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import JSON, Connection, String, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from surveys.counts import COUNTERS, FACTORS, Counts
from surveys.database import Base
from surveys.days import Period

ANSWERS_SINCE: Final = 10
"""A published cell changes when so many answers were added (interfaces)."""

What = Literal["month", "groups"]


class Vintage(Base):
    """Counts as they stand: of a month, or the overall marks of a quarter by service group."""

    __tablename__ = "published_vintage"

    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # month, or groups for a quarter's service groups
    what: Mapped[str] = mapped_column(String(8), primary_key=True)
    start: Mapped[date] = mapped_column(primary_key=True)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The office day of the edition that took them, or that looked at them for a yearly revision.
    taken_on: Mapped[date]


class Atom(NamedTuple):
    """A unit's month; all that is published is a sum of these."""

    unit_id: int
    start: date


class Stood(NamedTuple):
    """What stands, as JSON keeps it, and since when."""

    counts: dict[str, Any]
    taken_on: date


def read_vintages(
    connection: Connection, unit_ids: Iterable[int], span: Period, what: What
) -> dict[Atom, Stood]:
    """What stands of the periods that begin within a span."""
    rows = connection.execute(
        select(Vintage.__table__).where(
            Vintage.unit_id.in_(unit_ids),
            Vintage.what == what,
            Vintage.start >= span.start,
            Vintage.start < span.end,
        )
    )
    return {Atom(row.unit_id, row.start): Stood(row.counts, row.taken_on) for row in rows}


def keep(
    connection: Connection, what: What, counts: Mapping[Atom, Mapping[str, Any]], today: date
) -> None:
    """Put these in the place of what stood."""
    if not counts:
        return
    table = Vintage.__table__.c
    old = delete(Vintage).where(
        table.what == what, table.unit_id == bindparam("of"), table.start == bindparam("at")
    )
    connection.execute(old, [{"of": atom.unit_id, "at": atom.start} for atom in counts])
    same = {"what": what, "taken_on": today}
    rows = [{**same, **atom._asdict(), "counts": dict(told)} for atom, told in counts.items()]
    connection.execute(insert(Vintage), rows)


def slim(counts: Counts) -> dict[str, int]:
    """The counters that are not zero, as they are kept."""
    return {name: value for name, value in counts.named().items() if value}


_CLUSTERS: Final = COUNTERS[-6:]
_FACTOR_MARKS: Final = {f: tuple(f"{f}{mark}" for mark in range(1, 6)) for f in FACTORS}
# By question: the marks of which ten must have come, and what goes with them.
_QUESTIONS: Final = (
    (tuple(f"o{mark}" for mark in range(1, 6)), ()),
    *((marks, (f"{factor}0",)) for factor, marks in _FACTOR_MARKS.items()),
    (("t1", "t2", "t3"), ("t4",)),
    (tuple(f"v{times}" for times in range(4)), ()),
)


def renewed(stood: Counts, now: Counts, *, yearly: bool = False) -> Counts:
    """What stands from now on: each question as it was, or as it is, by ``may_change``.

    Sums over all factors follow only where every factor stands as it is.

    Args:
        yearly: at the yearly revision.
    """
    before, after = stood.named(), now.named()
    told = dict(before)
    whole = [(n["responses"] - n["unfinished"], n["unfinished"]) for n in (before, after)]
    if may_change(*whole, yearly=yearly):
        told |= {name: after[name] for name in ("responses", "unfinished")}
    for marks, others in _QUESTIONS:
        was, is_ = ([of[name] for name in marks] for of in (before, after))
        if may_change(was, is_, yearly=yearly):
            told |= {name: after[name] for name in (*marks, *others)}
    if all(told[name] == after[name] for marks in _FACTOR_MARKS.values() for name in marks):
        told |= {name: after[name] for name in _CLUSTERS}
    return Counts.of(**told)


def may_change(before: Sequence[int], after: Sequence[int], *, yearly: bool = False) -> bool:
    """Whether the difference is of nobody or of ten people; what came and what went apart.

    Args:
        yearly: at the yearly revision any number may go.
    """
    came = sum(max(0, b - a) for a, b in zip(before, after, strict=True))
    went = sum(max(0, a - b) for a, b in zip(before, after, strict=True))
    counted = (came,) if yearly else (came, went)
    return all(people == 0 or people >= ANSWERS_SINCE for people in counted)
