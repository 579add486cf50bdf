"""The whole errand without a mouse, without scripts, and without a picture."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import product

from playwright.sync_api import Browser, Page, TimeoutError

from load_tests.citizen.browsing import visit
from load_tests.citizen.pages import PAGES
from load_tests.citizen.stage import LANGUAGES, OFFICE, Scene
from load_tests.citizen.table import Row

_MOST_KEYS = 400
# Where the keyboard is, and whether anybody can see it.
_FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shown = one.closest("label, summary, .opts label") || one;
  const seen = [one, shown].some((part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  });
  return { seen, html: one.outerHTML.slice(0, 100) };
}"""
# One radio of a group takes the keyboard, the arrows go through the others.
_REACHABLE = """() => [...document.querySelectorAll(
    "a[href], button, select, textarea, summary, input:not([type=hidden]), [tabindex='0']")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled
    && one.tabIndex >= 0 && !one.closest("[inert], .trap"))
  .filter((one) => one.type !== "radio" ||
    (one.form.querySelector(`[name='${one.name}']:checked`) || one.form.elements[one.name][0]
      || one) === one).length"""


def rows(browser: Browser, scene: Scene) -> Iterator[Row]:
    """One row for each way to do without."""
    for name, walk in (
        ("keyboard only", _keyboard),
        ("scripts off", _without_scripts),
        ("text browser", _text_browser),
    ):
        yield Row.of_faults(f"unfinished, {name}", _WALKED[name], walk(browser, scene))


_WALKED = {
    "keyboard only": f"every control of {len(PAGES)} pages, and a rating with a comment",
    "scripts off": "a rating with a comment; an office found and read",
    "text browser": f"w3m: {len(PAGES)} pages, and a rating",
}


def _keyboard(browser: Browser, scene: Scene) -> Iterator[str]:
    for scripts in (True, False):
        with visit(browser, java_script_enabled=scripts, locale="vi-VN") as page:
            yield from _attempt("rating", lambda page=page: _rate_by_keys(page, scene))
    with visit(browser) as page:
        for one in PAGES:
            page.goto(scene.address(one, "vi"))
            yield from (f"{one.name}: {fault}" for fault in _stops(page))


def _stops(page: Page) -> Iterator[str]:
    """Go through a page by the Tab key alone."""
    wanted, reached = page.evaluate(_REACHABLE), 0
    for _ in range(_MOST_KEYS):
        page.keyboard.press("Tab")
        where = page.evaluate(_FOCUSED)
        if where is None:
            break
        reached += 1
        if not where["seen"]:
            yield f"the focus cannot be seen on {where['html']}"
        if reached == wanted:
            return
    yield f"the keyboard reaches {reached} of {wanted} controls"


def _rate_by_keys(page: Page, scene: Scene) -> None:
    page.goto(f"{scene.url}/r/{scene.places['code']}")
    _press_until(page, "button[name=overall][value='4']", "Enter")
    page.wait_for_url("**/more/**")
    _press_until(page, "textarea[name=comment]")
    page.keyboard.type("Nhanh và rõ ràng.")
    _press_until(page, "form button:not([name])", "Enter")
    page.wait_for_url("**saved=1**")


def _press_until(page: Page, css: str, key: str = "") -> None:
    """Press Tab until an element has the keyboard, then a key on it."""
    for _ in range(_MOST_KEYS):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement.matches(css)", css):
            break
    else:
        raise TimeoutError(f"the keyboard does not reach {css}")
    if key:
        page.keyboard.press(key)


def _without_scripts(browser: Browser, scene: Scene) -> Iterator[str]:
    with visit(browser, java_script_enabled=False, locale="vi-VN") as page:
        yield from _attempt("rating", lambda: _rate_without_scripts(page, scene))
        yield from _attempt("office", lambda: _find_without_scripts(page, scene))


def _rate_without_scripts(page: Page, scene: Scene) -> None:
    page.goto(f"{scene.url}/r/{scene.places['code']}")
    page.locator("button[name=overall][value='2']").click()
    page.wait_for_url("**/more/**")
    page.locator("textarea[name=comment]").fill("Phải chờ lâu.")
    page.locator("form button:not([name])").first.click()
    page.wait_for_url("**saved=1**")


def _find_without_scripts(page: Page, scene: Scene) -> None:
    page.goto(scene.url)
    page.locator("input[name=q]").fill("DANG LAM")
    page.locator("form[role=search] button").click()
    page.locator(f"#found + ul a[href^='/units/{OFFICE}']").click()
    page.locator(".say .big").wait_for()
    page.locator("summary").last.click()
    page.locator("details[open] table").last.wait_for()


def _attempt(name: str, walk: Callable[[], None]) -> Iterator[str]:
    try:
        walk()
    except TimeoutError as stuck:
        yield f"{name}: {stuck.message.splitlines()[0]}"


def _text_browser(browser: Browser, scene: Scene) -> Iterator[str]:
    """Each page's heading has to be there as text, and a rating has to arrive."""
    with visit(browser, java_script_enabled=False) as page:
        for one, language in product(PAGES, LANGUAGES):
            page.goto(scene.address(one, language))
            heading = " ".join(page.locator("h1").inner_text().split())
            if heading not in _read(scene.address(one, language)):
                yield f"{one.name}, {language}: “{heading}” is not read"
        page.goto(scene.address(PAGES[0], "vi"))
        page.goto(f"{scene.url}/r/{scene.places['code']}?lang=vi")
        ticket = page.locator("input[name=nonce]").get_attribute("value")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as form:
        form.write(f"nonce={ticket}&overall=4")
        form.flush()
        thanks = _read(f"{scene.url}/r/{scene.places['code']}?lang=vi", "-post", form.name)
    if "Cảm ơn ông/bà." not in thanks:
        yield f"a rating is not thanked: {thanks[:100]}"


def _read(url: str, *more: str) -> str:
    """What the text browser shows of a page, on one line."""
    command = ["w3m", "-dump", "-cols", "1000", *more, url]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    return " ".join(shown.stdout.split())
