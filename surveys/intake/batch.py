"""What the writer hands to a database, and the rule that one bad row harms no other."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from sqlalchemy.exc import DataError, IntegrityError


class Tap(NamedTuple):
    """One rating as it is stored: the columns of ``pending`` that a tap can fill.

    ``receipt`` is the 64-bit hash of the receipt; ``settles_ms`` the time from which the mark
    stands. ``overall`` is None only where ``unfinished`` says why nothing was finished.
    """

    key: str
    receipt: int
    touchpoint_id: int
    unit_id: int
    path_id: int
    service_id: int | None
    survey_version_id: int
    channel: int
    locale: str
    given_ms: int
    received_ms: int
    day: date
    overall: int | None
    unfinished: int | None
    settles_ms: int
    until: date
    flags: int = 0


class Store(Protocol):
    """A database that stores batches of taps, each batch in one durable transaction."""

    def store(self, taps: Sequence[Tap]) -> None:
        """Commit the taps: new keys are stored, known ones amend their mark until it settles.

        Raises:
            DBAPIError, OSError: nothing was stored.
        """

    def close(self) -> None:
        """Give the connection back."""


def split(taps: Sequence[Tap]) -> tuple[dict[str, Tap], list[Tap]]:
    """The first tap under each key of a batch, and in their order those that repeat a key."""
    first: dict[str, Tap] = {}
    return first, [tap for tap in taps if first.setdefault(tap.key, tap) is not tap]


Verdict = Exception | None
# What one row can do wrong, whether the database, its driver or Python notices.
_REFUSED = (IntegrityError, DataError, ArithmeticError, AttributeError, TypeError, ValueError)


def store_each(store: Callable[[Sequence[Tap]], None], taps: Sequence[Tap]) -> list[Verdict]:
    """Store a batch; where a row is refused, halve the batch until the row stands alone.

    Returns:
        For each tap None, or the error that kept it out.
    """
    try:
        store(taps)
    except _REFUSED as refused:
        if len(taps) == 1:
            return [refused]
        half = len(taps) // 2
        return store_each(store, taps[:half]) + store_each(store, taps[half:])
    except Exception as failed:  # a lost disk is as good a reason: whoever waits has to be told
        return [failed] * len(taps)
    return [None] * len(taps)
