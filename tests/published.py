"""Offices with published figures, for the tests of what the public sees."""

from datetime import date

from makers import make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine

from analytics.numbers.publishing import publish
from surveys import days

MAY = date(2023, 5, 10)
# 160 ratings, 140 of them 4 or 5.
SATISFIED_140_OF_160 = [5] * 100 + [4] * 40 + [3] * 8 + [2] * 12
NINE = [5] * 6 + [3, 2, 1]


def make_office(engine: Engine, slug: str, marks: list[int], day: date = MAY) -> str:
    """A unit that stands alone, rated on a day; its touchpoint's code."""
    make_unit(engine, slug)
    code = make_touchpoint(engine, slug)
    make_responses(engine, code, marks, day)
    return code


def publish_all(engine: Engine) -> None:
    """Seal what has settled and publish every closed period."""
    seal(engine)
    publish(engine, days.office_day(days.now_ms()))
