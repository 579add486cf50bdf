"""Whatever a series is read from, cells, rows or what is not sealed yet, it tells the same."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from makers import load, make_responses, make_touchpoint, seal
from sqlalchemy import Engine
from ward import JUNE, MAY, put_volumes, scatter, told

from analytics.numbers import gathering
from analytics.numbers.asks import TooManyDays
from analytics.numbers.gathering import gather
from analytics.numbers.readers import ask_for
from analytics.numbers.series import by_service
from surveys.database import reading
from surveys.days import Period
from surveys.sealing.sealer import last_seal

ASKS: list[dict[str, Any]] = [
    {},
    {"bucket": "month"},
    {"bucket": "week"},
    {"service": "service-1", "bucket": "month"},
    {"service": "service-2", "bucket": "day"},
    {"channel": "qr", "bucket": "month"},
    {"channel": "kiosk"},
    {"unit": "city", "scope": "tree", "bucket": "month"},
    {"unit": "city", "scope": "tree", "service": "service-1"},
    {"unit": "city", "scope": "tree", "channel": "web", "bucket": "day"},
]


def test_one_channel_is_read_from_cells(engine: Engine, code: str) -> None:
    for many, channel in enumerate(("qr", "web", "kiosk", "paper", "phone", "assisted"), start=2):
        make_responses(engine, code, [5] * many, MAY, channel=channel)
    seal(engine)

    read = [told(engine, channel=name) for name in ("qr", "web", "kiosk", "assisted")]

    assert {found.source for found in read} == {"cells"}
    assert [found.buckets[0].counts["responses"] for found in read] == [2, 3, 4, 7]
    assert told(engine).buckets[0].counts["responses"] == 2 + 3 + 4 + 5 + 6


def test_rows_of_too_many_days_are_refused(engine: Engine, code: str, services: list[int]) -> None:
    asked = {"service": "service-1", "bucket": "day"}
    with pytest.raises(TooManyDays):
        told(engine, end=MAY + timedelta(days=401), **asked)
    assert told(engine, end=MAY + timedelta(days=400), **asked).source == "rows"


def test_a_service_is_read_by_months_from_cells_and_by_days_from_rows(
    engine: Engine, code: str, services: list[int]
) -> None:
    for day in (date(2023, 4, 30), MAY, date(2023, 5, 31), JUNE):
        make_responses(engine, code, [5], day, service_id=2)
        make_responses(engine, code, [1], day, service_id=1)
        make_responses(engine, code, [1], day)
    seal(engine)

    by_month = told(engine, service="service-2", bucket="month")
    by_week = told(engine, service="1.000200", bucket="week")
    free = told(engine, start=date(2023, 4, 30), end=date(2023, 6, 2), service="service-2")

    assert (by_month.source, by_week.source, free.source) == ("cells", "rows", "rows")
    assert [b.counts["o5"] for b in by_month.buckets] == [2]
    assert [b.counts["o5"] for b in by_week.buckets] == [1, 0, 0, 0, 1]
    assert [b.counts["responses"] for b in free.buckets] == [4]


def test_the_ragged_ends_of_a_long_range_by_service_are_read_from_rows(
    engine: Engine, code: str, services: list[int]
) -> None:
    inside = (date(2020, 1, 15), date(2021, 6, 1), date(2023, 5, 14))
    for day in (date(2020, 1, 14), *inside, date(2023, 5, 15)):
        make_responses(engine, code, [5], day, service_id=1)
    seal(engine)

    found = told(engine, start=inside[0], end=date(2023, 5, 15), service="service-1", bucket="year")

    assert [b.counts["responses"] for b in found.buckets] == [1, 1, 0, 1]


def test_services_are_told_apart_at_once(engine: Engine, code: str, services: list[int]) -> None:
    make_responses(engine, code, [5] * 3, MAY, service_id=2)
    make_responses(engine, code, [4], MAY)
    seal(engine)

    with reading(engine) as connection:
        found = by_service(connection, load(engine), "ward", MAY, date(2023, 5, 20))

    assert {id_: c["responses"] for id_, c in found.items()} == {2: 3, 0: 1}


@pytest.mark.parametrize("seed", range(3))
def test_what_waits_counts_as_it_will_once_it_is_sealed(
    engine: Engine, code: str, services: list[int], seed: int
) -> None:
    codes = [code, make_touchpoint(engine, "city")]
    scatter(engine, codes, seed)
    put_volumes(engine)
    span = {"start": MAY, "end": date(2023, 7, 10)}

    before = [told(engine, **span | ask).buckets for ask in ASKS]
    seal(engine)
    after = [told(engine, **span | ask).buckets for ask in ASKS]

    assert any(bucket.counts for bucket in before[0])
    assert before == after


@pytest.mark.parametrize("seed", range(3))
def test_cells_and_rows_tell_the_same(
    engine: Engine, code: str, services: list[int], seed: int
) -> None:
    codes = [code, make_touchpoint(engine, "city")]
    scatter(engine, codes, seed)
    seal(engine)
    put_volumes(engine)
    register = load(engine)
    with reading(engine) as connection:
        last = last_seal(connection).id
        for bucket in (None, "day", "month", "quarter"):
            for slug, scope in (("ward", "own"), ("city", "tree")):
                unit = (register.find_unit(slug),)
                ask = ask_for(register, unit, scope, MAY, date(2023, 7, 1), bucket)
                for some in (ask, replace(ask, service_ids=(1,)), replace(ask, channel=3)):
                    rows = replace(some, as_of=last)
                    assert {source for source, _ in rows.pieces()} == {"rows"}
                    groups = register.service_groups
                    assert gather(connection, some, groups) == gather(connection, rows, groups)


@pytest.mark.parametrize("until", [date(2023, 6, 1), date(2023, 6, 12), date(2023, 6, 30)])
def test_the_running_month_by_service_is_its_cells_without_today(
    engine: Engine, code: str, services: list[int], until: date
) -> None:
    scatter(engine, [code, make_touchpoint(engine, "city")], 1)
    make_responses(engine, code, [1] * 3, date(2023, 6, 30), service_id=2)
    seal(engine)
    register = load(engine)
    with reading(engine) as connection:
        last = last_seal(connection).id
        for bucket in (None, "month"):
            unit = (register.find_unit("city"),)
            asked = ask_for(register, unit, "tree", date(2023, 4, 20), date(2023, 8, 1), bucket)
            running = replace(asked, until=until, service_ids=(1, 2))
            rows = replace(running, as_of=last)
            groups = register.service_groups
            assert gather(connection, running, groups) == gather(connection, rows, groups)
            assert gathering.by_service(connection, running) == gathering.by_service(
                connection, rows
            )
            taken = ("taken back", Period(until, date(2023, 7, 1)))
            assert (taken in running.pieces()) == (until.day > 1)
