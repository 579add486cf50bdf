"""``make screens``: a picture of every page in vi and en, on a phone, a tablet and a desk.

They are written to docs/screens with an index. ``--only WORD`` makes those whose name begins so.
A page that does not answer as it should, or scrolls sideways, is named; the exit status is then 1.
"""

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import product
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from load_tests.citizen.browsing import browser, visit
from load_tests.citizen.stage import LANGUAGES, Scene, playing
from load_tests.screens import index
from load_tests.screens.people import hire, pair, sign_in
from load_tests.screens.sights import SIGHTS, TABLET, Sight

OUT = Path(__file__).parents[2] / "docs/screens"
WINDOWS = {
    "phone": {"width": 360, "height": 740},
    "tablet": {"width": 800, "height": 1280},
    "desk": {"width": 1280, "height": 800},
}
# So many colours that nobody sees which are missing, and a picture is two thirds as large.
_COLOURS = 96
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def picture(page: Page, file: Path) -> None:
    """Keep the whole page, small."""
    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as shot:
        # Of all ways this one keeps the rare ones best (a red word, a yellow edge); the means then
        # bring back those of large areas.
        fewer = {"method": Image.Quantize.MAXCOVERAGE, "kmeans": 1, "dither": Image.Dither.NONE}
        few = shot.convert("RGB").quantize(_COLOURS, **fewer)
    few.convert("RGB").save(file, "WEBP", lossless=True, quality=100, method=4)


def look(page: Page, scene: Scene, sight: Sight, language: str) -> str | None:
    """Bring a page to what is to be seen; what is wrong with it, if anything."""
    path = sight.path.format(**scene.places)
    reply = page.goto(f"{scene.url}{path}{'&' if '?' in path else '?'}lang={language}")
    if sight.role and (reply is None or reply.status != 200):
        return f"answered {reply.status if reply else 'nothing'}"
    if sight.then:
        sight.then(page)
    wider = page.evaluate(_WIDER)
    return f"scrolls sideways by {wider} px" if wider > 0 else None


def visitors(
    opened: Browser, scene: Scene, sights: list[Sight]
) -> Iterator[tuple[dict[str, Any], list[Sight]]]:
    """Each kind of visitor with what they look at: (options of their browser, sights)."""
    for role in dict.fromkeys(sight.role for sight in sights):
        own = [sight for sight in sights if sight.role == role]
        if role == TABLET:
            yield {"storage_state": pair(opened, scene)}, own
        else:
            yield ({"storage_state": sign_in(opened, scene, role)} if role else {}), own


def make(opened: Browser, scene: Scene, sights: list[Sight]) -> Iterator[str]:
    """Make the pictures; what is wrong with the pages."""
    for options, own in visitors(opened, scene, sights):
        for window, language in product(WINDOWS, LANGUAGES):
            seen = {"viewport": WINDOWS[window], **options}
            with visit(opened, **seen) as page:
                for sight in own:
                    # Who does something first comes with a browser of their own.
                    with visit(opened, **seen) if sight.then else nullcontext(page) as theirs:
                        wrong = look(theirs, scene, sight, language)
                        if wrong:
                            yield f"{sight.name}, {language}, {window}: {wrong}"
                        picture(theirs, OUT / index.name_of(sight, language, window))


def main() -> int:
    """Make them all, and the index."""
    parser = argparse.ArgumentParser(prog="python -m load_tests.screens", description=__doc__)
    parser.add_argument("--only", default="", metavar="WORD")
    only = parser.parse_args().only
    sights = [sight for sight in SIGHTS if sight.name.startswith(only)]
    OUT.mkdir(parents=True, exist_ok=True)
    if not only:
        for old in OUT.glob("*.webp"):
            old.unlink()
    faults = []
    with playing() as scene, browser() as opened:
        hire(scene)
        for fault in make(opened, scene, sights):
            faults.append(fault)
            print(fault, file=sys.stderr, flush=True)
    (OUT / "README.md").write_text(index.written(SIGHTS, OUT, WINDOWS), "utf-8")
    size = sum(file.stat().st_size for file in OUT.iterdir())
    print(f"{len(list(OUT.glob('*.webp')))} pictures, {size / 1e6:.1f} MB, in {OUT}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
