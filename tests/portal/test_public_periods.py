"""The periods of a unit's public page: chosen, passed over, marked, or not there at all."""

import re
from collections.abc import Callable, Generator
from contextlib import ExitStack
from datetime import date

import pytest
from asking import Portal, asking, settings_of
from makers import make_responses, make_touchpoint, make_unit
from published import NINE, SATISFIED_140_OF_160, make_office, publish_all
from sqlalchemy import Engine

Open = Callable[[], Portal]


@pytest.fixture
def opened(database_url: str) -> Generator[Open]:
    """Open a portal once the rows are there; it publishes nothing that was not published."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(asking(settings_of(database_url)))


def words(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_month_can_be_chosen(engine: Engine, opened: Open) -> None:
    code = make_office(engine, "phuong-thu", [5] * 30 + [1] * 10)
    make_responses(engine, code, [5] * 20 + [1] * 20, date(2023, 6, 1))
    publish_all(engine)
    portal = opened()

    may = words(portal.get("/units/phuong-thu?lang=en&period=2023-05").text)
    june = words(portal.get("/units/phuong-thu?lang=en&period=2023-06").text)
    assert "About 75 of 100" in may
    assert "About 50 of 100" in june


def test_the_page_begins_with_the_newest_period_that_tells(engine: Engine, opened: Open) -> None:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    publish_all(engine)
    said = words(opened().get("/units/phuong-thu?lang=en").text)

    # With one month alone the quarter would tell that nobody rated in the other two.
    assert "Results of May 2023" in said
    assert "Newer periods are withheld." in said


def test_a_period_that_was_not_published_says_so(engine: Engine, opened: Open) -> None:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    publish_all(engine)
    page = opened().get("/units/phuong-thu?lang=en&period=2019-Q1").text

    assert "Nothing was published for this period" in page
    assert 'href="/units/phuong-thu?period=2023-05&amp;lang=en"' in page


def test_what_is_no_month_or_quarter_is_refused(engine: Engine, opened: Open) -> None:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    publish_all(engine)
    portal = opened()
    for period in ("2023", "2023-13", "x", "2023-05-01", "9999-12", "\0"):
        reply = portal.get("/units/phuong-thu", params={"period": period, "lang": "en"})

        assert reply.status_code == 422
        assert "is neither a month nor a quarter" in reply.text
        assert '<details class="tools" open><summary>Choose another period' in reply.text
        assert 'href="/units/phuong-thu?period=2023-05&amp;lang=en"' in reply.text


def test_what_tells_nothing_is_marked_and_passed_over(engine: Engine, opened: Open) -> None:
    code = make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    make_responses(engine, code, NINE, date(2023, 6, 5))
    make_responses(engine, code, SATISFIED_140_OF_160, date(2023, 8, 5))
    publish_all(engine)
    portal = opened()
    may = portal.get("/units/phuong-thu?lang=en&period=2023-05").text
    last = portal.get("/units/phuong-thu?lang=en&period=2023-08").text
    late = portal.get("/units/phuong-thu?lang=en&period=2023-12").text

    assert '>June 2023</a> <span class="soft">withheld</span>' in may
    assert re.search(r'<a rel="next"[^>]+>August 2023', may)
    assert 'rel="next"' not in last
    assert "Newer periods are withheld." in last
    assert 'rel="next"' not in late
    assert re.search(r'<a rel="prev"[^>]+>← August 2023', late)


def test_the_city_says_why_months_are_hatched(engine: Engine, opened: Open) -> None:
    make_unit(engine, "thanh-pho", "city")
    code = make_touchpoint(engine, "thanh-pho")
    for month, marks in ((4, SATISFIED_140_OF_160), (5, NINE), (6, SATISFIED_140_OF_160)):
        make_responses(engine, code, marks, date(2023, month, 5))
    publish_all(engine)

    assert "they would give small offices away" in opened().get("/units/thanh-pho?lang=en").text
