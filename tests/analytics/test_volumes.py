"""Answers set against closed transactions."""

from datetime import timedelta

import pytest
from makers import load, make_responses, seal
from sqlalchemy import Engine, insert
from ward import MAY, put_volumes, told

from surveys import days
from surveys.database import writing
from surveys.responses import Import, Volume


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
    ward = load(engine).find_unit("ward")
    with writing(engine) as connection:
        file = {"what": "volumes", "digest": "d", "name": "a.csv", "rows": 1}
        connection.execute(insert(Import).values(id=1, started_at=days.now(), **file))
        row = {"unit_id": ward, "day": MAY, "service_id": 0, "closed": 9, "import_id": 1}
        connection.execute(insert(Volume).values(**row))
    make_responses(engine, code, [5], MAY)

    assert told(engine).buckets[0].indicators["response_rate"].verdict == "none"
