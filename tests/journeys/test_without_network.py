"""Taps without a network: kept on the device, said so, delivered later, and counted once."""

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

import httpx
import pytest
from browser import Visitor
from makers import load, make_touchpoint, make_unit
from playwright.sync_api import Page, Route, expect
from serving import environment, serving
from sqlalchemy import Engine, select

from portal import keys
from surveys import days, print_batches, tickets
from surveys.database import reading, writing
from surveys.responses import Pending

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.only("sqlite")]

KEPT = "Đã lưu trên máy này. Câu trả lời sẽ gửi khi có mạng."
BOX = """() => new Promise((done) => {
    const opened = indexedDB.open("taps", 2);
    opened.onsuccess = () => {
        const names = ["taps", "refused"], look = opened.result.transaction(names);
        const asked = names.map((name) => look.objectStore(name).count());
        look.oncomplete = () => done(asked.map((one) => one.result));
    };
})"""
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

    def withdraw(self) -> None:
        """Its poster is taken back, and the running server knows."""
        code = self.link.rsplit("/", 1)[-1]
        with writing(self.engine) as connection:
            place = load(self.engine).find_place(code)
            print_batches.print_in(connection, "lô 1", [place.id])
            print_batches.withdraw(connection, "lô 1", "bị dán đè")
        wait_until(lambda: httpx.get(self.link).status_code == 410)


@pytest.fixture
def counter(engine: Engine, database_url: str) -> Generator[Counter]:
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    with serving(database_url) as server:
        yield Counter(f"{server.url}/r/{code}", engine)


def posts(route: Route) -> bool:
    return route.request.method == "POST"


def open_page(visitor: Visitor, counter: Counter) -> Page:
    """A rating page with everything that comes after it."""
    page = visitor.visit(counter.link)
    page.wait_for_function("typeof go === 'function'")
    return page


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


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

    # What waits from before keeps nobody from rating.
    context = citizen.page.context
    context.set_offline(False)
    context.route("**/r/*", lambda one: one.abort() if posts(one) else one.continue_())
    again, other = (context.new_page() for _ in range(2))
    for opened in (again, other):
        opened.goto(counter.link)
        expect(opened.get_by_role("status")).to_have_text(KEPT)
        expect(opened.get_by_role("button", name="Hài lòng", exact=True)).to_be_visible()

    # Both have it on the way before either is answered; one key is one answer.
    asked: list[Route] = []
    context.route("**/r/*", lambda one: asked.append(one) if posts(one) else one.continue_())
    for opened in (again, other):
        opened.evaluate("void go()")
    while len(asked) < 2:
        again.wait_for_timeout(50)
    for one in asked:
        one.continue_()
    for opened in (again, other):
        expect(opened.get_by_role("status")).to_have_text("Câu trả lời đã lưu nay đã gửi xong.")
    assert counter.marks() == [3]


def test_a_tap_on_a_code_withdrawn_meanwhile_is_told_once_and_kept_no_longer(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor(service_workers="block")
    page = open_page(citizen, counter)
    page.context.set_offline(True)
    choose(page, "Hài lòng")
    expect(page.get_by_role("status")).to_contain_text(KEPT)
    page.close()
    other = f"{counter.link.rsplit('/', 1)[0]}/{make_touchpoint(counter.engine, 'phuong-thu')}"
    counter.withdraw()

    citizen.page.context.set_offline(False)
    page = citizen.page.context.new_page()
    page.goto(other)
    expect(page.get_by_role("alert")).to_contain_text("không nhận được nữa")
    expect(page.get_by_role("button", name="Hài lòng", exact=True)).to_be_visible()
    page.reload()
    page.wait_for_function("typeof go === 'function'")
    assert page.evaluate("Object.keys(localStorage)") == ["t"]
    assert counter.marks() == []


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


def test_what_the_service_worker_cannot_deliver_for_good_is_told_once(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor()
    citizen.expected.add(410)
    page = open_page(citizen, counter)
    page.wait_for_function("navigator.serviceWorker.controller")
    page.context.set_offline(True)
    choose(page, "Hài lòng")
    expect(page.get_by_role("status")).to_contain_text(KEPT)
    counter.withdraw()

    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mã này không còn được dùng")
    page.goto(counter.link)
    assert page.evaluate(BOX) == [0, 0]
    assert counter.marks() == []


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
