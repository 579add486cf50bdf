"""Settle, then seal: what may change until when, what is counted, what stays as it was."""

import subprocess
import sys

import makers
import pytest
from chain import counted, entries, receipt_for, verified, waiting
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine, insert, select, update

from surveys import additions, days
from surveys.database import reading, writing
from surveys.responses import Import, Pending, Seal
from surveys.sealing import sealer

pytestmark = pytest.mark.fast

WARD, CITY = "phuong-thu", "thanh-pho-thu"


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, CITY, "city")
    make_unit(engine, WARD, parent=CITY)
    return make_touchpoint(engine, WARD)


def rate(engine: Engine, code: str, *marks: int | None, **said: object) -> list[str]:
    return make_responses(engine, code, marks, days.office_day(days.now_ms()), **said)


def test_what_has_not_settled_stays_open(engine: Engine, code: str) -> None:
    rate(engine, code, 5, 4, settled=False)

    assert makers.seal(engine) == 0
    assert waiting(engine) == 2
    assert verified(engine).entries == 0


def test_a_settled_response_counts_at_its_unit_and_above(engine: Engine, code: str) -> None:
    rate(engine, code, 5, 4, 1)

    assert makers.seal(engine) == 3
    assert waiting(engine) == 0
    assert counted(engine, "responses", "o1", "o4", "o5") == [3, 1, 1, 1]
    assert counted(engine, "responses", "o5", scope="below") == [3, 1]
    assert verified(engine).ok


def test_an_amended_mark_is_sealed_as_amended(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 2, settled=False)
    receipt = receipt_for(engine, key)
    with writing(engine) as connection:
        given = additions.find(connection, receipt, days.now_ms())
        assert additions.amend(connection, given, 5, days.now_ms())
        connection.execute(update(Pending).values(settles_ms=0))

    makers.seal(engine)

    assert counted(engine, "o2", "o5") == [0, 1]


def test_a_settled_mark_is_kept_though_it_is_not_sealed_yet(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 2)
    receipt = receipt_for(engine, key)

    with writing(engine) as connection:
        given = additions.find(connection, receipt, days.now_ms())
        assert given.settled
        assert not additions.amend(connection, given, 5, days.now_ms())

    makers.seal(engine)
    assert counted(engine, "o2", "o5") == [1, 0]


def test_blocks_are_bounded_and_go_on_where_they_stopped(engine: Engine, code: str) -> None:
    rate(engine, code, *[5] * 25)

    assert [sealer.seal_once(engine, 10) for _ in range(4)] == [10, 10, 5, 0]
    with reading(engine) as connection:
        spans = connection.execute(select(Seal.first_id, Seal.last_id).order_by(Seal.id)).all()
    assert spans == [(1, 10), (11, 20), (21, 25)]


def test_rows_of_an_open_import_wait_for_its_closing(engine: Engine, code: str) -> None:
    with writing(engine) as connection:
        file = {"id": 1, "what": "responses", "name": "a.csv", "rows": 2, "digest": "d"}
        connection.execute(insert(Import).values(**file, started_at=days.now()))
    rate(engine, code, 5, 5, import_id=1)
    rate(engine, code, 3)

    assert makers.seal(engine) == 1
    with reading(engine) as connection:
        assert not sealer.is_due(connection)
    with writing(engine) as connection:
        connection.execute(update(Import).values(closed_at=days.now()))
    with reading(engine) as connection:
        assert sealer.is_due(connection)
    assert makers.seal(engine) == 2
    assert verified(engine).ok


SEALING = """
import sys
from surveys.database import make_engine
from surveys.sealing.sealer import seal_all
print(seal_all(make_engine(sys.argv[1]), 3))
"""


def test_two_sealers_at_once_seal_each_row_once(
    engine: Engine, code: str, database_url: str
) -> None:
    rate(engine, code, *[5] * 60)
    command = [sys.executable, "-c", SEALING, database_url]
    sealers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    done = [int(sealer.communicate()[0]) for sealer in sealers]

    assert sum(done) == 60
    assert counted(engine, "responses") == [60]
    assert [entry.id for entry in entries(engine)] == list(range(1, 61))
    assert verified(engine).ok


def test_nothing_that_was_said_is_changed_by_sealing(engine: Engine, code: str) -> None:
    said = {"access": 5, "staff": 0, "visits": 2, "on_time": 3, "extra": {"lý do": ["một", 2]}}
    (key,) = rate(engine, code, 3, **said)
    with reading(engine) as connection:
        before = connection.execute(select(Pending.__table__)).one()._asdict()

    makers.seal(engine)

    (entry,) = entries(engine)
    after = entry._asdict()
    shared = before.keys() & after.keys() - {"id"}
    assert {name: after[name] for name in shared} == {name: before[name] for name in shared}
    assert entry.key == key
    assert verified(engine).ok
