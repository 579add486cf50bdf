"""Taps without a network: kept on the device, said so, delivered later, and counted once."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

import pytest
from browser import Visitor
from makers import make_touchpoint, make_unit
from playwright.sync_api import Page, Route, expect
from serving import environment, serving
from sqlalchemy import Engine, select

from portal import keys
from surveys import days, tickets
from surveys.database import reading
from surveys.responses import Pending

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.only("sqlite")]

KEPT = "Đã lưu trên máy này. Câu trả lời sẽ gửi khi có mạng."
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("no", "SecurityError"); }});"""


@dataclass
class Counter:
    """A served counter, and what has arrived there."""

    link: str
    engine: Engine

    def marks(self) -> list[int | None]:
        with reading(self.engine) as connection:
            return sorted(connection.scalars(select(Pending.overall)).all())


@pytest.fixture
def counter(engine: Engine, database_url: str) -> Generator[Counter]:
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    with serving(database_url) as server:
        yield Counter(f"{server.url}/r/{code}", engine)


def open_page(visitor: Visitor, counter: Counter) -> Page:
    """A rating page with everything that comes after it."""
    page = visitor.visit(counter.link)
    page.wait_for_function("typeof go === 'function'")
    return page


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_tap_without_network_is_kept_and_arrives_once(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor(service_workers="block")
    page = open_page(citizen, counter)
    page.context.set_offline(True)
    choose(page, "Hài lòng")
    expect(page.get_by_role("status")).to_contain_text(KEPT)
    assert counter.marks() == []

    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    page.goto(counter.link)
    assert counter.marks() == [4]


def test_whoever_waits_on_a_line_that_stands_still_is_told_what_is_kept(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor(service_workers="block")
    citizen.page.clock.install()
    page = open_page(citizen, counter)
    stuck: list[Route] = []
    page.route("**/r/*", lambda route: stuck.append(route))
    choose(page, "Hài lòng")
    page.clock.fast_forward(9_000)
    expect(page.get_by_role("status")).to_have_text(KEPT)

    stuck[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    assert counter.marks() == [4]


def test_two_people_without_network_are_two_answers(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor(service_workers="block")
    page = open_page(citizen, counter)
    page.context.set_offline(True)
    choose(page, "Hài lòng")
    choose(page, "Người khác trả lời")
    choose(page, "Rất không hài lòng")
    expect(page.get_by_role("status")).to_contain_text(KEPT)

    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    assert counter.marks() == [1, 4]


def test_a_closed_page_delivers_when_it_is_opened_again(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor(service_workers="block")
    page = open_page(citizen, counter)
    page.context.set_offline(True)
    choose(page, "Bình thường")
    expect(page.get_by_role("status")).to_contain_text(KEPT)
    page.close()

    citizen.page.context.set_offline(False)
    again, other = (citizen.page.context.new_page() for _ in range(2))
    for opened in (again, other):
        opened.goto(counter.link)
    expect(again.get_by_role("status")).to_contain_text("nay đã gửi xong")
    expect(again.get_by_role("button", name="Hài lòng", exact=True)).to_be_visible()
    assert counter.marks() == [3]


def test_where_storage_is_forbidden_the_page_says_to_stay_open(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor(service_workers="block")
    citizen.page.add_init_script(FORBIDDEN)
    page = open_page(citizen, counter)
    page.context.set_offline(True)
    choose(page, "Hài lòng")
    expect(page.get_by_role("status")).to_contain_text("Xin giữ trang này mở")

    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    assert counter.marks() == [4]


def test_a_page_and_its_tap_live_on_in_the_service_worker(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor()
    page = open_page(citizen, counter)
    page.wait_for_function("navigator.serviceWorker.controller")
    page.wait_for_function("caches.open('pages').then(c => c.keys()).then(k => k.length)")
    page.context.set_offline(True)
    page.reload()
    choose(page, "Không hài lòng")
    expect(page.get_by_role("status")).to_contain_text(KEPT)

    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    assert counter.marks() == [2]


def test_an_old_page_gets_a_fresh_ticket_and_keeps_the_choice(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor(service_workers="block")
    page = open_page(citizen, counter)
    citizen.expected.add(410)
    key = keys.derive(environment("")["PORTAL_SECRET"], "ticket")
    nine_days_ago = days.now_ms() - 9 * 86_400_000
    old = tickets.issue(key, counter.link.rsplit("/", 1)[-1], nine_days_ago)
    page.evaluate("old => { f.elements.nonce.value = old }", old)
    choose(page, "Hài lòng")

    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    assert counter.marks() == [4]


def test_an_impatient_hand_is_one_answer(visitor: Callable[..., Visitor], counter: Counter) -> None:
    citizen = visitor(service_workers="block")
    page = open_page(citizen, counter)
    page.get_by_role("button", name="Hài lòng", exact=True).dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    page.reload()
    page.go_back()
    choose(page, "Rất hài lòng")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")

    assert counter.marks() == [5]


def test_nothing_finished_is_one_tap_too_and_no_mark(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor(service_workers="block")
    page = open_page(citizen, counter)
    page.get_by_role("link", name="Hôm nay tôi chưa làm xong").click()
    citizen.judge()
    choose(page, "Phải chờ quá lâu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    citizen.judge()

    assert counter.marks() == [None]
