"""A portal of the check's own: a demonstration, a revoked poster, and citizens who have rated."""

import json
import re
import secrets
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from load_tests.citizen.pages import Page
from load_tests.rollout.stage import Stage

# The office, and what it was before the reform of 2025, half of the history ago.
CITY, OFFICE, FORMER = "thanh-pho-hai-phong", "phuong-hai-an", "phuong-dang-lam"
SMALL, EMPTY = "xa-nghi-duong", "phuong-hong-an"
_MONTHS = "26"
_REVOKED_FROM, _BATCH = "phuong-ngo-quyen", "2026-11"
LANGUAGES = ("vi", "en")
_TICKET = re.compile(r'name=nonce value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Scene:
    """A portal that runs, and what its pages' paths are filled with."""

    url: str
    stage: Stage
    places: dict[str, str]
    counters: tuple[str, ...]

    def address(self, page: Page, language: str) -> str:
        """Where a page is, in a language."""
        path = page.path.format(**self.places)
        return f"{self.url}{path}{'&' if '?' in path else '?'}lang={language}"


@contextmanager
def playing() -> Generator[Scene]:
    """Make the demonstration, serve it, and have some citizens rate."""
    with tempfile.TemporaryDirectory(prefix="portal-citizen-") as name:
        stage = Stage(Path(name))
        # Answers may still change, as when a citizen looks at them.
        stage.env |= {"PORTAL_SETTLE_SECONDS": "600", "PORTAL_DATA_KEY": secrets.token_hex(32)}
        stage.portal("seed", "city")
        last = datetime.now(UTC).date().replace(day=1) - timedelta(1)
        stage.portal("demo", "--months", _MONTHS, "--until", f"{last}")
        revoked = _revoke(stage, Path(name))
        counters = tuple(row["code"] for row in _counters(stage) if row["channel"] == "qr")
        code = next(row["code"] for row in _counters(stage) if row["unit"] == OFFICE)
        units = {"city": CITY, "office": OFFICE, "small": SMALL, "former": FORMER, "empty": EMPTY}
        with stage.serving() as url:
            said = {
                "receipt": tap(url, f"/r/{code}", overall="5"),
                "low": tap(url, f"/r/{code}", overall="2"),
                "asked": ask(url, f"/r/{code}"),
                "unfinished": tap(url, f"/r/{code}/unfinished", reason="queue"),
            }
            places = units | said | {"code": code, "revoked": revoked}
            yield Scene(url, stage, places, counters)


def _counters(stage: Stage) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(stage.portal("touchpoints", "--format", "json"))
    return [row for row in found if row["state"] == "open"]


def _revoke(stage: Stage, folder: Path) -> str:
    """Print one office's posters as a batch and take it back; one of its codes."""
    code = next(row["code"] for row in _counters(stage) if row["unit"] == _REVOKED_FROM)
    drawn = ("--format", "svg", "--out", str(folder / "posters"))
    stage.portal("posters", "--unit", _REVOKED_FROM, "--batch", _BATCH, *drawn)
    stage.portal("batch", "revoke", _BATCH, "--why", "demonstration")
    return code


def tap(url: str, path: str, **choice: str) -> str:
    """Open a page of one tap and tap; the receipt."""
    with urllib.request.urlopen(url + path) as reply:
        page = reply.read().decode()
    ticket = _TICKET.search(page)
    assert ticket, f"no ticket on {path}"
    form = urllib.parse.urlencode({"nonce": ticket[1], **choice}).encode()
    minimal = urllib.request.Request(url + path, form, {"Prefer": "return=minimal"})
    with urllib.request.urlopen(minimal) as reply:
        return str(reply.headers["location"]).partition("/more/")[2]


def ask(url: str, path: str) -> str:
    """Rate, write, and ask for an answer; the receipt."""
    receipt = tap(url, path, overall="2")
    said = {"comment": "Tôi chờ hai giờ mà không ai gọi số. Vì sao?", "answer": "1"}
    form = urllib.parse.urlencode(said).encode()
    with urllib.request.urlopen(f"{url}{path}/more/{receipt}", form):
        return receipt
