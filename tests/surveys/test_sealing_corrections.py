"""Corrections by named people: a response goes out and comes back, a comment is erased."""

from typing import Any

import makers
import pytest
from chain import add, entries, found_after, verified
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine, func, select

from surveys import days
from surveys.cells import DAY, SERVICE
from surveys.counts import COUNTERS, ERASURE, EXCLUSION
from surveys.database import reading, writing
from surveys.responses import Comment, Excluded
from surveys.sealing import corrections

pytestmark = pytest.mark.fast

BY, WHY = "Người kiểm tra, Thanh tra", "The same paper form was entered twice."


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "thanh-pho-thu", "city")
    make_unit(engine, "phuong-thu", parent="thanh-pho-thu")
    return make_touchpoint(engine, "phuong-thu")


def rate(engine: Engine, code: str, *marks: int, **said: Any) -> list[str]:
    keys = make_responses(engine, code, marks, days.office_day(days.now_ms()), **said)
    makers.seal(engine)
    return keys


def exclude(engine: Engine, response_id: int) -> bool:
    with writing(engine) as connection:
        return corrections.exclude(connection, response_id, BY, WHY)


def reinstate(engine: Engine, response_id: int) -> bool:
    with writing(engine) as connection:
        return corrections.reinstate(connection, response_id)


def sums(engine: Engine) -> dict[str, int]:
    """Every counter that is not 0, over all cells."""
    with reading(engine) as connection:
        row = connection.execute(select(*(func.sum(DAY.c[name]) for name in COUNTERS))).one()
    return {name: value for name, value in zip(COUNTERS, row, strict=True) if value}


def test_an_excluded_response_counts_nowhere(engine: Engine, code: str) -> None:
    rate(engine, code, 5)
    before = sums(engine)
    rate(engine, code, 1, access=2, staff=5, visits=3)

    assert exclude(engine, 2)

    assert sums(engine) == before
    with reading(engine) as connection:
        (row,) = connection.execute(select(Excluded.__table__)).all()
    assert (row.response_id, row.by, row.why) == (2, BY, WHY)
    last = entries(engine)[-1]
    assert (last.id, last.kind, last.sign, last.overall) == (row.entry_id, EXCLUSION, -1, 1)
    assert verified(engine).ok


def test_excluding_twice_takes_it_out_once(engine: Engine, code: str) -> None:
    rate(engine, code, 5, 1)

    assert [exclude(engine, 2), exclude(engine, 2)] == [True, False]

    assert len(entries(engine)) == 3
    assert verified(engine).ok


def test_a_reinstated_response_counts_as_before(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 1, access=2)
    add(engine, key, staff=4, on_time=3)
    makers.seal(engine)
    before = sums(engine)
    exclude(engine, 1)

    assert [reinstate(engine, 1), reinstate(engine, 1)] == [True, False]

    assert sums(engine) == before
    assert verified(engine).ok


def test_a_response_can_be_excluded_again(engine: Engine, code: str) -> None:
    rate(engine, code, 1)
    exclude(engine, 1)
    reinstate(engine, 1)

    assert exclude(engine, 1)
    assert sums(engine) == {}
    assert verified(engine).ok


def test_additions_are_taken_out_with_their_response(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 1)
    add(engine, key, access=2, result=5)
    makers.seal(engine)

    exclude(engine, 1)

    assert sums(engine) == {}


def test_what_is_added_to_an_excluded_response_stays_out(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 1)
    exclude(engine, 1)
    add(engine, key, access=2, service_id=7, comment="Tôi bổ sung")
    makers.seal(engine)

    assert sums(engine) == {}
    with reading(engine) as connection:
        services = connection.scalars(select(func.sum(SERVICE.c.responses))).one()
        assert connection.scalars(select(Comment.text)).all() == ["Tôi bổ sung"]
    assert services == 0
    assert verified(engine).ok


def test_what_was_added_meanwhile_counts_after_reinstating(engine: Engine, code: str) -> None:
    left, right = rate(engine, code, 1, 1)
    exclude(engine, 1)
    for key in (left, right):
        add(engine, key, access=2, staff=5, service_id=7)
        makers.seal(engine)
    reinstate(engine, 1)

    with reading(engine) as connection:
        cells = select(SERVICE).where(SERVICE.c.service_id == 7, SERVICE.c.scope == "own")
        (cell,) = connection.execute(cells).all()
    assert (cell.responses, cell.access2, cell.staff5) == (2, 2, 2)
    assert (cell.cn, cell.ca, cell.cb, cell.cab, cell.cbb) == (2, 2, 4, 4, 8)
    assert verified(engine).ok


def test_a_response_in_doubt_leaves_the_cell_it_is_in(engine: Engine, code: str) -> None:
    rate(engine, code, 5, flags=1)

    exclude(engine, 1)

    assert sums(engine) == {}
    assert verified(engine).ok


def test_only_a_sealed_response_can_be_excluded(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5], days.office_day(days.now_ms()))
    with pytest.raises(corrections.UnknownResponse):
        exclude(engine, 1)


def test_an_addition_is_no_response(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 1)
    add(engine, key, access=2)
    makers.seal(engine)

    with pytest.raises(corrections.UnknownResponse):
        exclude(engine, 2)


def test_a_response_that_is_left_out_of_the_list_is_found(engine: Engine, code: str) -> None:
    rate(engine, code, 1)
    exclude(engine, 1)

    found = found_after(engine, "DELETE FROM excluded")

    assert found == "response 1 is excluded in the ledger or in the list, not both"


def erase(engine: Engine, comment_id: int) -> bool:
    with writing(engine) as connection:
        return corrections.erase(connection, comment_id)


def test_an_erased_comment_leaves_neither_text_nor_salt(engine: Engine, code: str) -> None:
    rate(engine, code, 2, comment="Nhà tôi ở gần chợ")
    before = sums(engine)

    assert erase(engine, 1)

    with reading(engine) as connection:
        comment = connection.execute(select(Comment.__table__)).one()
    assert (comment.text, comment.salt) == (None, None)
    assert comment.erased_at is not None
    said, gone = entries(engine)
    assert said.commitment is not None
    assert (gone.kind, gone.extra, gone.key) == (ERASURE, {"erased": 1}, said.key)
    assert sums(engine) == before
    assert verified(engine).ok


def test_erasing_twice_is_one_erasure(engine: Engine, code: str) -> None:
    rate(engine, code, 2, comment="Nhà tôi ở gần chợ")

    assert [erase(engine, 1), erase(engine, 1)] == [True, False]
    assert len(entries(engine)) == 2


def test_a_comment_that_is_not_there_cannot_be_erased(engine: Engine, code: str) -> None:
    with pytest.raises(corrections.UnknownComment):
        erase(engine, 1)


def test_an_erased_comment_that_came_back_is_found(engine: Engine, code: str) -> None:
    rate(engine, code, 2, comment="Nhà tôi ở gần chợ")
    erase(engine, 1)

    found = found_after(engine, "UPDATE comment SET text = 'Nhà tôi ở gần chợ'")

    assert found == "the comment of entry 1 was erased, and yet is there"


def test_what_comes_after_an_erasure_is_added_as_always(engine: Engine, code: str) -> None:
    (key,) = rate(engine, code, 2, comment="Nhà tôi ở gần chợ")
    erase(engine, 1)
    add(engine, key, access=5)
    makers.seal(engine)
    exclude(engine, 1)

    assert sums(engine) == {}
    assert verified(engine).ok


def test_a_correction_that_is_rolled_back_leaves_no_trace(engine: Engine, code: str) -> None:
    rate(engine, code, 1)
    with engine.connect() as connection, connection.begin() as transaction:
        corrections.exclude(connection, 1, BY, WHY)
        transaction.rollback()

    assert len(entries(engine)) == 1
    assert verified(engine).ok
