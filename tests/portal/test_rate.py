"""The rating path over HTTP: what is answered, and what is stored."""

import asyncio
import gzip
import io
from collections.abc import Generator

import httpx
import pytest
from asking import Portal, asking, settings_of
from makers import make_touchpoint, make_unit, seal
from serving import ticket_in
from sqlalchemy import Engine, func, select, update

from surveys import days, register, tickets
from surveys.database import reading, writing
from surveys.responses import Entry, Pending
from surveys.touchpoints import Touchpoint

pytestmark = pytest.mark.fast


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


@pytest.fixture
def portal(engine: Engine, database_url: str, code: str) -> Generator[Portal]:
    with asking(settings_of(database_url)) as portal:
        yield portal


def ticket(portal: Portal, code: str) -> str:
    return ticket_in(portal.get(f"/r/{code}").text)


def tap(portal: Portal, code: str, **fields: object) -> httpx.Response:
    form = {"nonce": ticket(portal, code), "overall": 4} | fields
    return portal.post(f"/r/{code}", data={k: v for k, v in form.items() if v is not None})


def stored(engine: Engine) -> list[int]:
    """The overall marks that are stored, pending and sealed."""
    with reading(engine) as connection:
        both = [connection.scalars(select(table.overall)).all() for table in (Pending, Entry)]
    return [mark for marks in both for mark in marks]


def test_one_tap_is_stored_and_thanked(portal: Portal, code: str, engine: Engine) -> None:
    reply = tap(portal, code)

    assert reply.status_code == 303
    assert reply.headers["location"].startswith(f"/r/{code}/more/")
    assert stored(engine) == [4]


def test_the_page_needs_one_request_of_2500_bytes(portal: Portal, code: str) -> None:
    reply = portal.get(f"/r/{code}", headers={"Accept-Encoding": "gzip"})

    assert reply.headers["content-encoding"] == "gzip"
    assert int(reply.headers["content-length"]) <= 2500
    assert "src=" not in reply.text
    assert "stylesheet" not in reply.text


def test_the_spliced_gzip_is_one_that_everybody_reads(portal: Portal, code: str) -> None:
    plain = portal.get(f"/r/{code}", headers={"Accept-Encoding": "identity"}).text
    context = portal.app.state.rating
    shell = context.shell(context.register.places[code], "vi")
    again = gzip.GzipFile(fileobj=io.BytesIO(shell.zipped("ticket"))).read().decode()

    assert again == shell.plain("ticket").decode()
    assert again == plain.replace(ticket_in(plain), "ticket")


def test_capitals_and_lookalike_letters_lead_to_the_same_page(portal: Portal, code: str) -> None:
    spelled = code.lower().replace("0", "o").replace("1", "l")

    assert portal.get(f"/R/{spelled}").status_code == 200
    assert portal.get(f"/r/{code}/?fbclid=added-by-an-app").status_code == 200


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


def test_the_same_tap_posted_50_times_in_parallel_counts_once(
    portal: Portal, code: str, engine: Engine
) -> None:
    form = {"nonce": ticket(portal, code), "overall": 3}

    async def all_at_once() -> list[httpx.Response]:
        posts = (portal.client.post(f"/r/{code}", data=form) for _ in range(50))
        return await asyncio.gather(*posts)

    replies = portal.run(all_at_once)

    assert {reply.status_code for reply in replies} == {303}
    assert len({reply.headers["location"] for reply in replies}) == 1
    assert stored(engine) == [3]


def test_back_and_another_choice_is_one_response_of_the_last_choice(
    portal: Portal, code: str, engine: Engine
) -> None:
    nonce = ticket(portal, code)
    first = tap(portal, code, nonce=nonce, overall=2)
    second = tap(portal, code, nonce=nonce, overall=5)

    assert first.headers["location"] == second.headers["location"]
    assert stored(engine) == [5]


def test_after_settling_the_first_choice_stays_and_the_page_says_so(
    engine: Engine, database_url: str, code: str
) -> None:
    with asking(settings_of(database_url, settle_seconds=0)) as portal:
        nonce = ticket(portal, code)
        tap(portal, code, nonce=nonce, overall=2)
        seal(engine)
        again = tap(portal, code, nonce=nonce, overall=5)
        page = portal.get(again.headers["location"])

    assert again.status_code == 303
    assert stored(engine) == [2]
    assert "không thể sửa" in page.text


def test_a_phones_ticket_carries_three_taps(portal: Portal, code: str, engine: Engine) -> None:
    nonce = ticket(portal, code)
    replies = [tap(portal, code, nonce=nonce, tap=f"{n:032x}", overall=n) for n in (1, 2, 3, 4)]

    assert [reply.status_code for reply in replies] == [303, 303, 303, 410]
    assert sorted(stored(engine)) == [1, 2, 3]


def test_the_devices_time_is_kept_where_it_is_possible(
    portal: Portal, code: str, engine: Engine
) -> None:
    now = days.now_ms()
    issued = tickets.issue(portal.app.state.rating.ticket_keys[0], code, now - 7_200_000)
    tap(portal, code, nonce=issued, tap="a" * 32, given_at=str(now - 3_600_000))
    tap(portal, code, nonce=issued, tap="b" * 32, given_at=str(now + 86_400_000))
    with reading(engine) as connection:
        rows = connection.execute(select(Pending.key, Pending.given_ms)).all()
    given = {key[-1]: ms for key, ms in rows}

    assert given["a"] == now - 3_600_000
    assert abs(given["b"] - now) < 60_000


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


@pytest.mark.parametrize("wrong", ["000000001", "ABC", "x" * 400, "..", "%00", "🙂"])
def test_an_unknown_code_says_so_kindly_and_leads_on(portal: Portal, wrong: str) -> None:
    reply = portal.get(f"/r/{wrong}")

    assert reply.status_code == 404
    assert 'href="/"' in reply.text


def test_no_cookie_is_ever_set(portal: Portal, code: str) -> None:
    reply = tap(portal, code)
    page = portal.get(reply.headers["location"])

    assert not any("set-cookie" in r.headers for r in (reply, page, portal.get(f"/r/{code}")))


def test_a_filled_trap_is_stored_with_a_flag(portal: Portal, code: str, engine: Engine) -> None:
    tap(portal, code, website="http://spam.example")
    with reading(engine) as connection:
        assert connection.scalar(select(Pending.flags)) == 1
        assert connection.scalar(select(func.count()).select_from(Pending)) == 1
