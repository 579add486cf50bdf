"""A pack written down as JSON and read again, so that a frozen review says the same for ever.

What is not a plain value carries the name of its kind in the member ``is``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, Final

from analytics.numbers.estimates import Estimate
from analytics.quality.pack import contents, lineage, sayings
from analytics.quality.pack.contents import Pack
from analytics.quality.watching.charts import Drawn
from surveys.days import Period

IS: Final = "is"
_KINDS: Final[dict[str, Any]] = {
    kind.__name__: kind
    for kind in (
        *(contents.Pack, contents.Header, contents.Cut, contents.Section, contents.Text),
        *(contents.Row, contents.Figures, contents.Fact, contents.Facts, contents.Stretch),
        *(contents.Trend, contents.Column, contents.Table, lineage.Command, Estimate, Period),
        *(
            sayings.Name,
            sayings.Share,
            sayings.Points,
            sayings.Number,
            sayings.Ratings,
            sayings.Written,
            sayings.Quoted,
        ),
        *(sayings.Said, sayings.Figure, Drawn),
    )
}


class Unkeepable(TypeError):
    """Nobody has decided how this is written down; carries the name of its kind."""


class Unreadable(ValueError):
    """What was kept cannot be read: it is of another release, or was changed."""


def kept(value: Any) -> Any:
    """What JSON can hold of a value.

    Raises:
        Unkeepable: a kind that is not in the list above.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return {IS: "datetime", "at": value.isoformat()}
    if isinstance(value, date):
        return {IS: "date", "on": value.isoformat()}
    name = type(value).__name__
    if name in _KINDS:
        return {IS: name} | {part: kept(getattr(value, part)) for part in _parts(value)}
    if isinstance(value, Mapping):
        return {str(key): kept(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [kept(one) for one in value]
    raise Unkeepable(name)


def _parts(value: Any) -> list[str]:
    if isinstance(value, sayings.Quoted):
        return ["comment"]
    if is_dataclass(value):
        return [part.name for part in fields(value)]
    return list(value._fields)


def read(told: Any) -> Any:
    """The value again; a list comes back as a tuple.

    Raises:
        Unreadable: it was not written by ``kept``.
    """
    if isinstance(told, list):
        return tuple(read(one) for one in told)
    if not isinstance(told, Mapping):
        return told
    members = {key: read(one) for key, one in told.items() if key != IS}
    if IS not in told:
        return members
    try:
        return _made(str(told[IS]), members)
    except (KeyError, TypeError, ValueError) as wrong:
        raise Unreadable(str(told[IS])) from wrong


def _made(kind: str, members: dict[str, Any]) -> Any:
    if kind == "datetime":
        return datetime.fromisoformat(members["at"])
    if kind == "date":
        return date.fromisoformat(members["on"])
    return _KINDS[kind](**members)


def read_pack(told: Any) -> Pack:
    """A pack that was kept.

    Raises:
        Unreadable: it is none.
    """
    pack = read(told)
    if not isinstance(pack, Pack):
        raise Unreadable(type(pack).__name__)
    return pack


def digest(told: Any) -> bytes:
    """SHA-256 over the JSON of what was kept, its members in order of name."""
    written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).digest()
