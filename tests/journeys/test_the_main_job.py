"""The main job, walked in a browser: scan, tap, say more; leader and public see it."""

import json
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from browser import Visitor
from makers import make_responses, seed_pilot
from playwright.sync_api import expect
from serving import Server, portal, serving
from sqlalchemy import Engine

from surveys import days

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNIT, NAME = "phuong-dang-lam", "lanh.dao"
DESK = {"width": 1280, "height": 800}


@dataclass
class Office:
    """A served pilot with a quarter of ratings at one ward, and that ward's leader."""

    server: Server
    database_url: str
    link: str
    password: str

    def indicators(self, *arguments: str) -> dict[str, dict[str, object]]:
        """What the command line says of today, or of the days asked for."""
        today = days.office_day(days.now_ms())
        span = arguments or ("--from", f"{today}", "--to", f"{today + timedelta(1)}")
        told = portal(self.database_url, "indicators", "--unit", UNIT, *span, "--format", "json")
        assert told.returncode == 0, told.stderr
        indicators: dict[str, dict[str, object]] = json.loads(told.stdout)["series"][0][
            "indicators"
        ]
        return indicators


@pytest.fixture
def office(engine: Engine, database_url: str) -> Generator[Office]:
    register = seed_pilot(engine)
    unit = register.find_unit(UNIT)
    code = next(place.code for place in register.places.values() if place.unit_id == unit)
    start = last_quarter().start
    for week in range(12):
        marks = [5, 4, 4, 5, 4, 3, 4, 5, 4, 2]
        make_responses(engine, code, marks, start + timedelta(7 * week), staff=5, procedure=3)
    made = portal(database_url, "staff", "add", NAME, "--role", "leader", "--unit", UNIT)
    assert made.returncode == 0, made.stderr
    for command in (["seal"], ["publish"]):
        assert portal(database_url, *command).returncode == 0
    with serving(database_url) as server:
        yield Office(server, database_url, f"{server.url}/r/{code}", made.stdout.split()[-1])


def last_quarter() -> days.Period:
    """The last quarter that is over."""
    this = days.period_of(days.office_day(days.now_ms()), "quarter")
    return days.period_of(this.start - timedelta(1), "quarter")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_citizen_scans_taps_and_says_more(
    office: Office, visitor: Callable[..., Visitor], scripts: bool
) -> None:
    citizen = visitor(scripts=scripts)
    page = citizen.visit(office.link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("hài lòng thế nào")

    page.get_by_role("button", name="Hài lòng", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà.")
    citizen.judge()

    page.locator("details#staff summary").click()
    page.locator("input[name=staff][value='5']").check(force=True)
    page.locator("textarea[name=comment]").fill("Nhanh, gọi tôi số 0912 345 678 nhé.")
    page.get_by_role("button", name="Gửi phần này").click()
    citizen.judge()
    expect(page.locator("textarea[name=comment]")).to_have_value("Nhanh, gọi tôi số [SDT] nhé.")

    today = office.indicators()
    assert (today["satisfaction"]["n"], today["satisfaction"]["count"]) == (1, 1)
    assert today["factor.staff"]["n"] == 1


def test_back_and_another_choice_is_one_response(
    office: Office, visitor: Callable[..., Visitor]
) -> None:
    citizen = visitor(locale="en-US", color_scheme="dark")
    page = citizen.visit(office.link)
    page.get_by_role("button", name="Dissatisfied", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you.")
    page.go_back()
    page.get_by_role("button", name="Very satisfied", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you.")
    citizen.judge()

    told = office.indicators()
    assert (told["satisfaction"]["n"], told["mean"]["value"]) == (1, 5)


def test_the_leader_signs_in_and_sees_the_same_number(
    office: Office, visitor: Callable[..., Visitor]
) -> None:
    leader = visitor(viewport=DESK)
    page = leader.visit(f"{office.server.url}/staff/sign-in")
    page.locator("input[name=name]").fill(NAME)
    page.locator("input[name=password]").fill(office.password)
    page.locator("main").get_by_role("button").click()
    own = "một câu dài dễ nhớ"
    page.locator("input[name=current]").fill(office.password)
    page.locator("input[name=password]").fill(own)
    page.locator("input[name=repeated]").fill(own)
    page.locator("main").get_by_role("button").first.click()

    period = last_quarter()
    leader.visit(f"{office.server.url}/staff/units/{UNIT}?period={period.label}")
    told = office.indicators("--from", f"{period.start}", "--to", f"{period.end}")
    assert told["satisfaction"]["count"] == 96
    expect(page.locator("main")).to_contain_text("80")
    expect(page.locator("main")).to_contain_text("120")


def test_anybody_reads_the_published_result(
    office: Office, visitor: Callable[..., Visitor]
) -> None:
    reader = visitor()
    page = reader.visit(f"{office.server.url}/?q=dang lam")
    page.get_by_role("link", name="Phường Đằng Lâm").first.click()
    reader.judge()

    expect(page.locator("main")).to_contain_text("80")
