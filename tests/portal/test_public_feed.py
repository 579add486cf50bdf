"""The feed of an office: Atom that readers take, with what was published and nothing else."""

from collections.abc import Generator
from datetime import date

import pytest
from asking import Portal, asking, settings_of
from lxml import etree
from published import MAY, NINE, SATISFIED_140_OF_160, make_office, publish_all
from sqlalchemy import Engine

pytestmark = [pytest.mark.fast, pytest.mark.only("sqlite")]

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def portal(engine: Engine, database_url: str) -> Generator[Portal]:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    make_office(engine, "phuong-nho", NINE)
    publish_all(engine)
    with asking(settings_of(database_url, base_url="https://hailong.example")) as portal:
        yield portal


def feed(portal: Portal, slug: str, language: str = "en") -> etree._Element:
    reply = portal.get(f"/units/{slug}/feed?lang={language}")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("application/atom+xml")
    return etree.fromstring(reply.content)


def told(found: etree._Element, path: str) -> list[str]:
    return [str(one) for one in found.xpath(path, namespaces=ATOM)]


def test_each_published_period_is_an_entry_in_honest_words(portal: Portal) -> None:
    found = feed(portal, "phuong-thu")

    assert told(found, "a:entry/a:id/text()") == [
        "https://hailong.example/units/phuong-thu?period=2023-05"
    ]
    (title,) = told(found, "a:entry/a:title/text()")
    assert title == "May 2023: About 88 of 100 ratings were satisfied."
    (summary,) = told(found, "a:entry/a:summary/text()")
    assert "From 160 ratings. Chance alone would move this between 81 and 92." in summary


def test_a_feed_has_what_atom_asks_for(portal: Portal) -> None:
    found = feed(portal, "phuong-thu", "vi")

    for path in ("a:id", "a:title", "a:updated", "a:author/a:name", "a:entry/a:updated"):
        assert told(found, f"{path}/text()"), path
    assert told(found, "a:link[@rel='self']/@href") == [
        "https://hailong.example/units/phuong-thu/feed?lang=vi"
    ]


def test_what_is_withheld_is_not_even_an_entry(portal: Portal) -> None:
    assert told(feed(portal, "phuong-nho"), "a:entry/a:id/text()") == []


def test_the_page_leads_to_its_feed_and_unknown_offices_have_none(portal: Portal) -> None:
    page = portal.get("/units/phuong-thu?lang=en").text

    assert page.count('href="/units/phuong-thu/feed?lang=en"') == 2
    assert portal.get("/units/khong-co/feed").status_code == 404
    assert date.fromisoformat(told(feed(portal, "phuong-thu"), "a:updated/text()")[0][:10]) > MAY
