"""A phone before a counter's page, with and without a network."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from browser import Visitor
from makers import load, make_touchpoint, make_unit
from playwright.sync_api import Page, Route
from serving import serving
from sqlalchemy import Engine, select

from surveys import print_batches
from surveys.database import reading, writing
from surveys.responses import Pending

KEPT = "Đã lưu trên máy này. Câu trả lời sẽ gửi khi có mạng."


@dataclass
class Counter:
    """A served counter, and what has arrived there."""

    link: str
    engine: Engine

    def marks(self) -> list[int | None]:
        with reading(self.engine) as connection:
            return sorted(connection.scalars(select(Pending.overall)).all())

    def withdraw(self) -> None:
        """Its poster is taken back, and the running server knows."""
        code = self.link.rsplit("/", 1)[-1]
        with writing(self.engine) as connection:
            place = load(self.engine).find_place(code)
            print_batches.print_in(connection, "lô 1", [place.id])
            print_batches.withdraw(connection, "lô 1", "bị dán đè")
        wait_until(lambda: httpx.get(self.link).status_code == 410)


@contextmanager
def open_counter(engine: Engine, database_url: str) -> Generator[Counter]:
    """Serve a unit with one counter."""
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    with serving(database_url) as server:
        yield Counter(f"{server.url}/r/{code}", engine)


def posts(route: Route) -> bool:
    return route.request.method == "POST"


def open_page(visitor: Visitor, counter: Counter) -> Page:
    """A rating page with everything that comes after it."""
    page = visitor.visit(counter.link)
    wait_for(page, "typeof go === 'function'")
    return page


def wait_for(page: Page, script: str) -> None:
    """Ask the page until it says so.

    Playwright's ``wait_for_function`` asks a second time through ``eval``, which our pages forbid,
    and takes every promise for a yes.
    """
    wait_until(lambda: bool(page.evaluate(script)))


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
