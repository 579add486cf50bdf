"""What tests of the published table need: a city of three wards, its ratings, its editions."""

from datetime import date
from typing import Any

from makers import load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine

from analytics.numbers.published import PublishedBucket, read_published
from surveys.database import reading

APRIL, MAY, JUNE, JULY = (date(2023, month, 1) for month in (4, 5, 6, 7))
LATER = date(2023, 8, 15)
SOME_OF_EACH = [5] * 8 + [4] * 3 + [3] * 2 + [1]


def make_city(engine: Engine) -> dict[str, str]:
    """Counters of three wards of the city, and of an office that stands alone."""
    make_unit(engine, "city", kind="city")
    for ward in ("north", "south", "west"):
        make_unit(engine, ward, parent="city")
    make_unit(engine, "alone")
    return {slug: make_touchpoint(engine, slug) for slug in ("north", "south", "west", "alone")}


def rate(engine: Engine, code: str, marks: list[int], day: date, **said: Any) -> None:
    make_responses(engine, code, marks, day, **said)
    seal(engine)


def month(engine: Engine, unit: str, start: date = MAY) -> PublishedBucket:
    return read(engine, unit, start, next_month(start), "month")[0]


def next_month(start: date) -> date:
    return date(start.year, start.month + 1, 1)


def read(engine: Engine, unit: str, start: date, end: date, kind: Any) -> list[PublishedBucket]:
    with reading(engine) as connection:
        return read_published(connection, load(engine).find_unit(unit), start, end, kind)


def verdicts(bucket: PublishedBucket, indicator: str = "satisfaction") -> tuple[Any, ...]:
    found = bucket.indicators[indicator]
    return found.verdict, found.reason, found.n
