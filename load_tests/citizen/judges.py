"""What npm brings: Lighthouse, which loads a page as a phone would, and Nu, the HTML validator.

Nu is the checker of the W3C. It needs Java, but it reads pages as browsers do: those that run on
Node alone refuse tags that the standard lets us leave out, and the rating page leaves them out.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from load_tests.citizen.browsing import chromium
from load_tests.citizen.pages import PAGES
from load_tests.citizen.stage import Scene
from load_tests.citizen.table import Row

_ASKED = Path(__file__).parent / "tools/package.json"
# Not below this folder: whoever reads our files would read theirs.
TOOLS = Path(__file__).parents[2] / "var/citizen-check"
_MODULES = TOOLS / "node_modules"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
AUDITED = (("rate", "vi"), ("rate", "en"), ("thanks", "vi"), ("unit", "vi"), ("finder", "en"))
# A machine that others use makes a page slow, never quick: the better of some runs counts.
_TRIES = 3
# None stands for an audit that does not apply.
_IMPERFECT = [score / 100 for score in range(100)]
_CHROME = "--headless=new --no-sandbox --disable-gpu"


def install() -> None:
    """Bring both, in the versions that ``tools/package.json`` names, unless they are there."""
    asked = json.loads(_ASKED.read_text())["dependencies"]
    files = {name: _MODULES / name / "package.json" for name in asked}
    there = {name: f.exists() and json.loads(f.read_text())["version"] for name, f in files.items()}
    if there == asked:
        return
    print("bringing Lighthouse and the HTML validator ...", flush=True)
    TOOLS.mkdir(parents=True, exist_ok=True)
    shutil.copy(_ASKED, TOOLS)
    quiet = ("--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error")
    if subprocess.run(["npm", "install", *quiet], cwd=TOOLS).returncode:
        sys.exit("npm could not bring Lighthouse and the HTML validator")


def audits(scene: Scene, folder: Path) -> Iterator[Row]:
    """One row for each page: the lowest of its categories, which all have to be 100."""
    pages = {page.name: page for page in PAGES}
    for name, language in AUDITED:
        page = pages[name]
        asked = CATEGORIES if page.indexed else CATEGORIES[:-1]
        scores, faults = _best(scene.address(page, language), asked, folder / "lighthouse.json")
        told = " ".join(f"{scores[category]:.0f}" for category in asked)
        reached = min(scores.values()) == 100
        title = f"Lighthouse, {name}, {language}"
        yield Row(title, "each 100", told, reached, () if reached else tuple(faults))


def _best(url: str, asked: tuple[str, ...], out: Path) -> tuple[dict[str, float], list[str]]:
    best: dict[str, float] = dict.fromkeys(asked, 0)
    faults: list[str] = []
    for _ in range(_TRIES):
        scores, faults = _lighthouse(url, asked, out)
        best = {category: max(best[category], scores[category]) for category in asked}
        if min(best.values()) == 100:
            break
    return best, faults


def _lighthouse(url: str, asked: tuple[str, ...], out: Path) -> tuple[dict[str, float], list[str]]:
    command = [str(_MODULES / ".bin/lighthouse"), url, "--quiet", "--output=json"]
    command += [f"--output-path={out}", f"--chrome-flags={_CHROME}"]
    command += [f"--only-categories={','.join(asked)}"]
    env = os.environ | {"CHROME_PATH": chromium()}
    done = subprocess.run(command, env=env, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        # It gives up on a machine that is too busy to answer it in time.
        return dict.fromkeys(asked, 0), [f"it gave up: {done.stderr.strip()[-200:]}"]
    told: dict[str, Any] = json.loads(out.read_text("utf-8"))
    found = told["categories"]
    faults = [
        f"{told['audits'][part['id']]['title']} ({part['id']})"
        for category in found.values()
        for part in category["auditRefs"]
        if part["weight"] and told["audits"][part["id"]]["score"] in _IMPERFECT
    ]
    return {category: 100 * (found[category]["score"] or 0) for category in asked}, faults


def html_faults(pages: Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """What the HTML standard has against these pages; (name, text) each."""
    folder.mkdir(exist_ok=True)
    for name, text in pages:
        (folder / f"{name}.html").write_text(text, "utf-8")
    jar = _MODULES / "vnu-jar/build/dist/vnu.jar"
    command = ["java", "-Xss1m", "-jar", str(jar), "--errors-only", "--format", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        faults = json.loads(done.stderr)["messages"]
    except ValueError:
        sys.exit(f"the HTML validator failed: {done.stderr or done.stdout}")
    return [
        f"{Path(fault['url']).name}:{fault.get('lastLine', '?')}: {fault['message']}"
        for fault in faults
    ]
