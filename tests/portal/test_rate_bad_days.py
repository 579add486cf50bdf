"""What happens to a tap on its way: days without signal, wrong clocks, odd letters, impatience."""

import re
from datetime import date

import pytest
from asking import Portal, stored, tap, ticket
from makers import at
from office import Clock
from sqlalchemy import Engine, select

from surveys import tickets
from surveys.database import reading
from surveys.responses import Pending

pytestmark = [pytest.mark.fast, pytest.mark.only("sqlite")]

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
ODD = '<script>alert(1)</script> =HYPERLINK("x") \u202eđảo\u202c\u200b \ufeff😀 @SUM(1)'


def rows(engine: Engine) -> list[tuple[date, str | None]]:
    with reading(engine) as connection:
        found = connection.execute(select(Pending.day, Pending.comment).order_by(Pending.id))
        return [(row.day, row.comment) for row in found]


def turn(clock: Clock, to_ms: int) -> None:
    clock.ahead_ms = to_ms - clock.replaced()


def test_a_tap_of_friday_that_is_sent_on_monday_counts_on_friday(
    portal: Portal, code: str, engine: Engine, clock: Clock
) -> None:
    turn(clock, at(FRIDAY, 16))
    nonce = ticket(portal, code)
    turn(clock, at(MONDAY, 8))
    assert tap(portal, code, nonce=nonce, given_at=str(at(FRIDAY, 16, 5))).status_code == 303

    assert [day for day, _ in rows(engine)] == [FRIDAY]


def test_a_page_of_friday_that_is_tapped_on_monday_counts_on_monday(
    portal: Portal, code: str, engine: Engine, clock: Clock
) -> None:
    turn(clock, at(FRIDAY, 16))
    nonce = ticket(portal, code)
    turn(clock, at(MONDAY, 8))
    assert tap(portal, code, nonce=nonce).status_code == 303

    assert [day for day, _ in rows(engine)] == [MONDAY]


@pytest.mark.parametrize(
    "given_at", [at(date(2001, 1, 1)), at(date(2038, 1, 1)), -1, "yesterday", "9" * 400, ""]
)
def test_a_phone_with_a_wrong_clock_is_not_believed(
    portal: Portal, code: str, engine: Engine, clock: Clock, given_at: object
) -> None:
    turn(clock, at(MONDAY, 8))
    assert tap(portal, code, given_at=str(given_at)).status_code == 303

    assert [day for day, _ in rows(engine)] == [MONDAY]


def test_scripts_formulas_and_unseen_letters_come_back_as_harmless_text(
    portal: Portal, code: str, engine: Engine
) -> None:
    more = tap(portal, code).headers["location"]
    assert portal.post(more, data={"comment": ODD}).status_code == 303
    page = portal.get(more).text

    assert "<script>alert" not in page
    (kept,) = [comment for _, comment in rows(engine) if comment]
    assert "đảo" in kept
    assert "😀" in kept
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]", kept)


def test_looking_at_the_thanks_again_and_again_counts_nothing(
    portal: Portal, code: str, engine: Engine
) -> None:
    nonce = ticket(portal, code)
    more = tap(portal, code, nonce=nonce).headers["location"]
    for _ in range(3):
        assert portal.get(more).status_code == 200
        assert tap(portal, code, nonce=nonce).headers["location"] == more

    assert stored(engine) == [4]


def test_a_ticket_lives_over_every_weekend_and_holiday_week() -> None:
    assert tickets.LIFETIME_MS >= 8 * 86_400_000


def test_a_follow_up_code_is_read_with_letters_for_digits(portal: Portal, code: str) -> None:
    receipt = tap(portal, code).headers["location"].rpartition("/")[2]
    typed = receipt.replace("0", "o").replace("1", "l").lower()

    led = portal.get(f"/t/{typed[:3]}-{typed[3:6]}-{typed[6:9]}-{typed[9:]}")
    assert receipt in (led.headers.get("location") or led.text)
