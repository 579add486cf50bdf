"""Forgetting what has served its time: keys that cannot come back, receipts that open nothing."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Delete, Engine, Update, delete, select, update

from surveys import days
from surveys.additions import REMEMBERED_DAYS
from surveys.database import reading, writing
from surveys.responses import KnownKey

# Rows changed in one transaction; the taps behind it wait that long.
_PORTION = 500


def forget_keys(engine: Engine) -> int:
    """Forget the keys whose last day is over; those of imports have none. How many."""
    today = days.office_day(days.now_ms())
    with reading(engine) as connection:
        over = select(KnownKey.key).where(KnownKey.until < today)
        keys = connection.scalars(over).all()
    return _in_portions(engine, keys, delete(KnownKey))


def forget_receipts(engine: Engine) -> int:
    """Blank the receipts whose 24 hours are over; how many.

    A key knows only the day it came on, so a receipt goes with the second midnight; it opens
    nothing from the 24th hour on (``additions.find``).
    """
    received = days.office_day(days.now_ms()) - timedelta(days=2)
    with reading(engine) as connection:
        over = select(KnownKey.key).where(
            KnownKey.receipt.is_not(None),
            KnownKey.until <= received + timedelta(days=REMEMBERED_DAYS),
        )
        keys = connection.scalars(over).all()
    return _in_portions(engine, keys, update(KnownKey).values(receipt=None))


def _in_portions(engine: Engine, keys: Sequence[str], change: Delete | Update) -> int:
    for start in range(0, len(keys), _PORTION):
        with writing(engine) as connection:
            connection.execute(change.where(KnownKey.key.in_(keys[start : start + _PORTION])))
    return len(keys)
