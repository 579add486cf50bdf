"""The whole loop on imported data: a fall, one signal, an action, its proof, and "we did".

The portal's clock is moved by hand, so the pages are served from this process.
"""

import threading
import time
from collections.abc import Callable, Generator
from datetime import date
from pathlib import Path

import makers
import pytest
import uvicorn
from browser import Visitor
from falling import ACTED, CHECK_ON, FALL, FIRST, RAISED, City, whole
from loop import Calendar, months
from office import CHOSEN, WARD, Office
from playwright.sync_api import Page, expect
from serving import free_port
from sqlalchemy import Engine, select

from analytics.numbers.estimates import Estimate
from analytics.numbers.series import series
from analytics.quality.actions.records import find_record
from analytics.quality.saying import said_and_did
from analytics.quality.signals import Signal
from portal.reviews.wording import amount, interval
from surveys.database import reading, writing
from translations import speak

pytestmark = [pytest.mark.only("sqlite"), pytest.mark.slow]

DESK = {"width": 1280, "height": 800}
NUMBER = "2025-0001"


@pytest.fixture
def office(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Generator[Office]:
    Calendar(monkeypatch).put(RAISED)

    class Whole(Office):
        def pages(self) -> list[object]:
            return []

    office = Whole(engine)
    yield office
    office.close()


@pytest.fixture
def city(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    """A year as usual, and an April in which one ward fell; the night after has passed."""
    city = City(office.engine, tmp_path, Calendar(monkeypatch))
    city.bring(months(FIRST, 13))
    city.bring([FALL], phuong_hoa_mai=0.45)
    city.night(RAISED, "signals")
    for name, role in (("minh", "officer"), ("lan", "leader")):
        office.hire(name, role)
    return city


@pytest.fixture
def address(office: Office, city: City) -> Generator[str]:
    """The real staff pages, served to a browser from this process."""
    office.app.state.rating.register = makers.load(city.engine)
    port = free_port()
    app = whole(office)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


def sign_in(visitor: Callable[..., Visitor], address: str, name: str) -> Visitor:
    person = visitor(viewport=DESK, locale="en-US")
    page = person.visit(f"{address}/staff/sign-in?lang=en")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(CHOSEN.text)
    page.locator("main").get_by_role("button").click()
    return person


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.browser
def test_from_a_fall_to_the_proof_and_back_to_the_citizens(
    city: City, address: str, visitor: Callable[..., Visitor]
) -> None:
    _open_and_plan(sign_in(visitor, address, "minh"), address, city)
    city.calendar.put(ACTED)
    minh = sign_in(visitor, address, "minh")
    page = minh.visit(f"{address}/staff/actions/{NUMBER}")
    page.get_by_text("Report the action as done").click()
    press(page, "It is done")
    minh.judge()

    city.calendar.put(CHECK_ON)
    city.bring(months(date(2025, 6, 1), 3), phuong_hoa_mai=0.95)
    city.night(CHECK_ON, "checks")
    minh, lan = (sign_in(visitor, address, name) for name in ("minh", "lan"))
    page = minh.visit(f"{address}/staff/actions/{NUMBER}")
    expect(page.locator("main")).to_contain_text("It worked")
    minh.expected.add(422)
    press(page, "Confirm and close")
    expect(page.locator("main")).to_contain_text("A second person closes")
    page = lan.visit(f"{address}/staff/actions/{NUMBER}")
    page.locator("textarea[name=remark]").fill("Seen on two Mondays.")
    press(page, "Confirm and close")
    lan.judge()
    _tell(minh.visit(f"{address}/staff/actions/{NUMBER}"))
    page = lan.visit(f"{address}/staff/units/{WARD}/said")
    page.locator("main").get_by_role("link", name="Look at it").click()
    press(page, "Approve and show it")
    lan.judge()

    said = lan.visit(f"{address}/staff/units/{WARD}/said").locator("main")
    expect(said).to_contain_text("Satisfied before: 80 of 100")
    expect(said).to_contain_text("After: 95 of 100 (180 ratings).")
    for path in (f"/staff/units/{WARD}/said/board", f"/units/{WARD}"):
        shown = lan.visit(address + path).locator("main")
        expect(shown).to_contain_text("A third counter opens on Mondays.")
        expect(shown).to_contain_text("it is clearly better")
    _same_figures(city)
    _review(minh, lan, address, city)


def _review(minh: Visitor, lan: Visitor, address: str, city: City) -> None:
    """Two roles sign the review of the quarter, which lists all of it with the same figures."""
    page = minh.visit(f"{address}/staff/units/{WARD}/review?period=2025-Q2&lang=en")
    page.get_by_text("Freeze these figures for the meeting").click()
    page.get_by_role("button", name="Freeze as version 1").click()
    for person in (minh, lan):
        page = person.visit(f"{address}/staff/units/{WARD}/review?period=2025-Q2&lang=en")
        page.get_by_text("Sign this version").click()
        page.get_by_role("button", name="I have read it and sign").click()
        person.judge()
    expect(page.locator("body")).to_contain_text("signed by both")
    for section, said in (
        ("nonconformities", f"{NUMBER} before: Satisfied"),
        ("nonconformities", "+15, between +8 and +21"),
        ("nonconformities", "by lan, Lãnh đạo"),
        ("risks", f"closed ({NUMBER})"),
        ("promises", "A third counter opens on Mondays."),
    ):
        expect(page.locator(f"#{section}")).to_contain_text(said)
    after = page.locator("#nonconformities tr", has_text=f"{NUMBER} after").locator("td")
    told = _told(city, date(2025, 5, 20), CHECK_ON)
    with speak("en"):
        shown = amount("satisfaction", told.value), interval("satisfaction", told)
    assert after.all_inner_texts()[:3] == [str(told.n), *shown]


def _told(city: City, start: date, end: date) -> Estimate:
    """What ``portal indicators`` tells of the ward."""
    with reading(city.engine) as connection:
        found = series(connection, makers.load(city.engine), WARD, start, end)
    return found.buckets[0].indicators["satisfaction"]


def _open_and_plan(minh: Visitor, address: str, city: City) -> None:
    """From the one signal to a record whose check is fixed."""
    (signal,) = city.signals()
    page = minh.visit(f"{address}/staff/signals/{signal}")
    page.get_by_role("link", name="Open a record of action").click()
    minh.judge()
    page.locator("input[name=severity][value=major]").check(force=True)
    press(page, "Open the record")
    minh.judge()
    _work_on(page)
    minh.judge()


def _work_on(page: Page) -> None:
    """What was done at once, why, the plan and its check."""
    page.locator("textarea[name=containment]").fill("A guide stands at the door.")
    page.locator("input[name=why1]").fill("Two counters serve on Mondays.")
    page.locator("select[name=cause_group]").select_option("place")
    press(page, "Keep")
    page.locator("textarea[name=action]").fill("Open a third counter on Mondays.")
    page.locator("input[name=owner_name]").fill("minh")
    page.locator("input[name=owner_position]").fill("Quality officer")
    page.locator("input[name=due_on]").fill(str(ACTED))
    page.locator("input[name=target]").fill("90")
    page.locator("input[name=check_on]").fill(str(CHECK_ON))
    press(page, "Keep the plan")
    expect(page.locator("main")).to_contain_text("at least as good as 90 of 100")


def _tell(page: Page) -> None:
    page.get_by_role("link", name="Tell citizens: you said, we did").click()
    page.locator("textarea[name=said_vi]").fill("Sáng Thứ Hai phải chờ lâu.")
    page.locator("textarea[name=did_vi]").fill("Mở thêm quầy số 3 vào sáng Thứ Hai.")
    page.locator("textarea[name=said_en]").fill("Long waits on Monday mornings.")
    page.locator("textarea[name=did_en]").fill("A third counter opens on Mondays.")
    press(page, "Keep the draft")


def _same_figures(city: City) -> None:
    """The check tells what the command line tells of the same days."""
    with reading(city.engine) as connection:
        record = find_record(connection, NUMBER)
        check = record.result
        assert check is not None
        told = check.result
        item = said_and_did(connection, record.row.unit_id, language="en")[0]
    after = _told(city, *(date.fromisoformat(day) for day in told["days"]))
    assert (told["after"]["counted"], told["after"]["n"]) == (after.count, after.n)
    assert check.verdict == "better"
    assert told["difference"]["low"] > 0
    assert record.row.state == "closed"
    assert item.effect is not None
    assert item.effect.after == pytest.approx(after.value)


def test_the_same_days_looked_at_again_raise_nothing_more(city: City) -> None:
    before = city.signals()
    city.night(RAISED, "signals")
    city.night(date(2025, 5, 6), "signals")

    assert len(before) == 1
    assert city.signals() == before
    with writing(city.engine) as connection:
        state = connection.scalar(select(Signal.state))
    assert state == "new"
