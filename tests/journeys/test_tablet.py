"""The tablet at the counter: set up by staff, used by one after the other, cut off, delivered."""

import time
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import pytest
from browser import Visitor
from makers import load, make_touchpoint, make_unit
from playwright.sync_api import Page, Route, expect
from serving import portal, serving
from sqlalchemy import Engine, select

from surveys import kiosks, pairing
from surveys.database import reading, writing
from surveys.responses import Pending

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.only("sqlite")]

TABLET = {"width": 1280, "height": 800}
UNIT = "phuong-thu"
KEPT = "queue.all().then((kept) => kept.length)"
FIVE_HUNDRED = """code => Promise.all([...Array(500)].map(() => {
    const member = { overall: 3, given_at: Date.now() - 600_000 };
    return queue.keep({ key: queue.newKey(), code, member });
}))"""
CACHED = "caches.open('kiosk').then((c) => c.keys()).then((k) => k.length > 4)"


@dataclass
class Stand:
    """A served counter with a place for a tablet that is always open."""

    url: str
    code: str
    kiosk_id: int
    engine: Engine
    database_url: str

    def stored(self) -> list[tuple[int | None, int | None, str, Any]]:
        columns = (Pending.overall, Pending.unfinished, Pending.locale, Pending.extra)
        with reading(self.engine) as connection:
            rows = connection.execute(select(*columns).order_by(Pending.given_ms)).all()
        return [tuple(row) for row in rows]

    def begin(self, page: Page) -> Page:
        """Pair a tablet."""
        with writing(self.engine) as connection:
            code = pairing.offer_code(connection, self.kiosk_id)
        page.goto(f"{self.url}/kiosk/{self.code}")
        page.get_by_label("Mã cho máy này").fill(code)
        page.get_by_role("button", name="Ghép máy này").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Mời ông/bà đánh giá")
        return page


@pytest.fixture
def counter(engine: Engine, database_url: str) -> Generator[Stand]:
    make_unit(engine, UNIT)
    code = make_touchpoint(engine, UNIT)
    with writing(engine) as connection:
        kiosk_id = kiosks.add_kiosk(connection, load(engine).find_place(code).id, "Cửa")
        always = {"weekdays": kiosks.EVERY_DAY, "interval_s": 0}
        kiosks.change(connection, kiosk_id, **always)
    with serving(database_url) as server:
        yield Stand(server.url, code, kiosk_id, engine, database_url)


def choose(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def fill_in(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"input[name={name}]").fill(text)
    with page.expect_navigation():
        page.locator("main").get_by_role("button").first.click()


def wait_until(page: Page, script: str, value: object) -> None:
    """Ask until the script says so; real time passes, whatever the page's clock does."""
    until = time.monotonic() + 60
    while (said := page.evaluate(script)) != value:
        assert time.monotonic() < until, said
        time.sleep(0.05)


def stop_clock(page: Page) -> None:
    """The page's time stands still and moves by hand only, however busy this machine is."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1_000 + 10)


def come_and_go(page: Page, *names: str) -> None:
    """One person: begins, chooses, is thanked, goes."""
    choose(page, "Chạm để bắt đầu", *names)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    page.clock.fast_forward(5_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mời ông/bà đánh giá")


def keep_until_paired_again(counter: Stand, page: Page) -> None:
    """Let go in the middle of the day, a tablet keeps what it has."""
    with writing(counter.engine) as connection:
        pairing.unpair(connection, counter.kiosk_id)
    come_and_go(page, "Bình thường")
    page.clock.fast_forward(61_000)
    expect(page.get_by_label("Mã cho máy này")).to_be_visible()
    counter.begin(page)
    wait_until(page, KEPT, 0)


def test_staff_set_a_tablet_up_and_people_rate_on_it(
    counter: Stand, visitor: Callable[..., Visitor]
) -> None:
    made = portal(counter.database_url, "staff", "add", "lan", "--role", "leader", "--unit", UNIT)
    given, own = made.stdout.split()[-1], "một câu dài dễ nhớ"
    leader = visitor(viewport=TABLET)
    desk = leader.visit(f"{counter.url}/staff/sign-in")
    fill_in(desk, name="lan", password=given)
    fill_in(desk, current=given, password=own, repeated=own)
    leader.visit(f"{counter.url}/staff/units/{UNIT}/kiosks")
    desk.get_by_role("link", name="Cửa").click()
    leader.judge()
    choose(desk, "Lấy mã để ghép máy")
    leader.judge()

    tablet = visitor(viewport=TABLET)
    tablet.page.clock.install()
    page = tablet.visit(f"{counter.url}/kiosk/{counter.code}")
    page.get_by_label("Mã cho máy này").fill(desk.locator("p.code").inner_text())
    choose(page, "Ghép máy này")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mời ông/bà đánh giá")
    tablet.judge()
    choose(page, "English")
    tablet.judge()
    choose(page, "Dissatisfied")
    expect(page.get_by_role("heading", level=1)).to_have_text("What were you not satisfied with?")
    assert counter.stored() == []
    tablet.judge()
    choose(page, "The system was down", "The wait was too long")
    stop_clock(page)
    choose(page, "Done")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you.")
    page.clock.resume()
    tablet.judge()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mời ông/bà đánh giá")
    wait_until(page, KEPT, 0)
    assert counter.stored() == [(2, None, "en", {"reasons": "1 5"})]

    desk.goto(f"{counter.url}/staff/units/{UNIT}/kiosks")
    expect(desk.get_by_role("row", name="Cửa")).to_contain_text("Đang hoạt động")


def test_whoever_walks_away_leaves_nothing_behind(
    counter: Stand, visitor: Callable[..., Visitor]
) -> None:
    page = visitor(viewport=TABLET).page
    page.clock.install()
    counter.begin(page)
    stop_clock(page)
    choose(page, "English")
    page.clock.fast_forward(20_000)
    expect(page.get_by_role("dialog")).to_contain_text("Are you still there?")
    choose(page, "Yes, I need more time")
    page.clock.fast_forward(19_900)
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.fast_forward(20_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.clock.fast_forward(8_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mời ông/bà đánh giá")

    # A mark counts though its reasons were never finished.
    choose(page, "Chạm để bắt đầu", "Rất không hài lòng", "Phải chờ quá lâu")
    page.clock.fast_forward(20_000)
    page.clock.fast_forward(8_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mời ông/bà đánh giá")
    wait_until(page, KEPT, 0)
    assert counter.stored() == [(1, None, "vi", None)]
    kept = page.evaluate("[JSON.stringify(localStorage), history.length, location.pathname]")
    assert "overall" not in kept[0]
    page.go_back()
    assert page.url == f"{counter.url}/kiosk/{counter.code}"


def test_what_was_answered_without_network_arrives_once(
    counter: Stand, visitor: Callable[..., Visitor]
) -> None:
    page = visitor(viewport=TABLET).page
    page.clock.install()
    counter.begin(page)
    stop_clock(page)
    wait_until(page, CACHED, True)
    page.context.set_offline(True)
    come_and_go(page, "Hài lòng")
    come_and_go(page, "Hôm nay tôi chưa làm xong", "Phải chờ quá lâu")
    # The power fails, and comes back before the network does.
    page.reload()
    come_and_go(page, "Rất hài lòng")
    assert counter.stored() == []

    page.evaluate(FIVE_HUNDRED, counter.code)
    lost: list[int] = []

    def lose(route: Route) -> None:
        """The portal stores them, and its answer never comes back."""
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.context.route("**/responses", lose)
    with page.expect_event("requestfailed", lambda one: one.url.endswith("/responses")):
        page.context.set_offline(False)
    assert page.evaluate(KEPT) == 503
    page.clock.fast_forward(61_000)
    wait_until(page, KEPT, 0)
    assert len(lost) == 1
    said = Counter((mark, why) for mark, why, *_ in counter.stored())
    assert said == {(4, None): 1, (None, 3): 1, (5, None): 1, (3, None): 500}

    keep_until_paired_again(counter, page)
    assert len(counter.stored()) == 504
