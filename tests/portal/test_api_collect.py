"""Responses from other systems: each durable, each once, each bad one named."""

import asyncio
from collections.abc import Generator
from typing import Any

import httpx
import pytest
from asking import Portal, asking, settings_of
from makers import make_touchpoint, make_unit, seal
from sqlalchemy import Engine, delete, select, update

from portal.staff.keys import add_key, revoke_key
from portal.staff.log import Who
from surveys import days, register
from surveys.database import reading, writing
from surveys.responses import Comment, Entry, KnownKey, Pending
from surveys.touchpoints import Touchpoint

pytestmark = pytest.mark.fast

BY = Who("tester", "test")
GIVEN = "2023-05-10T09:00"
ONE: dict[str, Any] = {"overall": 5, "given_at": GIVEN}


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "thanh-pho", "city")
    make_unit(engine, "phuong-thu", parent="thanh-pho")
    make_unit(engine, "phuong-khac", parent="thanh-pho")
    return make_touchpoint(engine, "phuong-thu")


@pytest.fixture
def portal(engine: Engine, database_url: str, code: str) -> Generator[Portal]:
    with asking(settings_of(database_url)) as portal:
        yield portal


@pytest.fixture
def bearer(engine: Engine, code: str) -> dict[str, str]:
    """The header of a key that holds everywhere."""
    return key(engine)


def key(engine: Engine, scope: Any = "collect", unit: str | None = None) -> dict[str, str]:
    with writing(engine) as connection:
        unit_id = register.load(connection).find_unit(unit) if unit else None
        return {"Authorization": f"Bearer {add_key(connection, scope, unit_id, BY)}"}


def send(
    portal: Portal, code: str, body: Any, headers: dict[str, str], key: str | None = None
) -> httpx.Response:
    named = headers | ({"Idempotency-Key": key} if key else {})
    return portal.post(f"/api/v1/touchpoints/{code}/responses", json=body, headers=named)


def stored(engine: Engine) -> list[tuple[str, int | None]]:
    """Key and overall mark of every response, pending or sealed."""
    with reading(engine) as connection:
        rows = [connection.execute(select(t.key, t.overall)).all() for t in (Pending, Entry)]
    return sorted((key, mark) for some in rows for key, mark in some)


def test_one_response_is_stored_once(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    first = send(portal, code, ONE, bearer, "a-1")
    again = send(portal, code, ONE, bearer, '"a-1"')

    assert (first.status_code, first.json()["status"]) == (201, "stored")
    assert (again.status_code, again.json()["status"]) == (201, "known")
    assert stored(engine) == [("a-1", 5)]


def test_an_array_tells_what_became_of_each(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    members = [{"key": "2", "overall": 6}, {"key": "3"}, {"key": "3"}]
    reply = send(portal, code, [ONE | member for member in members], bearer)
    told = reply.json()

    assert reply.status_code == 207
    assert [(one["key"], one["status"]) for one in told] == [
        ("2", "refused"),
        ("3", "stored"),
        ("3", "known"),
    ]
    problem = told[0]["problem"]
    assert (problem["status"], problem["code"]) == (422, "invalid-response")
    assert (problem["errors"][0]["member"], problem["errors"][0]["reason"]) == (
        "overall",
        "out_of_range",
    )
    assert stored(engine) == [("3", 5)]


def test_members_are_the_columns_of_files(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    said = {"q.staff": 4, "q.access": "na", "channel": "kiosk", "locale": "en", "service": None}
    reply = send(portal, code, [ONE | said | {"key": "1", "touchpoint": code.lower()}], bearer)

    assert reply.status_code == 201
    with reading(engine) as connection:
        row = connection.execute(select(Pending.__table__)).one()
    assert (row.overall, row.staff, row.access, row.channel, row.locale) == (5, 4, 0, 3, "en")
    assert days.office_time(row.given_ms).isoformat() == "2023-05-10T09:00:00+07:00"
    assert row.settles_ms == row.received_ms + 600_000


WRONG_MEMBERS: list[tuple[dict[str, Any], str, str]] = [
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


def test_a_bad_response_is_refused_and_all_that_is_wrong_is_told(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    for member, wrong, reason in WRONG_MEMBERS:
        reply = send(portal, code, ONE | {"key": "k"} | member, bearer)
        told = [(one["member"], one["reason"]) for one in reply.json()["errors"]]

        assert (reply.status_code, told) == (422, [(wrong, reason)])
        assert reply.headers["content-type"] == "application/problem+json"
    assert stored(engine) == []


def test_a_response_without_a_time_was_given_now(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    assert send(portal, code, {"overall": 4}, bearer, "k").status_code == 201
    assert send(portal, code, {"overall": 4}, bearer, "k").json()["status"] == "known"
    with reading(engine) as connection:
        row = connection.execute(select(Pending.given_ms, Pending.received_ms)).one()
    assert row.given_ms == row.received_ms


def test_a_comment_is_masked_before_it_is_stored(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    send(portal, code, ONE | {"comment": "Gọi tôi số 0912 345 678"}, bearer, "k")
    with writing(engine) as connection:
        connection.execute(update(Pending).values(settles_ms=0))
    seal(engine)

    with reading(engine) as connection:
        assert connection.scalars(select(Comment.text)).all() == ["Gọi tôi số [SDT]"]


def test_another_mark_amends_until_it_has_settled(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    send(portal, code, ONE, bearer, "k")
    amended = send(portal, code, ONE | {"overall": 2}, bearer, "k")
    assert (amended.json()["status"], stored(engine)) == ("known", [("k", 2)])

    with writing(engine) as connection:
        connection.execute(update(Pending).values(settles_ms=0))
    seal(engine)
    late = send(portal, code, ONE | {"overall": 3}, bearer, "k")
    assert (late.json()["status"], stored(engine)) == ("known", [("k", 2)])


def test_a_key_belongs_to_one_place_and_time_for_ever(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    """Two tablets that both count from one must not swallow each other's ratings."""
    other = make_touchpoint(engine, "phuong-thu")
    portal.run(lambda: asyncio.sleep(1.5))
    send(portal, code, ONE, bearer, "1")
    for sealed in (False, True):
        if sealed:
            with writing(engine) as connection:
                connection.execute(update(Pending).values(settles_ms=0))
            seal(engine)
        elsewhere = send(portal, other, ONE, bearer, "1")
        later = send(portal, code, ONE | {"given_at": "2023-05-11T09:00"}, bearer, "1")

        assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "key-taken")
        assert (later.status_code, later.json()["code"]) == (409, "key-taken")
    assert stored(engine) == [("1", 5)]


def test_a_forgotten_key_is_still_found_in_the_ledger(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    send(portal, code, ONE, bearer, "k")
    with writing(engine) as connection:
        connection.execute(update(Pending).values(settles_ms=0))
        connection.execute(delete(KnownKey))
    seal(engine)

    assert send(portal, code, ONE, bearer, "k").json()["status"] == "known"
    assert stored(engine) == [("k", 5)]


def test_many_at_once_with_one_key_are_one(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    address = f"/api/v1/touchpoints/{code}/responses"
    members = [ONE | {"key": f"{number}"} for number in range(20)]

    async def all_at_once() -> list[httpx.Response]:
        posts = (portal.client.post(address, json=members, headers=bearer) for _ in range(10))
        return await asyncio.gather(*posts)

    replies = portal.run(all_at_once)
    assert {reply.status_code for reply in replies} == {201}
    told = [one["status"] for reply in replies for one in reply.json()]
    assert (told.count("stored"), told.count("known")) == (20, 180)
    assert len(stored(engine)) == 20


def test_without_a_valid_key_nothing_is_read(portal: Portal, code: str, engine: Engine) -> None:
    dead = key(engine)
    with writing(engine) as connection:
        revoke_key(connection, dead["Authorization"].removeprefix("Bearer ")[:11], BY)
    for headers in ({}, {"Authorization": "Bearer hl_wrong"}, {"Authorization": "Basic x"}, dead):
        reply = send(portal, code, ONE, headers, "k")

        assert reply.status_code == 401
        assert reply.headers["www-authenticate"] == "Bearer"
        assert reply.headers["content-type"] == "application/problem+json"


def test_a_key_holds_for_its_scope_and_below_its_unit(
    portal: Portal, code: str, engine: Engine
) -> None:
    answers = [
        send(portal, code, ONE, key(engine, scope, unit), "k").status_code
        for scope, unit in [
            ("read", None),
            ("collect", "phuong-khac"),
            ("collect", "phuong-thu"),
            ("collect", "thanh-pho"),
        ]
    ]

    assert answers == [403, 403, 201, 201]


def test_an_unknown_touchpoint_is_a_problem(portal: Portal, bearer: dict[str, str]) -> None:
    for wrong in ("000000001", "khong", "ZZZZZZZZZ"):
        reply = send(portal, wrong, ONE, bearer, "k")

        assert (reply.status_code, reply.json()["code"]) == (404, "unknown-touchpoint")


def test_a_closed_touchpoint_takes_nothing_new(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    send(portal, code, ONE, bearer, "before")
    with writing(engine) as connection:
        connection.execute(update(Touchpoint).values(state="closed"))
        register.touch(connection)
    portal.run(lambda: asyncio.sleep(1.5))

    assert send(portal, code, ONE, bearer, "before").json()["status"] == "known"
    assert send(portal, code, ONE, bearer, "after").json()["code"] == "closed"
    assert send(portal, code, [ONE | {"key": "after"}], bearer).status_code == 409
    both = [ONE | {"key": "before"}, ONE | {"key": "after"}]
    mixed = send(portal, code, both, bearer)
    assert (mixed.status_code, [one["status"] for one in mixed.json()]) == (
        207,
        ["known", "refused"],
    )
    assert stored(engine) == [("before", 5)]


def test_five_hundred_go_at_once_and_no_more(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    members = [ONE | {"key": f"{number}"} for number in range(501)]

    assert send(portal, code, members, bearer).json()["code"] == "too-many"
    assert send(portal, code, members[:500], bearer).status_code == 201
    assert len(stored(engine)) == 500
    huge = ONE | {"comment": "x" * 4_100_000}
    assert send(portal, code, huge, bearer, "k").status_code == 413


def test_what_is_no_response_is_a_problem(
    portal: Portal, code: str, bearer: dict[str, str]
) -> None:
    address = f"/api/v1/touchpoints/{code}/responses"
    headers = bearer | {"Content-Type": "application/json"}
    for body in (b"", b"{", b'"x"', b"[1]", b"\xff"):
        reply = portal.post(address, content=body, headers=headers)

        assert reply.status_code == 400
        assert reply.headers["content-type"] == "application/problem+json"
    assert portal.post(address, content=b"[]", headers=headers).status_code == 201


def test_two_keys_for_one_response_are_refused(
    portal: Portal, code: str, bearer: dict[str, str], engine: Engine
) -> None:
    assert send(portal, code, ONE | {"key": "b"}, bearer, "a").json()["code"] == "two-keys"
    assert stored(engine) == []
