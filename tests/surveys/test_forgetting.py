"""Keys and receipts are forgotten when they have served, those of imports never."""

from datetime import date, timedelta

import pytest
from makers import at, make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine, select, update

from surveys import days, forgetting
from surveys.database import reading, writing
from surveys.responses import KnownKey

pytestmark = pytest.mark.fast

DAY = date(2023, 5, 4)


@pytest.fixture
def key(engine: Engine) -> str:
    """A key of that day, with a receipt."""
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    (key,) = make_responses(engine, code, [5], DAY)
    with writing(engine) as connection:
        connection.execute(update(KnownKey).values(receipt=17))
    return key


def on(monkeypatch: pytest.MonkeyPatch, later: int) -> None:
    ms = at(DAY + timedelta(days=later), 0)
    monkeypatch.setattr(days, "now_ms", lambda: ms)


def known(engine: Engine) -> list[tuple[str, int | None]]:
    with reading(engine) as connection:
        rows = connection.execute(select(KnownKey.key, KnownKey.receipt))
        return [(key, receipt) for key, receipt in rows]


def test_a_receipt_goes_with_the_second_midnight(
    engine: Engine, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, 1)
    assert forgetting.forget_receipts(engine) == 0
    on(monkeypatch, 2)
    assert forgetting.forget_receipts(engine) == 1
    assert forgetting.forget_receipts(engine) == 0

    assert known(engine) == [(key, None)]


def test_a_key_is_known_for_ten_days(
    engine: Engine, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, 10)
    assert forgetting.forget_keys(engine) == 0
    on(monkeypatch, 11)
    assert forgetting.forget_keys(engine) == 1

    assert known(engine) == []


def test_the_key_of_an_import_is_known_for_ever(
    engine: Engine, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as connection:
        connection.execute(update(KnownKey).values(until=None))
    on(monkeypatch, 4000)

    assert forgetting.forget_keys(engine) == 0
    assert known(engine) == [(key, 17)]
