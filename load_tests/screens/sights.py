"""What is pictured. To add a page: a line in ``STAFF`` (or in ``citizen.pages`` for everybody's).

A path may hold the names that ``citizen.stage`` fills in: {office}, {city}, {code} and others.
"""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from load_tests.citizen.pages import PAGES

TABLET = "tablet"


class Sight(NamedTuple):
    """A page as somebody sees it: who has to be signed in, and what they do before the picture.

    ``role`` is a word of ``people``, TABLET for the tablet at the counter, "" for everybody.
    """

    name: str
    path: str
    role: str = ""
    then: Callable[[Page], None] | None = None


def _tap_without_network(page: Page) -> None:
    # Not by wait_for_function: it asks again through eval, which our pages forbid.
    while not page.evaluate("typeof go === 'function'"):
        page.wait_for_timeout(50)
    page.context.set_offline(True)
    page.locator("button[name=overall][value='4']").click()
    page.locator("[role=status] button").wait_for()


def _send_nothing(page: Page) -> None:
    """As somebody would whose page is broken: it comes back with what is to be done."""
    with page.expect_navigation():
        page.evaluate("document.forms[0].submit()")


def _write_a_number(page: Page) -> None:
    page.locator("textarea[name=comment]").fill("Xin gọi tôi số 0912 345 678, tôi chờ ba lần rồi.")


def _begin(page: Page) -> None:
    """Touch the tablet; somebody who reads English touches that word."""
    english = page.get_by_role("button", name="English", exact=True)
    (english if "lang=en" in page.url else page.locator("#screen main button").first).click()


def _choose_low(page: Page) -> None:
    _begin(page)
    page.locator("#screen main button").nth(1).click()


def _choose_high(page: Page) -> None:
    _begin(page)
    page.locator("#screen main button").nth(3).click()
    page.locator("#screen .smile").wait_for()


def _make_slips(page: Page) -> None:
    """Make a pad; its file is not looked at."""
    page.locator("#count").fill("200")
    page.locator("#label").fill("Quầy 1, tháng 12")
    with page.expect_download():
        page.locator("form:has([name=count]) button").click()
    page.reload()


def _first(css: str) -> Callable[[Page], None]:
    """Follow the first link of a list; where there is none, the empty list is the picture."""

    def follow(page: Page) -> None:
        link = page.locator(f"main {css}").first
        if link.count():
            link.click()
            page.wait_for_load_state()

    return follow


def _open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


CITIZENS = (
    *(Sight(page.name, page.path) for page in PAGES),
    Sight("rate-saved-offline", "/r/{code}", then=_tap_without_network),
    Sight("rate-refused", "/r/{code}", then=_send_nothing),
    Sight("thanks-opened", "/r/{code}/more/{low}", then=_open_all),
    Sight("thanks-warned", "/r/{code}/more/{low}", then=_write_a_number),
)
KIOSK = (
    Sight("kiosk-waiting", "/kiosk/{tablet}", TABLET),
    Sight("kiosk-rating", "/kiosk/{tablet}", TABLET, _begin),
    Sight("kiosk-reasons", "/kiosk/{tablet}", TABLET, _choose_low),
    Sight("kiosk-thanks", "/kiosk/{tablet}", TABLET, _choose_high),
)
STAFF = (
    Sight("staff-sign-in", "/staff/sign-in"),
    Sight("staff-password", "/staff/password", "leader"),
    Sight("staff-units", "/staff/units", "leader"),
    Sight("staff-unit", "/staff/units/{office}", "leader"),
    Sight("staff-comments", "/staff/units/{office}/comments", "leader"),
    Sight("staff-signals", "/staff/units/{office}/signals", "leader"),
    Sight("staff-cases", "/staff/units/{office}/cases", "leader"),
    Sight(
        "staff-case", "/staff/units/{office}/cases", "leader", _first("a[href^='/staff/cases/']")
    ),
    Sight(
        "staff-signal",
        "/staff/units/{office}/signals",
        "leader",
        _first("a[href^='/staff/signals/']"),
    ),
    Sight("staff-quality", "/staff/units/{office}/quality", "leader"),
    Sight("staff-actions", "/staff/units/{office}/actions", "leader"),
    Sight("staff-action-new", "/staff/units/{office}/actions/new", "leader"),
    Sight("staff-objectives", "/staff/units/{office}/objectives", "leader"),
    Sight("staff-assessments", "/staff/units/{office}/assessments", "leader"),
    Sight("staff-said", "/staff/units/{office}/said", "leader"),
    Sight("staff-said-board", "/staff/units/{office}/said/board", "leader"),
    Sight("staff-review", "/staff/units/{office}/review", "leader"),
    Sight("staff-kiosks", "/staff/units/{office}/kiosks", "leader"),
    Sight("staff-slips", "/staff/units/{office}/slips", "leader", _make_slips),
    Sight("staff-programme", "/staff/programme", "city"),
    Sight("staff-course", "/staff/programme", "city", _first("a[href^='/staff/programme/']")),
    Sight(
        "staff-action",
        "/staff/units/{city}/actions",
        "city",
        _first("a[href^='/staff/actions/']"),
    ),
    Sight("staff-city", "/staff/city", "city"),
    Sight("staff-city-unit", "/staff/units/{city}", "city"),
    Sight("staff-entry", "/staff/units/{office}/entry", "counter"),
    Sight("staff-phone-script", "/staff/units/{office}/script", "counter"),
    Sight("staff-money", "/staff/inspector/money", "inspector"),
)
SIGHTS = (*CITIZENS, *KIOSK, *STAFF)
