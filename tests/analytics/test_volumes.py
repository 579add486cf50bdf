"""Answers set against closed transactions."""

from datetime import date, timedelta
from time import sleep
from typing import Any

import pytest
from makers import load, make_responses, make_volumes, seal
from sqlalchemy import Engine, insert, update
from ward import MAY, put_volumes, told

from surveys import days
from surveys.database import writing
from surveys.responses import Import
from surveys.volumes import Volume


def test_answers_are_set_against_transactions_on_days_with_volumes(
    engine: Engine, code: str, services: list[int]
) -> None:
    put_volumes(engine)
    make_responses(engine, code, [5] * 8, MAY, service_id=1)
    make_responses(engine, code, [5] * 8, MAY + timedelta(days=1), service_id=1)
    make_responses(engine, code, [None], MAY, unfinished=1, service_id=1)

    for _ in ("waiting", "sealed"):
        rates = [
            told(engine, unit, scope=scope).buckets[0].indicators["response_rate"]
            for unit, scope in (("ward", "own"), ("city", "tree"))
        ]
        one = told(engine, service="service-1").buckets[0].indicators["response_rate"]
        assert [(rate.count, rate.n) for rate in rates] == [(8, 100)] * 2
        assert (one.count, one.n, one.value) == (8, 50, 8 / 50)
        seal(engine)


def test_services_weigh_as_many_transactions_as_they_closed(
    engine: Engine, code: str, services: list[int]
) -> None:
    put_volumes(engine)
    make_responses(engine, code, [5] * 18 + [1] * 2, MAY, service_id=1)
    make_responses(engine, code, [5] * 10 + [1] * 10, MAY, service_id=2)
    seal(engine)

    found = told(engine).buckets[0].indicators

    assert found["satisfaction"].value == 28 / 40
    # 50 transactions of service 1, 10 of service 2
    assert found["satisfaction_weighted"].value == pytest.approx((50 * 0.9 + 10 * 0.5) / 60)


def test_volumes_of_an_open_import_are_not_known_yet(engine: Engine, code: str) -> None:
    put_open(engine, MAY, 9)
    make_responses(engine, code, [5], MAY)

    assert told(engine).buckets[0].indicators["response_rate"].verdict == "none"


def test_a_correction_counts_once_its_import_is_closed(
    engine: Engine, code: str, services: list[int]
) -> None:
    put_volumes(engine)
    make_responses(engine, code, [5] * 18 + [1] * 2, MAY, service_id=1)
    make_responses(engine, code, [5] * 10 + [1] * 10, MAY, service_id=2)
    seal(engine)
    put_open(engine, MAY, 70, service_id=2)

    before = set_against(engine)
    with writing(engine) as connection:
        later = days.moment(days.now_ms() + 1)
        connection.execute(update(Import).where(Import.id == 9).values(closed_at=later))

    # 50 transactions of service 1, 10 of service 2 corrected to 70, 40 of none
    assert before == (100, pytest.approx((50 * 0.9 + 10 * 0.5) / 60))
    assert set_against(engine) == (160, pytest.approx((50 * 0.9 + 70 * 0.5) / 120))
    assert set_against(engine, unit="city", scope="tree") == set_against(engine)
    assert set_against(engine, as_of=1) == before


def test_what_is_told_as_of_a_seal_stays_whatever_is_corrected(
    engine: Engine, code: str, services: list[int]
) -> None:
    ward = load(engine).find_unit("ward")
    told_first = {}
    for closed in (50, 40, 60):
        row = {"unit_id": ward, "day": MAY, "service_id": 1, "closed": closed}
        make_volumes(engine, row, row | {"service_id": 2, "closed": 30})
        for service in services:
            make_responses(engine, code, [5] * 9 + [1] * service, MAY, service_id=service)
        seal(engine)
        # The next import is closed in a later millisecond than this seal.
        sleep(0.002)
        told_first[len(told_first) + 1] = set_against(engine)

    assert [rate for rate, _weighted in told_first.values()] == [80, 70, 90]
    assert {seal: set_against(engine, as_of=seal) for seal in told_first} == told_first


def set_against(engine: Engine, unit: str = "ward", **ask: Any) -> tuple[int, float | None]:
    """How many transactions answers are set against, and the figure they weigh."""
    found = told(engine, unit, **ask).buckets[0].indicators
    return found["response_rate"].n, found["satisfaction_weighted"].value


def put_open(engine: Engine, day: date, closed: int, service_id: int = 0) -> None:
    """A volume of import 9, which is not closed."""
    unit_id = load(engine).find_unit("ward")
    with writing(engine) as connection:
        file = {"what": "volumes", "digest": "d", "name": "a.csv", "rows": 1}
        connection.execute(insert(Import).values(id=9, started_at=days.now(), **file))
        row = {"unit_id": unit_id, "day": day, "service_id": service_id, "import_id": 9}
        connection.execute(insert(Volume).values(**row, closed=closed))
