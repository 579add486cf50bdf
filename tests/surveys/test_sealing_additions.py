"""Additions are sealed as rows of their own and count only what they add."""

import makers
import pytest
from chain import add, counted, entries, verified, waiting
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine, select, update

from surveys import days
from surveys.cells import DAY, SERVICE
from surveys.counts import ADDITION, EXCLUSION, RESPONSE
from surveys.database import reading, writing
from surveys.responses import Comment, Pending, Screening

pytestmark = pytest.mark.fast

WARD, CITY = "phuong-thu", "thanh-pho-thu"


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, CITY, "city")
    make_unit(engine, WARD, parent=CITY)
    return make_touchpoint(engine, WARD)


def rate(engine: Engine, code: str, *marks: int | None, **said: object) -> list[str]:
    return make_responses(engine, code, marks, days.office_day(days.now_ms()), **said)


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
