"""What is not taken from other systems, and how they are told."""

import asyncio
from collections.abc import Generator
from typing import Any

import pytest
from collecting import BY, ONE, Collector, bearer, collecting
from sqlalchemy import Engine, update

from portal.staff.keys import revoke_key
from surveys import register
from surveys.database import writing
from surveys.touchpoints import Touchpoint


@pytest.fixture
def collector(engine: Engine, database_url: str) -> Generator[Collector]:
    with collecting(engine, database_url) as collector:
        yield collector


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"overall": None}, "", "no_answer"),
    ({"overall": 2.5}, "overall", "bad_value"),
    ({"overall": [5]}, "overall", "bad_value"),
    ({"overall": True}, "overall", "out_of_range"),
    ({"given_at": "2999-01-01"}, "given_at", "future"),
    ({"given_at": "yesterday"}, "given_at", "bad_time"),
    ({"channel": "fax"}, "channel", "unknown_channel"),
    ({"stars": 5}, "stars", "unknown_column"),
    ({"q.overall": 4}, "q.overall", "repeated_column"),
    ({"touchpoint": "000000000"}, "touchpoint", "other_touchpoint"),
    ({"key": "x" * 129}, "key", "bad_key"),
    ({"key": ""}, "key", "missing"),
]


def test_a_bad_response_is_refused_and_what_is_wrong_is_told(collector: Collector) -> None:
    for member, wrong, reason in WRONG:
        reply = collector.send(ONE | {"key": "k"} | member)
        told = [(one["member"], one["reason"]) for one in reply.json()["errors"]]

        assert (reply.status_code, told) == (422, [(wrong, reason)])
        assert reply.headers["content-type"] == "application/problem+json"
    assert collector.stored() == []


def test_without_a_valid_key_nothing_is_read(collector: Collector) -> None:
    dead = bearer(collector.engine)
    with writing(collector.engine) as connection:
        revoke_key(connection, dead["Authorization"].removeprefix("Bearer ")[:11], BY)
    for headers in ({}, {"Authorization": "Bearer hl_wrong"}, {"Authorization": "Basic x"}, dead):
        reply = collector.send(ONE, "k", headers=headers)

        assert reply.status_code == 401
        assert reply.headers["www-authenticate"] == "Bearer"
        assert reply.headers["content-type"] == "application/problem+json"
    assert collector.stored() == []


def test_a_key_holds_for_its_scope_and_below_its_unit(collector: Collector) -> None:
    keys = [
        bearer(collector.engine, "read"),
        bearer(collector.engine, "collect", "phuong-khac"),
        bearer(collector.engine, "collect", "phuong-thu"),
        bearer(collector.engine, "collect", "thanh-pho"),
    ]

    answers = [collector.send(ONE, "k", headers=key).status_code for key in keys]
    assert answers == [403, 403, 201, 201]


def test_an_unknown_touchpoint_is_a_problem(collector: Collector) -> None:
    for wrong in ("000000001", "khong", "ZZZZZZZZZ"):
        reply = collector.send(ONE, "k", code=wrong)

        assert (reply.status_code, reply.json()["code"]) == (404, "unknown-touchpoint")


def test_a_closed_touchpoint_takes_nothing_new(collector: Collector) -> None:
    collector.send(ONE, "before")
    with writing(collector.engine) as connection:
        connection.execute(update(Touchpoint).values(state="closed"))
        register.touch(connection)
    # Every process looks once a second whether the register has moved.
    collector.portal.run(lambda: asyncio.sleep(2))
    before, after = ONE | {"key": "before"}, ONE | {"key": "after"}

    assert collector.send(before).json()["status"] == "known"
    assert collector.send(after).json()["code"] == "closed"
    assert collector.send([after]).status_code == 409
    mixed = collector.send([before, after])
    told = [one["status"] for one in mixed.json()]
    assert (mixed.status_code, told) == (207, ["known", "refused"])
    assert collector.stored() == [("before", 5)]


def test_what_is_no_response_is_a_problem(collector: Collector) -> None:
    headers = collector.headers | {"Content-Type": "application/json"}

    def post(body: bytes) -> Any:
        return collector.portal.post(collector.address(), content=body, headers=headers)

    not_utf8 = (b"\xff", b'{"key": "\xff"}', b'{"\xff": 1}')
    for body in (b"", b"{", b'"x"', b"[1]", *not_utf8, b"[" * 100_000):
        assert post(body).status_code == 400
        assert post(body).headers["content-type"] == "application/problem+json"


def test_another_kind_of_body_is_refused(collector: Collector) -> None:
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
        reply = collector.send(ONE, "k", headers=collector.headers | {"Content-Type": kind})

        assert (reply.status_code, reply.json()["code"]) == (415, "not-json")
    assert collector.stored() == []


def test_an_array_has_members_and_each_its_own_key(collector: Collector) -> None:
    for body, key, code in (([], None, "empty"), ([ONE | {"key": "a"}], "b", "key-in-members")):
        reply = collector.send(body, key)

        assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert collector.stored() == []


def test_two_keys_for_one_response_are_refused(collector: Collector) -> None:
    assert collector.send(ONE | {"key": "b"}, "a").json()["code"] == "two-keys"
    assert collector.stored() == []
