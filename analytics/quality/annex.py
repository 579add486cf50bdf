"""The 39 indicators of Annex A under our own short names, and what the city asks within each.

Source: ISO 18091:2019, Annex A; by its Annex D the 39 stay, what is asked within may change.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from analytics.quality.assessment import (
    AnnexIndicator,
    AnnexIndicatorName,
    SubIndicator,
    SubIndicatorName,
)
from translations import mark

AREAS: Final[dict[int, str]] = {
    1: mark("Institutions for good government"),
    2: mark("Sustainable economic development"),
    3: mark("Inclusive social development"),
    4: mark("Sustainable environmental development"),
}
# The first day of the pilot: from then on the city asks this.
_SINCE: Final = date(2023, 3, 1)


@cache
def _seed() -> dict[str, Any]:
    file = Path(__file__).with_name("annex.json")
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def feeds(code: str) -> tuple[str, ...]:
    """The indicators of ratings that may be attached to it as evidence, never as its colour."""
    return next(tuple(one["feeds"]) for one in _seed()["indicators"] if one["code"] == code)


def enter(connection: Connection) -> int:
    """Enter the 39 with their names and what is asked; those that are there stay as they are.

    Returns:
        How many were new.
    """
    known = set(connection.scalars(select(AnnexIndicator.code)))
    fresh = [one for one in _seed()["indicators"] if one["code"] not in known]
    for one in fresh:
        area, place = map(int, one["code"].split("."))
        row = {"code": one["code"], "area": area, "position": place}
        key = connection.execute(insert(AnnexIndicator).values(**row)).inserted_primary_key
        id_ = int((key or (0,))[0])
        named = [
            {"indicator_id": id_, "language": code, "name": n} for code, n in one["name"].items()
        ]
        connection.execute(insert(AnnexIndicatorName), named)
        _ask(connection, id_, one)
    return len(fresh)


def _ask(connection: Connection, indicator_id: int, one: dict[str, Any]) -> None:
    """What is asked within an indicator: the practice, that it lives, and whether it listens."""
    asked = [(one["asks"], True), (_seed()["yearly"], True)]
    if one["feeds"]:
        asked.append((_seed()["heard"], False))
    for number, (words, required) in enumerate(asked, 1):
        row = {"indicator_id": indicator_id, "number": number, "required": required}
        kept = connection.execute(insert(SubIndicator).values(**row, valid_from=_SINCE))
        id_ = int((kept.inserted_primary_key or (0,))[0])
        named = [
            {"sub_indicator_id": id_, "language": code, "name": n} for code, n in words.items()
        ]
        connection.execute(insert(SubIndicatorName), named)
