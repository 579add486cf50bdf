"""Every page in every dress, judged by axe and by the HTML standard, and measured when narrow."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from load_tests.citizen.browsing import PHONE, visit
from load_tests.citizen.judges import html_faults
from load_tests.citizen.pages import PAGES
from load_tests.citizen.stage import LANGUAGES, Scene
from load_tests.citizen.table import Row

AXE = (Path(__file__).parents[2] / "tests/vendor/axe.min.js").read_text("utf-8")
_VIOLATIONS = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)}`));
}"""
# What a narrow window cuts off: the page itself scrolls sideways, or a text does not fit its box.
# A table may scroll within its own frame. Source: WCAG 2.2, 1.4.10 Reflow.
_CUT_OFF = """() => {
  const said = [], { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) said.push(`scrolls sideways: ${scrollWidth} > ${clientWidth}`);
  for (const one of document.querySelectorAll("main *, header *, footer *")) {
    if (one.closest(".scroll, .unseen, .trap, svg, [hidden], select") || !one.textContent.trim())
      continue;
    const box = one.getBoundingClientRect();
    if (box.width > 1 && (box.right > clientWidth + 1 || box.left < -1))
      said.push(`off the screen: ${one.outerHTML.slice(0, 100)}`);
    if (getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1)
      said.push(`cut off: ${one.outerHTML.slice(0, 100)}`);
  }
  return said;
}"""
_NARROW = {
    # 1280 by 1024 at 400 %.
    "400 % zoom": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    "320 px wide": {"viewport": {"width": 320, "height": 640}, "device_scale_factor": 1},
}


def rows(browser: Browser, scene: Scene, folder: Path) -> Iterator[Row]:
    """The rows of the table about every public page."""
    each = f"{len(PAGES)} pages, vi and en"
    yield Row.of_faults("axe violations", f"{each}, light and dark", _axe(browser, scene))
    yield Row.of_faults("HTML errors", each, html_faults(_texts(browser, scene), folder / "html"))
    for name, window in _NARROW.items():
        yield Row.of_faults(f"cut off, {name}", each, _narrow(browser, scene, window))


def _axe(browser: Browser, scene: Scene) -> Iterator[str]:
    for language, scheme in product(LANGUAGES, ("light", "dark")):
        with visit(browser, color_scheme=scheme, bypass_csp=True) as page:
            for one in PAGES:
                page.goto(scene.address(one, language))
                page.evaluate(AXE)
                for found in page.evaluate(_VIOLATIONS):
                    yield f"{one.name}, {language}, {scheme}: {found}"


def _texts(browser: Browser, scene: Scene) -> Iterator[tuple[str, str]]:
    with visit(browser, viewport=PHONE) as page:
        for one, language in product(PAGES, LANGUAGES):
            reply = page.request.get(scene.address(one, language))
            assert reply.status == one.status, f"{one.name} answered {reply.status}"
            yield f"{one.name}-{language}", reply.text()


def _narrow(browser: Browser, scene: Scene, window: dict[str, object]) -> Iterator[str]:
    with visit(browser, **window) as page:
        for one, language in product(PAGES, LANGUAGES):
            page.goto(scene.address(one, language))
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
            for found in page.evaluate(_CUT_OFF):
                yield f"{one.name}, {language}: {found}"
