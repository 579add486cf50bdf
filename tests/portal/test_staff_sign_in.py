"""Signing in: led to one's unit, told nothing by a refusal, slowed down by guessing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from office import CHOSEN, SIGN_IN, WARD, Clock, Office, sign_in, token_on
from sqlalchemy import Engine, select

from portal.staff.log import StaffLog
from portal.staff.throttle import LOCKED_AT, Neighbourhood, network_of
from surveys import days
from surveys.database import reading


def log(engine: Engine) -> list[tuple[str, str, str, dict[str, object]]]:
    columns = (StaffLog.act, StaffLog.who, StaffLog.role, StaffLog.what)
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(StaffLog.id))]


def test_a_leader_is_led_to_their_unit(office: Office) -> None:
    browser = office.browser()
    reply = sign_in(browser, office.hire("lan"))

    assert (reply.status_code, reply.headers["location"]) == (303, "/staff")
    assert browser.get("/staff").headers["location"] == f"/staff/units/{WARD}"
    assert browser.get(f"/staff/units/{WARD}").text == "lan"
    assert log(office.engine)[-1] == ("sign-in", "lan", "leader", {})


def test_letter_case_of_the_name_does_not_matter(office: Office) -> None:
    office.hire("Hòa.Bình")

    assert sign_in(office.browser(), " hòa.BÌNH ").status_code == 303


def test_a_refusal_does_not_tell_whether_the_name_exists(office: Office) -> None:
    office.hire("lan")
    browser = office.browser()
    known, unknown = (sign_in(browser, name, "wrong wrong wrong") for name in ("lan", "mai"))

    assert known.status_code == unknown.status_code == 422
    assert known.text.replace('"lan"', '"mai"') == unknown.text
    assert "wrong wrong" not in unknown.text
    refused = [line for line in log(office.engine) if line[0] == "sign-in refused"]
    assert [who for _, who, _, _ in refused] == ["lan", ""]


@pytest.mark.parametrize(
    "values",
    [
        {"disabled_at": days.now()},
        {"valid_from": date(2999, 1, 1)},
        {"valid_to": date(2020, 1, 1)},
    ],
    ids=["disabled", "not yet", "no longer"],
)
def test_an_account_out_of_use_is_a_wrong_password(
    values: dict[str, object], office: Office
) -> None:
    office.hire("lan", **values)

    assert sign_in(office.browser(), "lan").status_code == 422


def test_a_blank_form_is_a_wrong_password(office: Office) -> None:
    assert sign_in(office.browser(), "", "").status_code == 422


def test_guessing_doubles_the_wait(office: Office, clock: Clock) -> None:
    office.hire("lan")
    browser = office.browser()
    slips = [sign_in(browser, "lan", "wrong").status_code for _ in range(5)]
    reply = sign_in(browser, "LAN")

    assert slips == [422] * 5
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "2")
    clock.move(minutes=0.05)
    assert sign_in(browser, "lan").status_code == 303


def test_the_tenth_failure_closes_the_door_for_a_quarter_of_an_hour(
    office: Office, clock: Clock
) -> None:
    office.hire("lan")
    browser = office.browser()
    for _ in range(LOCKED_AT):
        assert sign_in(browser, "lan", "wrong").status_code == 422
        clock.move(minutes=1.1)
    clock.move(minutes=12)
    assert sign_in(browser, "lan").status_code == 429
    clock.move(minutes=2)

    assert sign_in(browser, "lan").status_code == 303
    assert ("sign-in refused", "lan", "leader", {"locked": True}) in log(office.engine)


def test_the_right_password_forgives_earlier_slips(office: Office) -> None:
    office.hire("lan")
    for _ in range(3):
        for _ in range(4):
            assert sign_in(office.browser(), "lan", "wrong").status_code == 422
        assert sign_in(office.browser(), "lan").status_code == 303


def test_guesses_sent_at_once_count_as_if_one_after_the_other(office: Office) -> None:
    office.hire("lan")
    browser = office.browser()
    form = {"name": "lan", "password": "wrong", "_csrf_token": token_on(browser.get(SIGN_IN))}
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _: browser.post(SIGN_IN, data=form), range(12)))

    assert sign_in(browser, "lan").status_code == 429


@pytest.mark.only("sqlite")
def test_a_name_nobody_has_is_slowed_down_too_and_kept_nowhere(
    office: Office, tmp_path: Path
) -> None:
    browser = office.browser()
    replies = [sign_in(browser, "PasswordInTheWrongField", "x").status_code for _ in range(6)]

    assert replies == [422] * 5 + [429]
    written = b"".join(file.read_bytes() for file in tmp_path.glob("portal.db*"))
    assert b"PasswordInTheWrongField" not in written


def test_one_network_may_not_try_every_name(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Neighbourhood, "LIMIT", 3)
    names = [office.hire(name) for name in ("lan", "mai", "tam", "hoa")]
    browser = office.browser()
    for name in names[1:]:
        sign_in(browser, name, "wrong")

    assert sign_in(browser, "lan").status_code == 429
    clock.move(minutes=15)
    assert sign_in(browser, "lan").status_code == 303


def test_invented_names_lock_no_office_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Neighbourhood, "LIMIT", 3)
    office.hire("lan")
    stranger = office.browser()
    for guess in range(5):
        assert sign_in(stranger, f"name{guess}", "wrong").status_code == 422

    assert sign_in(office.browser(), "lan").status_code == 303


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2345::9", "2001:db8:1:2300::/56"),
        ("testclient", "testclient"),
    ],
)
def test_a_network_is_known_by_its_prefix(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_neighbourhood_forgets_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Neighbourhood, "_MOST", 2)
    monkeypatch.setattr(Neighbourhood, "LIMIT", 1)
    neighbourhood = Neighbourhood()
    addresses = ["192.0.2.1", "198.51.100.1", "203.0.113.1"]
    for address in addresses:
        neighbourhood.failed(address)

    assert [bool(neighbourhood.wait(address)) for address in addresses] == [False, True, True]


def test_the_demonstration_account_works_on_this_computer_only(office: Office) -> None:
    office.hire("demo", demo=True)
    at_home = office.browser("demo")
    office.app.state.loopback = False
    reply = sign_in(office.browser(), "demo")

    assert reply.status_code == 403
    assert "only on the computer that runs the portal" in reply.text
    assert at_home.get(f"/staff/units/{WARD}").headers["location"].startswith(SIGN_IN)


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        (f"/staff/units/{WARD}?from=2023-01", f"/staff/units/{WARD}?from=2023-01"),
        ("https://example.org/staff", "/staff"),
        ("//example.org/staff", "/staff"),
        ("/staff\\@example.org", "/staff"),
        ("/staffroom", "/staff"),
        ("/staff/../units", "/staff"),
        ("/staff/%2e%2e/units", "/staff"),
        ("/staff//example.org", "/staff"),
        ("/staff/sign-out", "/staff"),
        ("/staff/sign-out?x=1", "/staff"),
        ("/staff/a\r\nSet-Cookie: a=b", "/staff"),
    ],
)
def test_after_signing_in_one_goes_on_within_staff_pages(
    wanted: str, led_to: str, office: Office
) -> None:
    office.hire("lan")

    assert sign_in(office.browser(), "lan", next=wanted).headers["location"] == led_to


def test_whoever_is_signed_in_goes_past_the_form(office: Office) -> None:
    browser = office.browser(office.hire("lan"))

    assert browser.get(SIGN_IN).headers["location"] == "/staff"


@pytest.mark.parametrize("token", [None, "", "0" * 64, "ế"])
def test_a_form_of_another_site_signs_nobody_in(token: str | None, office: Office) -> None:
    office.hire("lan")
    browser = office.browser()
    browser.get(SIGN_IN)
    form = {"name": "lan", "password": CHOSEN.text} | (
        {} if token is None else {"_csrf_token": token}
    )

    assert browser.post(SIGN_IN, data=form).status_code == 403


def test_the_token_of_another_browser_signs_nobody_in(office: Office) -> None:
    office.hire("lan")
    browser, other = office.browser(), office.browser()
    browser.get(SIGN_IN)

    assert sign_in(browser, "lan", _csrf_token=token_on(other.get(SIGN_IN))).status_code == 403
