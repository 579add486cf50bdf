"""A phone in headless Chromium: its screen, its slow network and its slow processor."""

import shutil
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

PHONE = {"width": 360, "height": 740}
# Nothing but this machine can be reached, whatever a page asks for.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
_AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)
SLOWDOWN = 4


class Network(NamedTuple):
    """What every request waits, and bytes per second down and up."""

    latency_ms: int
    down: float
    up: float


_KILOBIT = 1000 / 8
# Source: the presets of Chromium's developer tools ("Slow 3G") and of Lighthouse ("slow 4G").
SLOW_4G = Network(150, 1600 * _KILOBIT, 750 * _KILOBIT)
SLOW_3G = Network(2000, 400 * _KILOBIT, 400 * _KILOBIT)


def chromium() -> str:
    """Where the system's Chromium is."""
    return shutil.which("chromium") or sys.exit("the Debian package chromium is missing")


@contextmanager
def browser() -> Generator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        yield opened
        opened.close()


@contextmanager
def visit(browser: Browser, **options: Any) -> Generator[Page]:
    """A page of a visitor who was never here; ``options`` as Playwright's ``new_context``."""
    context = browser.new_context(**{"viewport": PHONE, "service_workers": "block", **options})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@contextmanager
def phone(browser: Browser, network: Network | None = None) -> Generator[tuple[Page, CDPSession]]:
    """A phone in the hand; on a slow network its processor is slow too."""
    as_phone = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True}
    with visit(browser, user_agent=_AGENT, locale="vi-VN", **as_phone) as page:
        talk = page.context.new_cdp_session(page)
        talk.send("Network.enable")
        if network:
            slow = {
                "offline": False,
                "latency": network.latency_ms,
                "downloadThroughput": network.down,
                "uploadThroughput": network.up,
            }
            talk.send("Network.emulateNetworkConditions", slow)
            talk.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        yield page, talk


_QUIET_SHARE, _QUIET_SECONDS = 0.35, 20


def wait_for_quiet() -> None:
    """Return when others leave the processors alone, or after a while all the same."""
    until, calm = time.monotonic() + _QUIET_SECONDS, 0
    while calm < 2 and time.monotonic() < until:
        before = _ticks()
        time.sleep(0.5)
        idle, every = (after - begun for after, begun in zip(_ticks(), before, strict=True))
        calm = calm + 1 if every and 1 - idle / every < _QUIET_SHARE else 0


def _ticks() -> tuple[int, int]:
    """What the processors idled, and everything they did. Source: proc(5), stat."""
    told = [int(one) for one in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    return told[3] + told[4], sum(told)
