"""How a block of the ledger is written down for its hash: fixed, versioned, the same for ever.

Version 1. A block is a header (version, seal, time, first and last entry, hash of the block before)
and its entries in the order of their ids. An entry is its numbers as big-endian 64-bit integers,
the smallest one standing for "not stated", then each text as UTF-8 behind its length. A change of
this file's output is a new version beside the old one; nothing that was sealed is written again.
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Sequence
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

_NUMBERS = struct.Struct(f">{len(NUMBERS)}q")
_LENGTH = struct.Struct(">q")
_HEADER = struct.Struct(">5q")
_DAY = NUMBERS.index("day")


def encode(entry: Sequence[Any]) -> bytes:
    """Write one entry down; ``entry`` holds the values of ``COLUMNS`` in that order."""
    stated: list[Any] = list(entry[: len(NUMBERS)])
    stated[_DAY] = _ordinal(stated[_DAY])
    numbers = [NOT_STATED if n is None else n for n in stated]
    texts = [_text(value) for value in entry[len(NUMBERS) :]]
    return _NUMBERS.pack(*numbers) + b"".join(texts)


def _ordinal(day: date | str) -> int:
    return (day if isinstance(day, date) else date.fromisoformat(day)).toordinal()


def _text(value: object) -> bytes:
    if value is None:
        return _LENGTH.pack(-1)
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    raw = value if isinstance(value, bytes) else str(value).encode()
    return _LENGTH.pack(len(raw)) + raw


def block_hash(
    before: bytes, seal_id: int, sealed_ms: int, entries: Iterable[Sequence[Any]]
) -> bytes:
    """The SHA-256 of a block.

    Args:
        before: hash of the block before, ``GENESIS`` for the first.
        seal_id, sealed_ms: the block's number and time.
        entries: at least one; values of ``COLUMNS``, in the order of their ids.
    """
    body = [(entry[0], encode(entry)) for entry in entries]
    block = hashlib.sha256(_HEADER.pack(VERSION, seal_id, sealed_ms, body[0][0], body[-1][0]))
    block.update(before)
    block.update(b"".join(written for _, written in body))
    return block.digest()


def commitment(salt: bytes, text: str) -> bytes:
    """What the chain holds of a comment: SHA-256 over a random salt and the masked text.

    With the salt erased nobody can show, or guess and check, what the comment said.
    """
    return hashlib.sha256(salt + text.encode()).digest()
