"""The rating path over HTTP: what is answered, and what is stored."""

import asyncio
import gzip
import io

import httpx
import pytest
from asking import Portal, asking, settings_of, stored, tap, ticket
from makers import seal, seed_pilot
from serving import ticket_in
from sqlalchemy import Engine, func, select

import translations
from portal.citizen.shells import draw
from surveys import codes, days, screening, slips, tickets
from surveys.database import reading
from surveys.responses import Pending

pytestmark = pytest.mark.fast


def test_one_tap_is_stored_and_thanked(portal: Portal, code: str, engine: Engine) -> None:
    reply = tap(portal, code)

    assert reply.status_code == 303
    assert reply.headers["location"].startswith(f"/r/{code}/more/")
    assert stored(engine) == [4]


def test_the_page_needs_one_request_of_2500_bytes(portal: Portal, code: str) -> None:
    reply = portal.get(f"/r/{code}", headers={"Accept-Encoding": "gzip"})

    assert reply.headers["content-encoding"] == "gzip"
    assert int(reply.headers["content-length"]) <= 2500
    assert " src=" not in reply.text
    assert "stylesheet" not in reply.text


@pytest.mark.only("sqlite")
def test_the_longest_name_in_any_language_takes_2500_bytes(engine: Engine) -> None:
    pilot, sizes = seed_pilot(engine), {}
    longest = max(
        pilot.places.values(), key=lambda place: len(pilot.unit_names.say(place.unit_id, "vi"))
    )
    for language in translations.languages():
        with translations.speak(language):
            shell = draw(pilot, longest, language, demo=True)
        # With a one-time slip behind its ticket, too.
        ticket = f"{tickets.issue(b'x' * 32, longest.code, 1)}.{codes.draw_code(slips.CODE_LENGTH)}"
        sizes[language] = len(shell.zipped(ticket))

    assert {language: size for language, size in sizes.items() if size > 2500} == {}


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


def test_no_cookie_is_ever_set(portal: Portal, code: str) -> None:
    reply = tap(portal, code)
    page = portal.get(reply.headers["location"])

    assert not any("set-cookie" in r.headers for r in (reply, page, portal.get(f"/r/{code}")))


def test_a_filled_trap_is_stored_with_a_flag(portal: Portal, code: str, engine: Engine) -> None:
    tap(portal, code, website="http://spam.example")
    with reading(engine) as connection:
        assert connection.scalar(select(Pending.flags)) & screening.TRAP
        assert connection.scalar(select(func.count()).select_from(Pending)) == 1


@pytest.mark.parametrize(
    ("header", "zipped"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("br", False),
        ("", False),
    ],
)
def test_the_page_is_compressed_for_whoever_takes_it(
    portal: Portal, code: str, header: str, zipped: bool
) -> None:
    reply = portal.get(f"/r/{code}", headers={"Accept-Encoding": header})
    assert ("content-encoding" in reply.headers) is zipped
