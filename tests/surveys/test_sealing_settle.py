"""Settle, then seal: what may change until when, what is counted, what stays as it was."""

import threading

import makers
import pytest
from chain import add, entries, receipt_for, verified
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine, func, insert, select, update

from surveys import additions, days
from surveys.cells import DAY, SERVICE
from surveys.counts import ADDITION, EXCLUSION, RESPONSE
from surveys.database import reading, writing
from surveys.responses import Comment, Import, Pending, Screening, Seal
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


def counted(engine: Engine, *names: str, scope: str = "own") -> list[int]:
    with reading(engine) as connection:
        sums = (func.coalesce(func.sum(DAY.c[name]), 0) for name in names)
        return list(connection.execute(select(*sums).where(DAY.c.scope == scope)).one())


def waiting(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(Pending)) or 0


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


def test_an_addition_counts_items_and_no_second_response(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 4)
    makers.seal(engine)
    add(engine, key, access=5, staff=2, result=0, visits=3)
    makers.seal(engine)

    names = ("responses", "o4", "access5", "staff2", "result0", "v3", "cn", "ca", "cb", "cbb")
    assert counted(engine, *names) == [1, 1, 1, 1, 1, 1, 1, 1, 2, 4]
    assert [entry.kind for entry in entries(engine)] == [RESPONSE, ADDITION]
    assert verified(engine).ok


def test_cluster_sums_of_two_additions_are_those_of_one(engine: Engine, code: str) -> None:
    together, apart = rate(engine, code, 4, 4)
    makers.seal(engine)
    add(engine, together, access=5, staff=2, feedback=4)
    makers.seal(engine)
    once = counted(engine, "cn", "ca", "cb", "caa", "cab", "cbb")
    add(engine, apart, access=5)
    makers.seal(engine)
    add(engine, apart, staff=2, feedback=4)
    makers.seal(engine)

    assert counted(engine, "cn", "ca", "cb", "caa", "cab", "cbb") == [2 * sum_ for sum_ in once]
    assert verified(engine).ok


def test_what_was_sealed_is_not_covered_by_a_later_addition(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 4)
    add(engine, key, access=5)
    makers.seal(engine)
    add(engine, key, access=1, result=3)
    makers.seal(engine)

    assert counted(engine, "access5", "access1", "result3") == [1, 0, 1]


def test_an_addition_that_says_nothing_new_leaves_no_entry(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 4)
    add(engine, key, access=5)
    makers.seal(engine)
    before = len(entries(engine))
    add(engine, key, access=5)
    makers.seal(engine)

    assert len(entries(engine)) == before
    assert waiting(engine) == 0


def test_a_response_and_its_addition_may_be_sealed_in_one_block(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 5)
    add(engine, key, access=4, comment="Cán bộ nhiệt tình")

    makers.seal(engine)

    response, addition = entries(engine)
    assert (response.seal_id, addition.seal_id) == (1, 1)
    assert addition.response_id == response.id
    with reading(engine) as connection:
        comment = connection.execute(select(Comment.__table__)).one()
    assert (comment.entry_id, comment.response_id) == (addition.id, response.id)
    assert verified(engine).comments == 1


def test_an_addition_never_overtakes_its_response(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 5, settled=False)
    add(engine, key, access=4)

    assert makers.seal(engine) == 0

    with writing(engine) as connection:
        connection.execute(update(Pending).where(Pending.kind == RESPONSE).values(settles_ms=0))
    makers.seal(engine)
    assert [entry.kind for entry in entries(engine)] == [RESPONSE, ADDITION]


def test_a_service_named_late_moves_the_response_as_it_stands(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 4)
    add(engine, key, staff=5)
    makers.seal(engine)
    add(engine, key, service_id=7, access=1)
    makers.seal(engine)

    with reading(engine) as connection:
        cells = select(SERVICE).where(SERVICE.c.scope == "own").order_by(SERVICE.c.service_id)
        none, named = connection.execute(cells).all()
    assert (none.responses, none.o4, none.staff5, none.cn) == (0, 0, 0, 0)
    assert (named.service_id, named.responses, named.o4, named.cn) == (7, 1, 1, 1)
    assert (named.staff5, named.access1, named.cb, named.cbb) == (1, 1, 2, 4)
    kinds = [(entry.kind, entry.sign) for entry in entries(engine)]
    assert kinds[2:4] == [(EXCLUSION, -1), (EXCLUSION, 1)]
    assert counted(engine, "responses") == [1]
    assert verified(engine).ok


def test_a_service_is_named_once(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 4)
    makers.seal(engine)
    for service in (7, 8):
        add(engine, key, service_id=service, comment="Cảm ơn")
        makers.seal(engine)

    assert entries(engine)[-1].service_id == 7
    assert verified(engine).ok


def test_a_doubted_response_is_counted_apart_with_its_additions(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 5, flags=1)
    rate(engine, code, 5)
    makers.seal(engine)
    add(engine, key, access=1)
    makers.seal(engine)

    with reading(engine) as connection:
        cells = select(DAY.c.responses, DAY.c.access1).where(
            DAY.c.scope == "own", DAY.c.flagged.is_(True)
        )
        assert connection.execute(cells).one() == (1, 1)
        assert connection.execute(select(Screening.response_id)).scalars().all() == [1]
    assert verified(engine).ok


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


def test_two_sealers_at_once_seal_each_row_once(engine: Engine, code: str) -> None:
    rate(engine, code, *[5] * 60)
    done: list[int] = []

    def sealing() -> None:
        done.append(sealer.seal_all(engine, 7))

    sealers = [threading.Thread(target=sealing) for _ in range(3)]
    for one in sealers:
        one.start()
    for one in sealers:
        one.join()

    assert sum(done) == 60
    assert counted(engine, "responses") == [60]
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
