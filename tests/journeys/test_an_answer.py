"""A citizen asks without scripts on a small phone, the office answers, the citizen is not helped
at first; every page on the way is judged."""

import time
from collections.abc import Callable

import pytest
from browser import Visitor
from makers import load, make_responses, make_touchpoint, make_unit
from office import BY, CHOSEN
from playwright.sync_api import Page, expect
from serving import serving
from sqlalchemy import Engine, select, update

from portal.staff import appointments
from portal.staff.accounts import StaffAccount
from surveys import days
from surveys.database import reading, writing
from surveys.responses import Entry

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.only("sqlite")]

UNIT = "phuong-thu"
SETTINGS = {"PORTAL_SETTLE_SECONDS": "0", "PORTAL_DATA_KEY": "a data key of the tests, long enough"}
ANSWER = {
    "found": "Hôm đó người chờ nhiều hơn số quầy mở.",
    "done": "Chúng tôi mở thêm một quầy vào buổi sáng.",
    "done_on": "2026-11-30",
    "whom_to_call": "Bà Trần Thị Mai, Phó Chủ tịch, 0225 3747 474",
}


def settle_in(engine: Engine) -> str:
    """A ward with a leader and a counter; the counter's code."""
    make_unit(engine, UNIT)
    code = make_touchpoint(engine, UNIT)
    with writing(engine) as connection:
        unit_id = load(engine).find_unit(UNIT)
        appointments.add_account(connection, "lan", "leader", unit_id, CHOSEN, BY)
        connection.execute(update(StaffAccount).values(must_change=False))
    return code


def sign_in(someone: Visitor, url: str) -> None:
    page = someone.visit(f"{url}/staff/sign-in")
    page.get_by_label("Tên tài khoản").fill("lan")
    page.locator("#password").fill(CHOSEN.text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/**")


def answer(leader: Visitor, case: str) -> None:
    page = leader.visit(f"{case}/answer")
    for name, text in ANSWER.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="Gửi cho người dân").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("đã trả lời")
    leader.judge()


def ask(citizen: Visitor, url: str, code: str) -> str:
    """Rate, write, tick; the follow-up code."""
    page = citizen.visit(f"{url}/r/{code}?lang=vi")
    page.get_by_role("button", name="Không hài lòng", exact=True).click()
    page.locator("[name=comment]").fill("Chờ hai tiếng mà không ai nói thiếu giấy gì.")
    page.get_by_label("Tôi muốn được trả lời").check(force=True)
    page.get_by_role("button", name="Gửi phần này").click()
    citizen.judge()
    return page.locator(".code a").inner_text()


def come_back(citizen: Visitor, url: str, receipt: str) -> str:
    """From another phone, the code as somebody types it; the address of the matter."""
    page = citizen.visit(f"{url}/?lang=vi")
    page.locator("summary", has_text="Tôi có mã theo dõi").click()
    page.locator("[name=receipt]").fill(receipt.lower().replace("-", " "))
    page.get_by_role("button", name="Xem trả lời").click()
    expect(page.get_by_text("Hạn trả lời là hết ngày")).to_be_visible()
    citizen.judge()
    return page.url


def find_case(leader: Visitor, url: str) -> str:
    """The address of the one case on the desk."""
    page = leader.visit(f"{url}/staff/units/{UNIT}/cases")
    page.locator("tbody a").click()
    leader.judge()
    return page.url


def look_in_the_dark(dark: Visitor, url: str, matter: str, case: str) -> None:
    """Every page of it is sound on a phone at night."""
    dark.visit(matter)
    sign_in(dark, url)
    for address in (case, f"{case}/answer", f"{url}/staff/units/{UNIT}/cases?view=closed"):
        dark.visit(address)


def wait_for(engine: Engine, page: Page, entries: int) -> None:
    """Until so much is sealed."""
    until = time.monotonic() + 60
    while True:
        with reading(engine) as connection:
            if len(connection.scalars(select(Entry.id)).all()) >= entries:
                return
        assert time.monotonic() < until
        page.wait_for_timeout(100)


def test_a_citizen_asks_reads_and_asks_once_more(
    engine: Engine, database_url: str, visitor: Callable[..., Visitor]
) -> None:
    code = settle_in(engine)
    citizen = visitor(scripts=False, viewport={"width": 320, "height": 568})
    leader = visitor(viewport={"width": 1280, "height": 800})
    with serving(database_url, **SETTINGS) as server:
        matter = come_back(citizen, server.url, ask(citizen, server.url, code))
        make_responses(engine, code, [4] * 6, days.office_day(days.now_ms()), hour=23)
        sign_in(leader, server.url)
        case = find_case(leader, server.url)
        wait_for(engine, leader.page, 8)
        expect(leader.visit(case).get_by_text("Chờ hai tiếng")).to_be_visible()
        answer(leader, case)

        page = citizen.visit(matter)
        expect(page.get_by_text(ANSWER["done"])).to_be_visible()
        page.get_by_role("button", name="Không", exact=True).click()
        page.locator("[name=text]").fill("Vẫn chưa ai nói thiếu giấy gì.")
        citizen.judge()
        page.get_by_role("button", name="Hỏi lại một lần nữa").click()
        citizen.judge()

        expect(leader.visit(case).get_by_text("Vẫn chưa ai nói")).to_be_visible()
        answer(leader, case)
        citizen.visit(matter)
        page.get_by_role("button", name="Có", exact=True).click()
        expect(page.get_by_text("Việc của ông/bà đã khép lại")).to_be_visible()
        citizen.judge()
        citizen.visit(f"{server.url}/t/000000000000?lang=vi", 404)
        look_in_the_dark(visitor(color_scheme="dark"), server.url, matter, case)
