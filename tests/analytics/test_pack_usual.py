"""The pack holds months against what the leader's page holds them against."""

from datetime import date

import pytest
from makers import _insert, load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine

from analytics.numbers.standing import View, find_bearings, stand
from analytics.quality.baselines import Baseline
from analytics.quality.pack import build
from analytics.quality.pack.contents import Trend
from analytics.quality.signals import Signal
from analytics.quality.watching.beside import read_beside
from analytics.quality.watching.charts import DRIFT
from analytics.quality.watching.marked import record_event
from portal.staff.trends import watched
from surveys import days
from surveys.database import reading, writing
from surveys.days import Period, buckets, parse_period

Q3 = parse_period("2024-Q3")
NOW = ("Nguyễn Thị Lan, Leader", days.moment(0))


@pytest.fixture
def ward(engine: Engine) -> int:
    make_unit(engine, "ward")
    code = make_touchpoint(engine, "ward")
    for month in buckets(date(2023, 1, 1), Q3.end, "month"):
        make_responses(engine, code, [5] * 38 + [2] * 12, month.start)
    seal(engine)
    return load(engine).find_unit("ward")


def keep(engine: Engine, unit_id: int, counted: int, n: int) -> None:
    """A baseline, as it was taken anew."""
    row = {"unit_id": unit_id, "indicator": "unsatisfied", "scope": "own", "bucket": "month"}
    row |= {"start": date(2023, 6, 1), "end": date(2024, 6, 1), "points": 12, "seal_id": 1}
    row |= {"spread": {"counted": counted, "n": n, "wander": 1.0}, "centre": counted / n}
    row |= {"frozen_at": days.now(), "frozen_by": NOW[0], "why": "A new hall"}
    with writing(engine) as connection:
        _insert(connection, Baseline, **row)


def drift(engine: Engine, unit_id: int) -> None:
    """A drift that was decided in August 2024, answered and closed."""
    row = {"unit_id": unit_id, "subject": "unsatisfied", "indicator": "unsatisfied"}
    row |= {"rule": DRIFT, "start": date(2024, 5, 1), "end": date(2024, 8, 20), "evidence": {}}
    row |= {"seal_id": 1, "raised_at": days.now(), "state": "closed", "closed_why": "done"}
    with writing(engine) as connection:
        _insert(connection, Signal, **row)


@pytest.mark.only("sqlite")
def test_the_pack_and_the_leaders_page_draw_the_same(engine: Engine, ward: int) -> None:
    keep(engine, ward, 12, 600)
    drift(engine, ward)
    with writing(engine) as connection:
        flood = (date(2023, 2, 3), date(2023, 2, 8))
        record_event(connection, ward, "outage", "break", flood, {"vi": "Lụt"}, NOW)

    register = load(engine)
    with reading(engine) as connection:
        pack = build(connection, register, "ward", Q3)
        view = View("ward", "own", Q3, Period(date(2024, 4, 1), date(2024, 7, 1), "quarter"))
        first = find_bearings(connection, register, "ward", "own").first
        standing = stand(connection, register, view, first)
        beside = read_beside(connection, ward, [], [], Q3, "en")
        page = watched(standing, view, beside, ward)

    (trend,) = (b for s in pack.sections for b in s.blocks if isinstance(b, Trend))
    told = [one.drawn for one in trend.stretches]
    assert told == list(page.drawn[-len(told) :])
    assert trend.baseline == Period(date(2023, 6, 1), date(2024, 6, 1))
    assert told[-1].centre == 0.02
    assert told[-1].rules == ("month",)
    assert told[-2].rules == ("month", DRIFT)
