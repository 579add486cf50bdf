"""The rating path over HTTP: what is not taken, and how that is said."""

import asyncio
from collections.abc import AsyncGenerator

import httpx
import pytest
from asking import Portal, asking, settings_of, stored, tap, ticket
from serving import ticket_in
from sqlalchemy import Engine, select, update

from portal.citizen.patience import Patience
from surveys import days, register, screening, tempo, tickets
from surveys.database import reading, writing
from surveys.responses import Pending
from surveys.tickets import Ticket
from surveys.touchpoints import Touchpoint

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    "fields",
    [
        {"overall": None},
        {"overall": 0},
        {"overall": 6},
        {"overall": "4.0"},
        {"overall": ["4", "4"]},
        {"overall": "bốn"},
        {"nonce": None},
        {"nonce": "forged"},
        {"nonce": "ế" * 51},
        {"tap": "not hexadecimal"},
        {"nonce": ["twice", "twice"]},
    ],
)
def test_a_form_that_cannot_be_read_is_shown_again_and_stores_nothing(
    portal: Portal, code: str, engine: Engine, fields: dict[str, object]
) -> None:
    reply = tap(portal, code, **fields)

    assert reply.status_code == 422
    assert reply.headers["content-language"] == "vi"
    assert "role=alert" in reply.text
    assert ticket_in(reply.text)
    assert stored(engine) == []


def test_invalid_utf8_is_refused_kindly(portal: Portal, code: str, engine: Engine) -> None:
    body = b"overall=%FF%FE&nonce=\xff\xfe"
    assert portal.post(f"/r/{code}", content=body).status_code == 422
    assert stored(engine) == []


def test_a_ticket_of_another_counter_is_refused(portal: Portal, code: str, engine: Engine) -> None:
    other = tickets.issue(portal.app.state.rating.ticket_keys[0], "000000000", days.now_ms())
    assert tap(portal, code, nonce=other).status_code == 422
    assert stored(engine) == []


def test_an_old_page_answers_410_with_a_fresh_ticket_and_the_choice_kept(
    portal: Portal, code: str, engine: Engine
) -> None:
    long_ago = days.now_ms() - tickets.LIFETIME_MS - 1
    old = tickets.issue(portal.app.state.rating.ticket_keys[0], code, long_ago)
    reply = tap(portal, code, nonce=old, overall=5)

    assert reply.status_code == 410
    assert "name=overall value=5 class=kept" in reply.text
    assert (
        portal.post(f"/r/{code}", data={"nonce": ticket_in(reply.text), "overall": 5}).status_code
        == 303
    )
    assert stored(engine) == [5]


def test_a_body_over_the_cap_is_refused_at_once(portal: Portal, code: str, engine: Engine) -> None:
    assert tap(portal, code, website="x" * 1_000_000).status_code == 413
    assert stored(engine) == []


@pytest.mark.parametrize(
    ("state", "asked", "posted"), [("closed", 200, 409), ("retired", 410, 410)]
)
def test_a_counter_that_takes_no_ratings_says_so(
    engine: Engine, database_url: str, code: str, state: str, asked: int, posted: int
) -> None:
    with asking(settings_of(database_url)) as portal:
        nonce = ticket(portal, code)
    with writing(engine) as connection:
        connection.execute(update(Touchpoint).values(state=state))
        register.touch(connection)
    with asking(settings_of(database_url)) as portal:
        page = portal.get(f"/r/{code}")
        reply = tap_with(portal, code, nonce)

    assert (page.status_code, reply.status_code) == (asked, posted)
    assert stored(engine) == []


def tap_with(portal: Portal, code: str, nonce: str) -> httpx.Response:
    return portal.post(f"/r/{code}", data={"nonce": nonce, "overall": 4})


@pytest.mark.parametrize("wrong", ["000000001", "ABC", "x" * 400, "...", "%00", "🙂"])
def test_an_unknown_code_says_so_kindly_and_leads_on(portal: Portal, wrong: str) -> None:
    reply = portal.get(f"/r/{wrong}")

    assert reply.status_code == 404
    assert 'href="/"' in reply.text


@pytest.mark.parametrize("state", ["closed", "retired"])
def test_a_rating_that_arrived_is_thanked_even_where_none_is_taken_any_more(
    engine: Engine, database_url: str, code: str, state: str
) -> None:
    with asking(settings_of(database_url)) as portal:
        nonce = ticket(portal, code)
        first = tap(portal, code, nonce=nonce)
    with writing(engine) as connection:
        connection.execute(update(Touchpoint).values(state=state))
        register.touch(connection)
    with asking(settings_of(database_url)) as portal:
        again = tap_with(portal, code, nonce)

    assert again.status_code == 303
    assert again.headers["location"] == first.headers["location"]
    assert stored(engine) == [4]


def test_a_body_that_does_not_come_is_not_waited_for(portal: Portal, code: str) -> None:
    portal.app.state.rating.patience = Patience(0.05)

    async def slowly() -> AsyncGenerator[bytes]:
        yield b"overall=4"
        await asyncio.sleep(5)

    assert portal.post(f"/r/{code}", content=slowly()).status_code == 408


def test_far_beyond_every_record_a_kind_page_keeps_the_choice_and_says_when(
    portal: Portal, code: str, engine: Engine
) -> None:
    context = portal.app.state.rating
    place, now = context.register.places[code], days.now_ms()
    for number in range(tempo.FLOOD):
        page = Ticket(f"{number:032x}", 0, b"")
        context.tempo.judge(place, page, page.random, 5, now, None)
    reply = tap(portal, code, overall=2)

    assert reply.status_code == 429
    assert int(reply.headers["retry-after"]) > 0
    assert "role=alert" in reply.text
    assert "name=overall value=2 class=kept" in reply.text
    assert stored(engine) == []


def test_a_tap_faster_than_reading_is_thanked_and_stored_in_doubt(
    portal: Portal, code: str, engine: Engine
) -> None:
    now = days.now_ms()
    key = portal.app.state.rating.ticket_keys[0]
    assert tap(portal, code).status_code == 303
    assert tap(portal, code, nonce=tickets.issue(key, code, now - 60_000)).status_code == 303
    with reading(engine) as connection:
        flags = connection.scalars(select(Pending.flags).order_by(Pending.id)).all()

    assert flags == [screening.HASTE, 0]
