"""The conditions that an ask makes on stored rows, and where a group of rows belongs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import exists, extract, select

from analytics.numbers.asks import Ask, Column
from surveys.days import Period
from surveys.slips import Verified


def rows_asked(ask: Ask, row: Any) -> list[Column]:
    """The conditions on ``entry`` or ``pending`` that an ask makes, those of its days apart."""
    where = [row.channel.in_(ask.channels), *whose(ask, row)]
    if ask.service_ids is not None:
        where.append(row.service_id.in_(ask.service_ids))
    if ask.verified:
        # Where no slip was ever used, the database asks that once and reads no row.
        where += [exists(select(Verified.key)), row.key.in_(select(Verified.key))]
    if ask.as_of is not None:
        where.append(row.seal_id <= ask.as_of)
    return where


def whose(ask: Ask, row: Any) -> list[Column]:
    """Which rows of ``entry`` or ``pending`` count for those who are asked about."""
    if ask.scope == "own":
        return [row.unit_id.in_(ask.unit_ids)]
    # The paths decide; their units are what there is an index for.
    units, paths = zip(*ask.paths, strict=True) if ask.paths else ((), ())
    return [row.unit_id.in_(units), row.path_id.in_(paths)]


def keys_of(ask: Ask, unit: Column, day: Column, monthly: bool = False) -> list[Column]:
    """What to group by; ``place`` reads it back.

    Args:
        monthly: ``day`` is the first of a month already.
    """
    keys = [unit] if ask.scope == "own" else []
    if ask.grain == "day" or (ask.grain == "month" and monthly):
        keys.append(day.label("day"))
    elif ask.grain == "month":
        keys.append((extract("year", day) * 12 + extract("month", day) - 1).label("months"))
    return keys


def place(ask: Ask, span: Period, key: Mapping[Any, Any]) -> tuple[int, date]:
    """For whom, and in the bucket of which day, a group of rows counts."""
    day = key.get("day", span.start)
    if "months" in key:
        year, month = divmod(int(key["months"]), 12)
        day = date(year, month + 1, 1)
    return key.get("unit_id", ask.unit_ids[0]), max(day, ask.start)
