"""What a pending row becomes in the ledger, given what its response already stated.

An addition never changes what was sealed: an item that the response has already stated stays as it
was. Where an addition first names the service, the response as it stood is taken back from "no
service" and entered under the service; where the response is excluded, it comes back for as long as
the addition takes and leaves again with it. So cells stay sums of rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, false, or_, select

from surveys import days
from surveys.counts import ADDITION, CHECKPOINT, ERASURE, EXCLUSION, FACTORS, RESPONSE
from surveys.responses import ITEMS, SAID, Entry, Screening


@dataclass(slots=True)
class Line:
    """A row of the ledger in the making: its columns, its comment, and why it is doubted."""

    entry: dict[str, Any]
    comment: str | None = None
    flags: int = 0


@dataclass(slots=True)
class Standing:
    """A response as it stands after its earlier entries."""

    response_id: int
    service_id: int | None
    flags: int
    items: dict[str, int]
    # The columns of the response's own entry, from which a correction takes place and channel.
    said: dict[str, Any]
    # How often it was taken back and not entered again: 1 when it is excluded, else 0.
    taken_back: int = 0

    @property
    def prior(self) -> tuple[int, int]:
        """How many factor items were answered 4 or 5, and how many at all."""
        marks = [self.items[f] for f in FACTORS if self.items.get(f)]
        return sum(mark >= 4 for mark in marks), len(marks)


@dataclass(slots=True)
class Earlier:
    """The responses that additions of this block belong to, by key."""

    by_key: dict[str, Standing] = field(default_factory=dict)


def earlier_facts(connection: Connection, additions: Sequence[Row[Any]]) -> Earlier:
    """Read how the responses stand that the additions belong to.

    Looks entries up by unit and day, so the ledger needs no index over keys.
    """
    wanted: dict[tuple[int, Any], set[str]] = defaultdict(set)
    for row in additions:
        wanted[row.unit_id, row.day].add(row.key)
    places = [
        and_(Entry.unit_id == unit, Entry.day == day, Entry.key.in_(keys))
        for (unit, day), keys in wanted.items()
    ]
    earlier = Earlier()
    for start in range(0, len(places), 50):
        found = select(Entry.__table__).where(or_(*places[start : start + 50])).order_by(Entry.id)
        for entry in connection.execute(found):
            _remember(earlier, entry._asdict(), 0)
    _read_flags(connection, earlier)
    return earlier


def at_places(places: Iterable[tuple[int, date]]) -> ColumnElement[bool]:
    """Entries of these units and days; no places, no entries.

    Written as alternatives because SQLite reads the whole ledger for ``(unit_id, day) IN (...)``.
    """
    either = (and_(Entry.unit_id == unit, Entry.day == day) for unit, day in places)
    return or_(false(), *either)


def _read_flags(connection: Connection, earlier: Earlier) -> None:
    standing = {s.response_id: s for s in earlier.by_key.values()}
    doubted = select(Screening).where(Screening.response_id.in_(standing))
    for row in connection.execute(doubted) if standing else ():
        standing[row.response_id].flags = row.flags


def _remember(earlier: Earlier, entry: dict[str, Any], flags: int) -> None:
    if entry["kind"] == RESPONSE:
        items = _stated(entry)
        said = {name: entry[name] for name in SAID}
        earlier.by_key[entry["key"]] = Standing(
            entry["id"], entry["service_id"], flags, items, said
        )
    elif standing := earlier.by_key.get(entry["key"]):
        if entry["kind"] == ADDITION:
            standing.items |= _stated(entry)
        elif entry["kind"] == EXCLUSION:
            standing.taken_back -= entry["sign"]
        if entry["sign"] == 1 and entry["service_id"]:
            standing.service_id = entry["service_id"]


def _stated(entry: dict[str, Any]) -> dict[str, int]:
    return {name: entry[name] for name in ITEMS if entry[name] is not None}


def lines_of(row: Row[Any], earlier: Earlier, next_id: int) -> list[Line]:
    """The ledger lines of one pending row, with ids from ``next_id`` on.

    An addition that says nothing new gives none.
    """
    said = {name: getattr(row, name) for name in SAID}
    if row.kind == RESPONSE:
        line = _line(said, next_id, next_id, row.flags)
        line.comment = row.comment
        _remember(earlier, line.entry, row.flags)
        return [line]
    return _addition(said, row.comment, earlier.by_key.get(row.key), earlier, next_id)


def _addition(
    said: dict[str, Any],
    comment: str | None,
    standing: Standing | None,
    earlier: Earlier,
    next_id: int,
) -> list[Line]:
    if standing is None:
        line = _line(said, next_id, None, 0)
        line.comment = comment
        return [line]
    if not standing.taken_back:
        return _added(said, comment, standing, earlier, next_id)
    back = restated(standing, 1, next_id)
    added = _added(said, comment, standing, earlier, next_id + 1)
    return [back, *added, restated(standing, -1, next_id + 1 + len(added))] if added else []


def _added(
    said: dict[str, Any], comment: str | None, standing: Standing, earlier: Earlier, next_id: int
) -> list[Line]:
    lines = _moved(said, standing, next_id)
    said["service_id"] = standing.service_id
    new = {name: None if name in standing.items else said[name] for name in ITEMS}
    if comment is not None or said["extra"] or any(value is not None for value in new.values()):
        line = _line(said | new, next_id + len(lines), standing.response_id, standing.flags)
        line.entry["prior_a"], line.entry["prior_b"] = standing.prior
        line.comment = comment
        _remember(earlier, line.entry, standing.flags)
        lines.append(line)
    return lines


def _moved(said: dict[str, Any], standing: Standing, next_id: int) -> list[Line]:
    """The pair of lines that enters a response under the service it named late, or nothing."""
    service = said["service_id"]
    if service is None or standing.service_id is not None:
        return []
    back = restated(standing, -1, next_id)
    standing.service_id = service
    return [back, restated(standing, 1, next_id + 1)]


def restated(standing: Standing, sign: int, id_: int) -> Line:
    """The line that takes the whole response back (-1), or enters it again (+1), as it stands."""
    stated = standing.said | {name: standing.items.get(name) for name in ITEMS}
    stated |= {"kind": EXCLUSION, "extra": None, "service_id": standing.service_id}
    line = _line(stated, id_, standing.response_id, standing.flags)
    line.entry["sign"] = sign
    return line


def erasure(commented: dict[str, Any], id_: int) -> Line:
    """The line that says that the comment of an entry (its columns) is no more."""
    stated = {name: commented[name] for name in SAID} | dict.fromkeys(ITEMS)
    stated |= {"kind": ERASURE, "extra": {"erased": commented["id"]}}
    return _line(stated, id_, commented["response_id"], 0)


def checkpoint(stated: dict[str, Any], id_: int, at_ms: int) -> Line:
    """The line that closes a month: of no unit, no channel and no survey, and counted nowhere."""
    nowhere = ("touchpoint_id", "unit_id", "path_id", "survey_version_id", "channel")
    said = dict.fromkeys(SAID) | dict.fromkeys(nowhere, 0)
    said |= {"kind": CHECKPOINT, "key": f"checkpoint {stated['month']}", "locale": ""}
    said |= {"given_ms": at_ms, "received_ms": at_ms, "day": days.office_day(at_ms)}
    return _line(said | {"extra": stated, "simulated": False}, id_, None, 0)


def _line(said: dict[str, Any], id_: int, response_id: int | None, flags: int) -> Line:
    entry = said | {"id": id_, "response_id": response_id, "sign": 1}
    return Line(entry | {"prior_a": 0, "prior_b": 0, "commitment": None}, flags=flags)


def standing_of(entries: Iterable[dict[str, Any]]) -> Standing | None:
    """How one response stands after its entries, oldest first; None without a response."""
    earlier = Earlier()
    for entry in entries:
        _remember(earlier, entry, 0)
    return next(iter(earlier.by_key.values()), None)
