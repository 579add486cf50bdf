"""Staff of the demonstration, hired for the pictures; each signs in once."""

from playwright.sync_api import Browser

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


def sign_in(browser: Browser, scene: Scene, word: str) -> list[dict[str, object]]:
    """The cookies of somebody who has signed in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{scene.url}/staff/sign-in")
    page.locator("input[name=name]").fill(_name(word))
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    cookies = [dict(one) for one in context.cookies()]
    context.close()
    return cookies


def _name(word: str) -> str:
    return f"minh-hoa.{word}"
