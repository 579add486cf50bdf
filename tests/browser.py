"""A headless browser that judges every page it visits."""

import shutil
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text("utf-8")
PHONE = {"width": 360, "height": 740}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# What a page may not do, as a script that returns a list of complaints. It runs on the loaded page
# from outside, so it works where the page's own scripts are off.
COMPLAINTS = """() => {
  const said = [], all = (css) => [...document.querySelectorAll(css)];
  if (!document.documentElement.lang) said.push("no lang on <html>");
  if (!document.title.trim()) said.push("no title");
  const heads = all("h1").length;
  if (heads !== 1) said.push(`${heads} h1 instead of one`);
  for (const field of all("input:not([type=hidden]), select, textarea")) {
    if (field.closest("[aria-hidden=true]")) continue;  // a trap for robots
    const name = field.getAttribute("aria-label") || field.getAttribute("aria-labelledby");
    const label = [...(field.labels || [])].some((one) => one.textContent.trim());
    if (!name && !label && !["submit", "button"].includes(field.type))
      said.push(`no label: ${field.outerHTML.slice(0, 120)}`);
  }
  for (const form of all("form"))
    if (!form.hasAttribute("action") && !form.hasAttribute("hx-post"))
      said.push(`form without action: ${form.outerHTML.slice(0, 120)}`);
  for (const one of all("[style]")) said.push(`style attribute: ${one.outerHTML.slice(0, 120)}`);
  for (const one of all("*"))
    if ([...one.attributes].some((attribute) => /^on[a-z]+$/.test(attribute.name)))
      said.push(`inline handler: ${one.outerHTML.slice(0, 120)}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) said.push(`scrolls sideways: ${scrollWidth} > ${clientWidth}`);
  return said;
}"""
AXE_FINDINGS = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `axe ${rule.id}: ${node.html.slice(0, 160)}`));
}"""


@dataclass
class Visitor:
    """Somebody with a browser; what they see has to pass inspection.

    ``visit`` opens a page and judges it. After a click that leads on, call ``judge``.
    Expected failures of the network (a refused form, say) go to ``expected`` by status.
    """

    page: Page
    scripts: bool = True
    expected: set[int] = field(default_factory=set)
    noise: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the first moment."""
        self.page.on("pageerror", lambda error: self.noise.append(f"script error: {error}"))
        self.page.on("console", self._hear)

    def visit(self, address: str, status: int = 200) -> Page:
        """Open a page, expect its status and judge it."""
        self.expected.add(status)
        reply = self.page.goto(address)
        assert reply is not None, f"{address} did not answer"
        assert reply.status == status, f"{address} answered {reply.status}, not {status}"
        return self.judge()

    def judge(self) -> Page:
        """Fail with every complaint about the page that is open now."""
        self.page.wait_for_load_state()  # a click returns before the style has come
        complaints = [*self.noise, *self.page.evaluate(COMPLAINTS)]
        if self.scripts:
            self.page.evaluate(AXE)
            complaints += self.page.evaluate(AXE_FINDINGS)
        self.noise.clear()
        assert not complaints, "\n".join([self.page.url, *complaints])
        return self.page

    def _hear(self, message: Any) -> None:
        refused = any(f"status of {status}" in message.text for status in self.expected)
        if message.type == "error" and not refused:
            self.noise.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    """The system's Chromium, without a window."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("chromium is missing: install the Debian package chromium")
    expect.set_options(timeout=30_000)  # the machine may be busy with something else
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser) -> Generator[Callable[..., Visitor]]:
    """Make visitors: ``visitor()`` has a phone; ``scripts=False`` or ``color_scheme="dark"``
    and whatever else Playwright's ``new_context`` takes make another one."""
    contexts: list[BrowserContext] = []

    def arrive(scripts: bool = True, **options: Any) -> Visitor:
        options = {"viewport": PHONE, "locale": "vi-VN", **options}
        contexts.append(chromium.new_context(java_script_enabled=scripts, **options))
        return Visitor(contexts[-1].new_page(), scripts)

    yield arrive
    for context in contexts:
        context.close()
