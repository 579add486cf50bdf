"""Deliveries from several processes at once: each key once, in whatever order they come."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from makers import load, make_touchpoint, make_unit
from sqlalchemy import Engine, func, select

from surveys import days
from surveys.database import reading, writing
from surveys.responses import Pending
from surveys.transfer import catalogue
from surveys.transfer.checking import Checker, columns_of
from surveys.transfer.delivery import Delivered, judge, store

pytestmark = pytest.mark.fast

KEYS = [f"key-{number}" for number in range(60)]


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


def judged(engine: Engine, code: str, keys: list[str]) -> list[Delivered]:
    with reading(engine) as connection:
        names = catalogue.load(connection)
    now_ms = days.now_ms()
    checker, columns = Checker(load(engine), names, now_ms), columns_of(names)
    members = [{"key": key, "overall": 4, "given_at": "2023-05-10T09:00"} for key in keys]
    return [judge(checker, columns, code, member, str(now_ms)) for member in members]


def test_processes_with_common_keys_store_each_once(engine: Engine, code: str) -> None:
    orders = [KEYS, KEYS[::-1], KEYS[30:] + KEYS[:30], KEYS[::-1][10:]]

    def deliver(keys: list[str]) -> list[str]:
        delivery = judged(engine, code, keys)
        with writing(engine) as connection:
            store(connection, delivery, days.now_ms(), 600_000)
        return [one.status for one in delivery]

    with ThreadPoolExecutor(4) as processes:
        told = [status for statuses in processes.map(deliver, orders) for status in statuses]

    assert (told.count("stored"), told.count("known")) == (60, 170)
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(Pending)) == 60


def test_what_was_rolled_back_is_new_again(engine: Engine, code: str) -> None:
    class PowerCut(Exception):
        pass

    def cut_short() -> None:
        with writing(engine) as connection:
            store(connection, judged(engine, code, KEYS), days.now_ms(), 600_000)
            raise PowerCut

    with pytest.raises(PowerCut):
        cut_short()
    again = judged(engine, code, KEYS)
    with writing(engine) as connection:
        store(connection, again, days.now_ms(), 600_000)

    assert {one.status for one in again} == {"stored"}
