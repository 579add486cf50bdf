"""What is pictured. To add a page: a line in ``STAFF`` (or in ``citizen.pages`` for everybody's).

A path may hold the names that ``citizen.stage`` fills in: {office}, {city}, {code} and others.
"""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from load_tests.citizen.pages import PAGES


class Sight(NamedTuple):
    """A page as somebody sees it: who has to be signed in, and what they do before the picture.

    ``role`` is a staff role, "" for everybody.
    """

    name: str
    path: str
    role: str = ""
    then: Callable[[Page], None] | None = None


def _tap_without_network(page: Page) -> None:
    page.wait_for_function("() => typeof go === 'function'")
    page.context.set_offline(True)
    page.locator("button[name=overall][value='4']").click()
    page.locator("[role=status] button").wait_for()


def _send_nothing(page: Page) -> None:
    """As somebody would whose page is broken: it comes back with what is to be done."""
    with page.expect_navigation():
        page.evaluate("document.forms[0].submit()")


def _write_a_number(page: Page) -> None:
    page.locator("textarea[name=comment]").fill("Xin gọi tôi số 0912 345 678, tôi chờ ba lần rồi.")


def _open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


CITIZENS = (
    *(Sight(page.name, page.path) for page in PAGES),
    Sight("rate-saved-offline", "/r/{code}", then=_tap_without_network),
    Sight("rate-refused", "/r/{code}", then=_send_nothing),
    Sight("thanks-opened", "/r/{code}/more/{low}", then=_open_all),
    Sight("thanks-warned", "/r/{code}/more/{low}", then=_write_a_number),
)
STAFF = (
    Sight("staff-sign-in", "/staff/sign-in"),
    Sight("staff-password", "/staff/password", "leader"),
    Sight("staff-units", "/staff/units", "leader"),
    Sight("staff-unit", "/staff/units/{office}", "leader"),
    Sight("staff-comments", "/staff/units/{office}/comments", "leader"),
    Sight("staff-signals", "/staff/units/{office}/signals", "leader"),
    Sight("staff-cases", "/staff/units/{office}/cases", "leader"),
    Sight("staff-quality", "/staff/units/{office}/quality", "leader"),
    Sight("staff-actions", "/staff/units/{office}/actions", "leader"),
    Sight("staff-action-new", "/staff/units/{office}/actions/new", "leader"),
    Sight("staff-objectives", "/staff/units/{office}/objectives", "leader"),
    Sight("staff-assessments", "/staff/units/{office}/assessments", "leader"),
    Sight("staff-said", "/staff/units/{office}/said", "leader"),
    Sight("staff-said-board", "/staff/units/{office}/said/board", "leader"),
    Sight("staff-review", "/staff/units/{office}/review", "leader"),
    Sight("staff-kiosks", "/staff/units/{office}/kiosks", "leader"),
    Sight("staff-programme", "/staff/programme", "city"),
    Sight("staff-city", "/staff/city", "city"),
    Sight("staff-city-unit", "/staff/units/{city}", "city"),
    Sight("staff-entry", "/staff/units/{office}/entry", "counter"),
    Sight("staff-phone-script", "/staff/units/{office}/script", "counter"),
    Sight("staff-money", "/staff/inspector/money", "inspector"),
)
SIGHTS = (*CITIZENS, *STAFF)
