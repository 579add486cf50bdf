"""Taps that are refused: renewed where they may be, told once where they may not."""

from collections.abc import Callable, Generator

import pytest
from browser import Visitor
from makers import make_touchpoint
from phones import KEPT, Counter, choose, open_counter, open_page, wait_for
from playwright.sync_api import expect
from serving import environment
from sqlalchemy import Engine

from portal import keys
from surveys import days, tickets

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.only("sqlite")]

BOX = """() => new Promise((done) => {
    const opened = indexedDB.open("taps", 2);
    opened.onsuccess = () => {
        const names = ["taps", "refused"], look = opened.result.transaction(names);
        const asked = names.map((name) => look.objectStore(name).count());
        look.oncomplete = () => done(asked.map((one) => one.result));
    };
})"""


@pytest.fixture
def counter(engine: Engine, database_url: str) -> Generator[Counter]:
    with open_counter(engine, database_url) as counter:
        yield counter


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
    wait_for(page, "typeof go === 'function'")
    assert page.evaluate("Object.keys(localStorage)") == ["t"]
    assert counter.marks() == []


def test_what_the_service_worker_cannot_deliver_for_good_is_told_once(
    visitor: Callable[..., Visitor], counter: Counter
) -> None:
    citizen = visitor()
    citizen.expected.add(410)
    page = open_page(citizen, counter)
    wait_for(page, "!!navigator.serviceWorker.controller")
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
