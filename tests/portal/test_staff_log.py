"""The staff log: a line with each act, and no line can change or go unnoticed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from chain import tamper
from sqlalchemy import Engine, delete, select, update

from portal.staff.log import GENESIS, Checked, StaffLog, Who, record, verify_log
from surveys.database import reading, writing

pytestmark = [pytest.mark.fast, pytest.mark.both]

LAN = Who("lan", "leader")


def write(engine: Engine, lines: int) -> None:
    for number in range(lines):
        with writing(engine) as connection:
            record(connection, "comment read", LAN, {"number": number, "đơn vị": "Phường Hoa Mai"})


def check(engine: Engine) -> Checked:
    with reading(engine) as connection:
        return verify_log(connection)


def test_an_empty_log_is_whole(engine: Engine) -> None:
    assert check(engine) == Checked(0, GENESIS)


def test_each_line_is_chained_to_the_one_before(engine: Engine) -> None:
    write(engine, 3)
    with reading(engine) as connection:
        rows = connection.execute(select(StaffLog.__table__).order_by(StaffLog.id)).all()

    assert [row.id for row in rows] == [1, 2, 3]
    assert len({row.hash for row in rows}) == 3
    assert rows[0].who == "lan"
    assert rows[0].what == {"number": 0, "đơn vị": "Phường Hoa Mai"}
    assert check(engine) == Checked(3, rows[-1].hash)


@pytest.mark.parametrize(
    "changed",
    [
        {"who": "mai"},
        {"role": "admin"},
        {"act": "sign-in"},
        {"what": {"number": 7}},
        {"at_ms": 0},
        {"hash": bytes(32)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_changed_line_is_found(changed: dict[str, Any], engine: Engine) -> None:
    write(engine, 3)
    with writing(engine) as connection:
        connection.execute(update(StaffLog).where(StaffLog.id == 2).values(**changed))

    assert check(engine).difference == "line 2 of the staff log was changed"


def test_a_removed_line_is_found(engine: Engine) -> None:
    write(engine, 3)
    with writing(engine) as connection:
        connection.execute(delete(StaffLog).where(StaffLog.id == 2))

    assert check(engine).difference == "line 2 of the staff log is missing"


def test_a_line_put_before_the_first_is_found(engine: Engine) -> None:
    write(engine, 2)
    with writing(engine) as connection:
        connection.execute(update(StaffLog).where(StaffLog.id == 2).values(id=-1))

    assert check(engine).difference == "line -1 of the staff log was changed"


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("change", ["what = 'x'", "at_ms = 'x'"])
def test_a_line_that_cannot_be_read_is_named(change: str, engine: Engine) -> None:
    write(engine, 3)
    tamper(engine, f"UPDATE staff_log SET {change} WHERE id = 2")

    assert check(engine).difference == "line 2 of the staff log cannot be read"


def test_a_log_cut_short_no_longer_has_the_root_that_was_kept(engine: Engine) -> None:
    write(engine, 3)
    kept = check(engine)
    with writing(engine) as connection:
        connection.execute(delete(StaffLog).where(StaffLog.id == 3))

    assert check(engine).ok
    assert check(engine).root != kept.root


def fail_to_export(engine: Engine) -> None:
    with writing(engine) as connection:
        record(connection, "export", LAN)
        raise ZeroDivisionError


def test_an_act_that_fails_leaves_no_line(engine: Engine) -> None:
    write(engine, 1)
    with pytest.raises(ZeroDivisionError):
        fail_to_export(engine)

    assert check(engine).lines == 1


def test_many_writers_at_once_leave_no_gap(engine: Engine) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: write(engine, 5), range(6)))

    assert check(engine).lines == 30
    assert check(engine).ok
