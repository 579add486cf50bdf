"""How a block of the ledger is written down for its hash: fixed, versioned, the same for ever.

Version 1. A block is a header (version, seal, time, number of entries), the hash of the block
before, and its entries column by column, each column in the order of their ids. A column of numbers
is little-endian 64-bit integers, the smallest one standing for "not stated"; a column of texts is
the lengths of the texts in letters, -1 for "not stated", and then all of them as UTF-8. A change of
this file's output is a new version beside the old one; nothing that was sealed is written again.
"""

import hashlib
import json
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

VERSION = 1
GENESIS = bytes(32)
NOT_STATED = -(2**63)

NUMBERS = (
    "id",
    "response_id",
    "kind",
    "sign",
    "touchpoint_id",
    "unit_id",
    "path_id",
    "service_id",
    "survey_version_id",
    "channel",
    "given_ms",
    "received_ms",
    "day",
    "overall",
    "access",
    "procedure",
    "staff",
    "result",
    "feedback",
    "visits",
    "on_time",
    "unfinished",
    "prior_a",
    "prior_b",
    "simulated",
)
TEXTS = ("key", "locale", "extra", "commitment")
# The columns of an entry in the order in which the hash takes them.
COLUMNS = (*NUMBERS, *TEXTS)

# Entries as the values of each of ``COLUMNS`` (further ones are let be), in the order of their ids.
Columns = Mapping[str, Sequence[Any]]


def block_hash(before: bytes, seal_id: int, sealed_ms: int, entries: Columns) -> bytes:
    """The SHA-256 of a block.

    Args:
        before: hash of the block before, ``GENESIS`` for the first.
        seal_id, sealed_ms: the block's number and time.
        entries: at least one.

    Raises:
        TypeError, AttributeError, OverflowError: a value is not of its column's kind.
    """
    block = hashlib.sha256(_numbers((VERSION, seal_id, sealed_ms, len(entries["id"]))))
    block.update(before)
    for name in NUMBERS:
        block.update(_numbers(_written(name, entries[name])))
    for name in TEXTS:
        block.update(_texts(_written(name, entries[name])))
    return block.digest()


def _extra(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# What is neither a number nor a text as it stands. A day is its ordinal, 1 for 0001-01-01.
_WRITE: dict[str, Callable[[Any], int | str]] = {
    "day": date.toordinal,
    "extra": _extra,
    "commitment": bytes.hex,
}


def _written(name: str, column: Sequence[Any]) -> Sequence[Any]:
    write = _WRITE.get(name)
    return [None if value is None else write(value) for value in column] if write else column


def _numbers(column: Sequence[Any]) -> bytes:
    try:
        numbers = array("q", column)
    except TypeError:  # most columns state every value, so looking for the others costs too much
        numbers = array("q", [NOT_STATED if value is None else value for value in column])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _texts(column: Sequence[Any]) -> bytes:
    lengths = _numbers([-1 if text is None else len(text) for text in column])
    return lengths + "".join(filter(None, column)).encode()


def commitment(salt: bytes, text: str) -> bytes:
    """What the chain holds of a comment: SHA-256 over a random salt and the masked text.

    With the salt erased nobody can show, or guess and check, what the comment said.
    """
    return hashlib.sha256(salt + text.encode()).digest()
