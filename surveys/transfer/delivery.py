"""Responses that another system delivers: each judged for itself, each stored exactly once.

A key belongs to one response, at one touchpoint and one time, for ever. Delivered again it is
known; with another mark it amends the response until that has settled, as a second tap does; at
another touchpoint or time it belongs to something else, and the newcomer is refused.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from surveys import codes
from surveys.counts import RESPONSE
from surveys.database import WAIT_FOR_STANDBY
from surveys.responses import ITEMS, Entry, KnownKey, Pending
from surveys.sealing.ledger import at_places
from surveys.transfer.checking import Answered, Checker
from surveys.transfer.lines import BadLine, Wrong

Status = Literal["stored", "known", "refused"]
# The flags of a mark, below 0 where nothing was finished, and the time in ms it was given.
Doubts = Callable[[int, int], int]


@dataclass(slots=True)
class Delivered:
    """A member of a delivery, and what became of it.

    Attributes:
        said: None where something is wrong with it.
        timed: whether it says itself when it was given.
        wrongs: why it was refused.
    """

    key: str
    said: Answered | None = None
    timed: bool = True
    status: Status = "refused"
    wrongs: list[Wrong] = field(default_factory=list)


def judge(
    checker: Checker,
    columns: Mapping[str, str],
    code: str,
    member: Mapping[str, Any],
    now: str,
) -> Delivered:
    """What a member says, or all that is wrong with it.

    Args:
        columns: as ``checking.columns_of`` has them.
        code: the touchpoint it is delivered to; it may name that one again, but no other.
        member: values by column, as text or as numbers; ``key`` must be among them.
        now: the time it was given where it does not say so itself, as ``days.read_moment`` reads.
    """
    wrongs: list[Wrong] = []
    cells = dict(_cells(columns, member, wrongs))
    if codes.read_code(cells.get("touchpoint") or code) != code:
        wrongs.append(Wrong("touchpoint", "other_touchpoint"))
    if not cells.get("key") and not any(wrong.column == "key" for wrong in wrongs):
        wrongs.append(Wrong("key", "missing"))
    timed = bool(cells.get("given_at"))
    cells |= {"touchpoint": code} | ({} if timed else {"given_at": now})
    delivered = Delivered(cells.get("key", ""), timed=timed, wrongs=wrongs)
    try:
        said = checker.check(cells)
        delivered.said = None if wrongs else said
    except BadLine as bad:
        wrongs += _as_written(bad.wrongs, columns, member, alone=not wrongs)
    return delivered


def _as_written(
    wrongs: Iterable[Wrong], columns: Mapping[str, str], member: Mapping[str, Any], *, alone: bool
) -> list[Wrong]:
    """The wrongs under the names that the member uses.

    What could not even be read may have been the answer, so then none is missed.
    """
    written = {column: name for name, column in columns.items() if name in member}
    return [
        wrong._replace(column=written.get(wrong.column, ""))
        for wrong in wrongs
        if alone or wrong.reason != "no_answer"
    ]


def _cells(
    columns: Mapping[str, str], member: Mapping[str, Any], wrongs: list[Wrong]
) -> Iterable[tuple[str, str]]:
    taken: set[str] = set()
    for name, value in member.items():
        column = columns.get(name)
        if column is None:
            wrongs.append(Wrong(name[:40], "unknown_column"))
        elif column in taken:
            wrongs.append(Wrong(name, "repeated_column"))
        elif (cell := _cell(value)) is None:
            wrongs.append(Wrong(name, "bad_value"))
        else:
            taken.add(column)
            yield column, cell


def _cell(value: Any) -> str | None:
    """A JSON value as the cell of a file would have it; None for what no cell can hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        # JSON knows one kind of number: 5.0 is 5, and some programs write it so.
        value = int(value)
    return str(value).strip() if isinstance(value, str | int) else None


def store(
    connection: Connection,
    delivery: Sequence[Delivered],
    received_ms: int,
    settle_ms: int,
    *,
    accepting: bool = True,
    simulated: bool = False,
    doubts: Doubts | None = None,
) -> None:
    """Store what is new of a delivery, in the caller's transaction, and set each one's status.

    Args:
        connection: of ``writing``; at most some 500 members keep it short.
        settle_ms: how long a delivered mark may still be amended.
        accepting: whether the touchpoint takes new responses; known ones stay known.
        simulated: the database is a demonstration, whatever the members say of themselves.
        doubts: asked once of each that is new, in the order in which they were given.
    """
    good = [(one, one.said) for one in delivery if one.said is not None]
    standing = _standing(connection, [said for _, said in good])
    fresh = {said.key: said for _, said in reversed(good) if said.key not in standing}
    if not accepting:
        for one, said in good:
            if said.key in fresh:
                one.said = None
                one.wrongs.append(Wrong("touchpoint", "closed"))
        good, fresh = [(one, said) for one, said in good if one.said], {}
    new = _remember(connection, fresh)
    common = {"kind": RESPONSE, "received_ms": received_ms}
    common |= {"settles_ms": received_ms + settle_ms} | ({"simulated": True} if simulated else {})
    if new:
        rows = _rows([fresh[key] for key in sorted(new)], doubts)
        connection.execute(insert(Pending), [row | common for row in rows])
    first = {said.key: one for one, said in reversed(good) if said.key in new}
    for one in first.values():
        one.status = "stored"
    repeats = [(one, said) for one, said in good if first.get(said.key) is not one]
    if repeats:
        _settle_repeats(connection, repeats, received_ms)


def _rows(new: Sequence[Answered], doubts: Doubts | None) -> list[dict[str, Any]]:
    flags = _flags(new, doubts) if doubts else {}
    return [_row(said) | {"flags": flags.get(said.key, 0)} for said in new]


def _flags(new: Sequence[Answered], doubts: Doubts) -> dict[str, int]:
    flags = {}
    for said in sorted(new, key=lambda said: said.given_ms):
        choice = _choice(said)
        flags[said.key] = doubts(choice.overall or -(choice.unfinished or 0), said.given_ms)
    return flags


def _remember(connection: Connection, fresh: Mapping[str, Answered]) -> set[str]:
    """Remember keys for ever; those that were not known."""
    if not fresh:
        return set()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    new = dialect.insert(KnownKey).on_conflict_do_nothing().returning(KnownKey.key)
    # In the order of the keys, so that two processes with common keys cannot deadlock.
    keys = [{"key": k, "unit_id": s.unit_id, "day": s.day} for k, s in sorted(fresh.items())]
    return set(connection.scalars(new, keys))


def _row(said: Answered) -> dict[str, Any]:
    row = {name: getattr(said, name) for name in said.__struct_fields__}
    return row | dict(zip(ITEMS, row.pop("items"), strict=True))


class _Held(NamedTuple):
    """Where and when the response of a known key was given, and its choice."""

    touchpoint_id: int
    given_ms: int
    overall: int | None
    unfinished: int | None


def _settle_repeats(
    connection: Connection, repeats: Sequence[tuple[Delivered, Answered]], now_ms: int
) -> None:
    held = _standing(connection, [said for _, said in repeats])
    choices: dict[str, _Held] = {}
    for one, said in repeats:
        known = held.get(said.key)
        same = known is None or known.touchpoint_id == said.touchpoint_id
        if same and (known is None or not one.timed or known.given_ms == said.given_ms):
            one.status = "known"
            choices[said.key] = _choice(said)
        else:
            one.wrongs.append(Wrong("key", "key_taken"))
    # In the order of the keys, so that two processes with common keys cannot deadlock.
    for key, choice in sorted(choices.items()):
        if key in held and choice[2:] not in (held[key][2:], (None, None)):
            _amend(connection, key, choice, now_ms)
    if connection.dialect.name == "postgresql":
        # Repeats alone write nothing; this makes their COMMIT wait for a standby all the same.
        connection.execute(text(WAIT_FOR_STANDBY))


def _choice(said: Answered) -> _Held:
    marks = dict(zip(ITEMS, said.items, strict=True))
    return _Held(said.touchpoint_id, said.given_ms, marks["overall"], marks["unfinished"])


def _amend(connection: Connection, key: str, choice: _Held, now_ms: int) -> None:
    waiting = update(Pending).where(Pending.key == key, Pending.kind == RESPONSE)
    chosen = {"overall": choice.overall, "unfinished": choice.unfinished}
    connection.execute(waiting.where(Pending.settles_ms > now_ms).values(**chosen))


def _standing(connection: Connection, members: Sequence[Answered]) -> dict[str, _Held]:
    """The responses of those keys that are stored already, pending or sealed."""
    keys = sorted({said.key for said in members})
    if not keys:
        return {}
    known = select(KnownKey.unit_id, KnownKey.day).where(KnownKey.key.in_(keys))
    # The key of a tap is forgotten after some days; its response is looked for all the same.
    places = {(said.unit_id, said.day) for said in members}
    places.update((row.unit_id, row.day) for row in connection.execute(known))
    held: dict[str, _Held] = {}
    # The ledger has no index of keys, but one of units and days.
    there = at_places(places)
    for table, where in ((Entry, there), (Pending, Pending.key.in_(keys))):
        columns = (getattr(table, name) for name in ("key", *_Held._fields))
        rows = select(*columns).where(where, table.key.in_(keys), table.kind == RESPONSE)
        held |= {key: _Held(*row) for key, *row in connection.execute(rows)}
    return held
