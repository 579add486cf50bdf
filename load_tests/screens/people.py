"""Staff of the demonstration, hired for the pictures, and the tablet that they set up."""

from typing import Any

from playwright.sync_api import Browser, Page

from load_tests.citizen.stage import CITY, OFFICE, Scene
from load_tests.rollout.stage import PASSWORD, choose_password

# By the word that ``sights`` use for them: role, and whose staff they are.
PEOPLE = {
    "leader": ("leader", OFFICE),
    "counter": ("counter", OFFICE),
    "officer": ("officer", OFFICE),
    "city": ("leader", CITY),
    "inspector": ("inspector", CITY),
    "auditor": ("auditor", CITY),
    "admin": ("admin", CITY),
}


def hire(scene: Scene) -> None:
    """Make all their accounts, with a password of their own choice."""
    for word, (role, unit) in PEOPLE.items():
        made = scene.stage.portal("staff", "add", _name(word), "--role", role, "--unit", unit)
        choose_password(scene.url, _name(word), made.split()[-1])


def sign_in(browser: Browser, scene: Scene, word: str) -> Any:
    """What the browser of somebody keeps who has signed in."""
    context = browser.new_context()
    _enter(context.new_page(), scene, word)
    kept = context.storage_state()
    context.close()
    return kept


def _enter(page: Page, scene: Scene, word: str) -> None:
    page.goto(f"{scene.url}/staff/sign-in")
    page.locator("input[name=name]").fill(_name(word))
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def pair(browser: Browser, scene: Scene) -> Any:
    """Set a tablet up at the office's first counter, open at any time; what it keeps."""
    desk, tablet = browser.new_context(), browser.new_context()
    page, screen = desk.new_page(), tablet.new_page()
    _enter(page, scene, "leader")
    page.goto(f"{scene.url}/staff/units/{OFFICE}/kiosks")
    page.locator("input[name=name]").fill("Cửa chính")
    page.locator("main form button").click()
    page.wait_for_url("**/kiosks/*")
    page.locator("form[action$='/code'] button").click()
    code = page.locator("p.code").inner_text()
    scene.places["tablet"] = page.locator("li b").first.inner_text().rpartition("/")[2]
    for day in page.locator("input[name=days]").all():
        day.check()
    for time in ("opens", "closes"):
        page.locator(f"input[name={time}]").fill("")
    page.locator("form:has([name=opens]) button").click()
    screen.goto(f"{scene.url}/kiosk/{scene.places['tablet']}")
    screen.locator("#typed").fill(code)
    screen.locator("form button").click()
    screen.locator("#screen h1").wait_for()
    kept = tablet.storage_state()
    desk.close()
    tablet.close()
    return kept


def _name(word: str) -> str:
    return f"minh-hoa.{word}"
