"""Taps without a network: kept on the device, said so, delivered later, and counted once."""

from collections.abc import Callable, Generator

import pytest
from browser import Visitor
from phones import KEPT, Counter, choose, open_counter, open_page, posts, wait_for
from playwright.sync_api import Route, expect
from sqlalchemy import Engine

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.only("sqlite")]

FORBIDDEN = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("no", "SecurityError"); }});"""


@pytest.fixture
def counter(engine: Engine, database_url: str) -> Generator[Counter]:
    with open_counter(engine, database_url) as counter:
        yield counter


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
    wait_for(page, "!!navigator.serviceWorker.controller")
    wait_for(page, "caches.open('pages').then(c => c.keys()).then(k => k.length)")
    page.context.set_offline(True)
    page.reload()
    choose(page, "Không hài lòng")
    expect(page.get_by_role("status")).to_contain_text(KEPT)

    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    assert counter.marks() == [2]


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
