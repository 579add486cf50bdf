"""You said, we did: drawn from closed actions, approved by the leader, shown to citizens."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from analytics.numbers.estimates import FEW_UNDER
from analytics.quality.nonconformities import EffectCheck, Nonconformity
from analytics.quality.promises import SaidDid, SaidDidWords
from surveys.words import words_for
from translations import spoken

ITEM = SaidDid.__table__


class UnknownItem(LookupError):
    """There is no such item."""


class Words(NamedTuple):
    """The two sentences of an item."""

    said: str
    did: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What was measured before and after, in shares of 1 with their n.

    Attributes:
        verdict: better or not_shown; the interval of the difference of differences decided.
        least: how much better at least; 0 where that is not shown.
    """

    indicator: str
    verdict: str
    before: float
    n_before: int
    after: float
    n_after: int
    least: float


@dataclass(frozen=True, slots=True)
class Told:
    """An approved item as citizens read it; ``effect`` None where too few answers carry one."""

    id: int
    said: str
    did: str
    said_on: date
    did_on: date
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class Item:
    """An item as its editors see it: a row of ``said_did``, its words, its effect."""

    row: Any
    words: Mapping[str, Words]
    effect: Effect | None
    number: str | None


def said_and_did(
    connection: Connection, unit_id: int, limit: int = 3, language: str | None = None
) -> list[Told]:
    """The newest approved items of a unit, in two queries.

    Args:
        language: None is the one spoken now; where an item lacks it, it is told in Vietnamese.
    """
    asked = _items().where(ITEM.c.unit_id == unit_id, ITEM.c.state == "approved")
    order = (ITEM.c.did_on.desc(), ITEM.c.id.desc())
    rows = connection.execute(asked.order_by(*order).limit(limit)).all()
    words = _words(connection, [row.id for row in rows])
    told = []
    for row in rows:
        said, did = words_for(words[row.id], language or spoken())
        told.append(Told(row.id, said, did, row.said_on, row.did_on, _effect(row)))
    return told


def list_items(connection: Connection, unit_id: int) -> list[Item]:
    """All items of a unit, drafts first, newest first."""
    asked = _items().where(ITEM.c.unit_id == unit_id)
    order = ("draft", "approved", "withdrawn")
    found = connection.execute(asked.order_by(ITEM.c.id.desc())).all()
    rows = sorted(found, key=lambda row: order.index(row.state))
    words = _words(connection, [row.id for row in rows])
    return [Item(row, words[row.id], _effect(row), row.number) for row in rows]


def find_item(connection: Connection, item_id: int) -> Item:
    """One item.

    Raises:
        UnknownItem: there is none.
    """
    row = connection.execute(_items().where(ITEM.c.id == item_id)).first()
    if row is None:
        raise UnknownItem(item_id)
    return Item(row, _words(connection, [row.id])[row.id], _effect(row), row.number)


def _items() -> Any:
    checks, records = EffectCheck.__table__, Nonconformity.__table__
    columns = (checks.c.indicator, checks.c.verdict, checks.c.result, records.c.number)
    return (
        select(ITEM, *columns)
        .join(checks, checks.c.id == ITEM.c.effect_check_id, isouter=True)
        .join(records, records.c.id == ITEM.c.nonconformity_id, isouter=True)
    )


def _words(connection: Connection, ids: Collection[int]) -> dict[int, dict[str, Words]]:
    said: dict[int, dict[str, Words]] = {id_: {} for id_ in ids}
    asked = select(SaidDidWords.__table__).where(SaidDidWords.said_did_id.in_(ids))
    for row in connection.execute(asked):
        said[row.said_did_id][row.language] = Words(row.said, row.did)
    return said


def _effect(row: Any) -> Effect | None:
    """The measured effect, where enough answers carry it to be told to everybody."""
    told = row.result
    if not told or row.verdict not in ("better", "not_shown"):
        return None
    before, after = told["before"], told["after"]
    if min(before["n"], after["n"]) < FEW_UNDER:
        return None
    low, high = told["difference"]["low"], told["difference"]["high"]
    least = max(0.0, low, -high) if row.verdict == "better" else 0.0
    shares = (before["counted"] / before["n"], before["n"], after["counted"] / after["n"])
    return Effect(row.indicator, row.verdict, *shares, after["n"], least)


def count_approved(connection: Connection, unit_id: int) -> int:
    """How many items citizens can read."""
    asked = select(func.count()).where(ITEM.c.unit_id == unit_id, ITEM.c.state == "approved")
    return connection.scalar(asked) or 0
