"""The public pages as a browser shows them: whole for everybody, with and without scripts."""

from collections.abc import Callable

import pytest
from browser import Visitor
from published import NINE, SATISFIED_140_OF_160, make_office, publish_all
from serving import serving
from sqlalchemy import Engine

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "/": 200,
    "/?q=thu": 200,
    "/?q=khong-co": 200,
    "/units/phuong-thu": 200,
    "/units/phuong-thu?period=2023-Q2": 200,
    "/units/phuong-nho": 200,
    "/units/khong-co": 404,
}

# Whatever is pressed by itself, and not in a sentence, is as large as a finger.
SMALL = """() => [...document.querySelectorAll("a:not(p > a, .skip), .row > a, button, summary")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 56)
    .map((one) => one.outerHTML)"""


@pytest.mark.only("sqlite")
def test_every_public_page_passes_inspection(
    engine: Engine, database_url: str, visitor: Callable[..., Visitor]
) -> None:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    make_office(engine, "phuong-nho", NINE)
    publish_all(engine)
    visitors = [
        visitor(locale="vi-VN"),
        visitor(locale="en-GB", color_scheme="dark"),
        visitor(scripts=False, viewport={"width": 320, "height": 600}),
        visitor(viewport={"width": 1280, "height": 800}, forced_colors="active"),
    ]
    with serving(database_url) as server:
        for someone in visitors:
            for path, status in PAGES.items():
                page = someone.visit(server.url + path, status)
                assert page.evaluate(SMALL) == [], path


@pytest.mark.only("sqlite")
def test_an_office_is_found_and_read_without_scripts(
    engine: Engine, database_url: str, visitor: Callable[..., Visitor]
) -> None:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    publish_all(engine)
    someone = visitor(scripts=False, locale="en-GB")
    with serving(database_url) as server:
        page = someone.visit(server.url)
        page.get_by_role("searchbox").fill("PHUONG THU")
        page.get_by_role("button", name="Find").click()
        page.locator("#found + ul").get_by_role("link", name="Phuong Thu").click()
        someone.judge()

        assert page.get_by_role("heading", level=1).inner_text() == "Phuong Thu"
        assert "88" in page.locator(".say").inner_text()
