"""Responses from other systems: each durable, each once."""

import asyncio
from collections.abc import Generator

import httpx
import pytest
from collecting import ONE, Collector, collecting
from sqlalchemy import Engine, delete, select

from surveys import days
from surveys.database import reading, writing
from surveys.responses import Comment, KnownKey, Pending

pytestmark = [pytest.mark.fast, pytest.mark.both]


@pytest.fixture
def collector(engine: Engine, database_url: str) -> Generator[Collector]:
    with collecting(engine, database_url) as collector:
        yield collector


def test_one_response_is_stored_once(collector: Collector) -> None:
    first = collector.send(ONE, "a-1")
    again = collector.send(ONE, '"a-1"')

    assert (first.status_code, first.json()["status"]) == (201, "stored")
    assert (again.status_code, again.json()["status"]) == (201, "known")
    assert collector.stored() == [("a-1", 5)]


def test_an_array_tells_what_became_of_each(collector: Collector) -> None:
    members = [{"key": "2", "overall": 6}, {"key": "3"}, {"key": "3"}]
    reply = collector.send([ONE | member for member in members])
    told = reply.json()

    assert reply.status_code == 207
    assert [(one["key"], one["status"]) for one in told] == [
        ("2", "refused"),
        ("3", "stored"),
        ("3", "known"),
    ]
    problem = told[0]["problem"]
    assert (problem["status"], problem["code"]) == (422, "invalid-response")
    (wrong,) = problem["errors"]
    assert (wrong["member"], wrong["reason"]) == ("overall", "out_of_range")
    assert collector.stored() == [("3", 5)]


def test_members_are_the_columns_of_files(collector: Collector) -> None:
    said = {"q.staff": 4, "q.access": "na", "channel": "kiosk", "locale": "en", "service": None}
    named = {"key": "1", "touchpoint": collector.code.lower()}

    assert collector.send([ONE | said | named]).status_code == 201
    with reading(collector.engine) as connection:
        row = connection.execute(select(Pending.__table__)).one()
    assert (row.overall, row.staff, row.access, row.channel, row.locale) == (5, 4, 0, 3, "en")
    assert days.office_time(row.given_ms).isoformat() == "2023-05-10T09:00:00+07:00"
    assert row.settles_ms == row.received_ms + 600_000


def test_a_whole_number_may_be_written_with_a_point(collector: Collector) -> None:
    assert collector.send(ONE | {"overall": 5.0}, "k").status_code == 201
    assert collector.stored() == [("k", 5)]


def test_a_response_without_a_time_was_given_now(collector: Collector) -> None:
    assert collector.send({"overall": 4}, "k").status_code == 201
    assert collector.send({"overall": 4}, "k").json()["status"] == "known"

    with reading(collector.engine) as connection:
        row = connection.execute(select(Pending.given_ms, Pending.received_ms)).one()
    assert row.given_ms == row.received_ms


def test_a_comment_is_masked_before_it_is_stored(collector: Collector) -> None:
    collector.send(ONE | {"comment": "Gọi tôi số 0912 345 678"}, "k")
    collector.settle()

    with reading(collector.engine) as connection:
        assert connection.scalars(select(Comment.text)).all() == ["Gọi tôi số [SDT]"]


def test_another_mark_amends_until_it_has_settled(collector: Collector) -> None:
    collector.send(ONE, "k")
    amended = collector.send(ONE | {"overall": 2}, "k")
    assert (amended.json()["status"], collector.stored()) == ("known", [("k", 2)])

    collector.settle()
    late = collector.send(ONE | {"overall": 3}, "k")
    assert (late.json()["status"], collector.stored()) == ("known", [("k", 2)])


def test_a_key_belongs_to_one_place_and_time_for_ever(collector: Collector) -> None:
    """Two tablets that both count from one must not swallow each other's ratings."""
    collector.send(ONE, "1")
    for sealed in (False, True):
        if sealed:
            collector.settle()
        elsewhere = collector.send(ONE, "1", code=collector.other)
        later = collector.send(ONE | {"given_at": "2023-05-11T09:00"}, "1")

        assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "key-taken")
        assert (later.status_code, later.json()["code"]) == (409, "key-taken")
    assert collector.stored() == [("1", 5)]


def test_a_forgotten_key_is_still_found_in_the_ledger(collector: Collector) -> None:
    collector.send(ONE, "k")
    collector.settle()
    with writing(collector.engine) as connection:
        connection.execute(delete(KnownKey))

    assert collector.send(ONE, "k").json()["status"] == "known"
    assert collector.stored() == [("k", 5)]


def test_many_at_once_with_one_key_are_one(collector: Collector) -> None:
    members = [ONE | {"key": f"{number}"} for number in range(20)]
    client, sent = collector.portal.client, {"json": members, "headers": collector.headers}

    async def all_at_once() -> list[httpx.Response]:
        return await asyncio.gather(*(client.post(collector.address(), **sent) for _ in range(10)))

    replies = collector.portal.run(all_at_once)
    assert {reply.status_code for reply in replies} == {201}
    told = [one["status"] for reply in replies for one in reply.json()]
    assert (told.count("stored"), told.count("known")) == (20, 180)
    assert len(collector.stored()) == 20


def test_five_hundred_go_at_once_and_no_more(collector: Collector) -> None:
    members = [ONE | {"key": f"{number}"} for number in range(501)]

    assert collector.send(members).json()["code"] == "too-many"
    assert collector.send(members[:500]).status_code == 201
    assert len(collector.stored()) == 500
    assert collector.send(ONE | {"comment": "x" * 4_100_000}, "k").status_code == 413
