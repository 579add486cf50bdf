"""A unit's public page: honest words, nothing withheld leaks, and it leads on."""

import re
from collections.abc import Callable, Generator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from threading import current_thread
from typing import Any

import pytest
from asking import Portal, asking, settings_of
from makers import load, make_responses, make_touchpoint, make_unit, make_volumes
from published import MAY, NINE, SATISFIED_140_OF_160, make_office, publish_all
from sqlalchemy import Engine, event, insert, update

from portal.jobs.duties import JOBS
from surveys import days, properties, register
from surveys.database import writing
from surveys.places import Succession, Unit
from surveys.sealing.roots import DailyRoot

Open = Callable[[], Portal]


@pytest.fixture
def opened(database_url: str) -> Generator[Open]:
    """Open a portal once the rows are there; it publishes nothing that was not published."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(asking(settings_of(database_url)))


def words(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_figure_is_told_in_words_with_its_interval(engine: Engine, opened: Open) -> None:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    publish_all(engine)
    page = opened().get("/units/phuong-thu?lang=en").text

    said = words(page)
    assert "About 88 of 100 ratings were satisfied. From 160 ratings." in said
    assert "Chance alone would move this between 81 and 92." in said
    assert "Results of May 2023, from 1 May 2023 to 31 May 2023." in said
    assert '<rect class="band ok"' in page
    assert "A hundred dots: 81 solid, 11 pale, 8 small" in page


def test_nine_ratings_look_like_seven(engine: Engine, opened: Open) -> None:
    """Whatever differed between the two pages would tell how many there were, or which."""
    make_office(engine, "phuong-mot", NINE)
    make_office(engine, "phuong-hai", [1] * 7)
    publish_all(engine)
    portal = opened()
    for period in ("2023-05", "2023-Q2"):
        nine, seven = (
            portal.get(f"/units/{slug}?lang=en&period={period}").text.replace(slug, "SLUG")
            for slug in ("phuong-mot", "phuong-hai")
        )

        assert nine.replace("Phuong Mot", "NAME") == seven.replace("Phuong Hai", "NAME")
        assert "This result is withheld. Fewer than 10 ratings." in words(nine)
        assert "withheld" in nine


def test_few_ratings_are_to_be_read_with_care(engine: Engine, opened: Open) -> None:
    make_office(engine, "phuong-thu", [5] * 9 + [2] * 3)
    publish_all(engine)
    page = opened().get("/units/phuong-thu?lang=en").text

    assert "These are few ratings: please read with care." in page
    assert '<rect class="band few"' in page


def test_before_anything_is_published_the_page_says_when(engine: Engine, opened: Open) -> None:
    make_unit(engine, "phuong-thu")
    said = words(opened().get("/units/phuong-thu?lang=en").text)

    assert "Nothing has been published yet" in said
    assert re.search(r"The running month follows on 1 \w{3} 20\d\d\.", said)


def test_what_came_today_is_not_told(engine: Engine, opened: Open) -> None:
    code = make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    publish_all(engine)
    portal = opened()
    before = portal.get("/units/phuong-thu").text
    make_responses(engine, code, [1] * 50, days.office_day(days.now_ms()))
    publish_all(engine)

    assert portal.get("/units/phuong-thu").text == before


def test_an_unknown_unit_leads_to_the_finder(opened: Open) -> None:
    reply = opened().get("/units/khong-co?lang=en")

    assert reply.status_code == 404
    assert 'role="search">' in reply.text


def test_the_city_tells_its_whole_tree_and_names_its_offices(engine: Engine, opened: Open) -> None:
    make_unit(engine, "thanh-pho", "city")
    for slug, good in (("phuong-b", 30), ("phuong-a", 20)):
        make_unit(engine, slug, parent="thanh-pho")
        make_responses(engine, make_touchpoint(engine, slug), [4] * good + [2] * 20, MAY)
    publish_all(engine)
    page = opened().get("/units/thanh-pho?lang=en").text

    said = words(page)
    assert "About 56 of 100 ratings were satisfied. From 90 ratings." in said
    assert "Chance alone would move this between 45 and 65." in said
    assert page.index("/units/phuong-a") < page.index("/units/phuong-b")


def test_how_many_errands_there_were_is_told_where_it_is_known(
    engine: Engine, opened: Open
) -> None:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    unit_id = load(engine).find_unit("phuong-thu")
    make_volumes(engine, {"unit_id": unit_id, "day": MAY, "closed": 1284})
    publish_all(engine)
    said = words(opened().get("/units/phuong-thu?lang=en").text)

    assert "1,284 errands were closed here. Of 100 errands about 12 were rated." in said


def test_former_and_following_offices_are_linked(engine: Engine, opened: Open) -> None:
    old, new = make_unit(engine, "phuong-cu"), make_unit(engine, "phuong-moi")
    with writing(engine) as connection:
        connection.execute(update(Unit).where(Unit.id == old).values(closed_on=date(2025, 7, 1)))
        follows = {"from_id": old, "to_id": new, "share": "whole"}
        connection.execute(insert(Succession).values(**follows, effective_on=date(2025, 7, 1)))
        register.touch(connection)
    portal = opened()

    before = portal.get("/units/phuong-cu?lang=en").text
    after = portal.get("/units/phuong-moi?lang=en").text
    assert "This office ended on 1 Jul 2025" in before
    assert 'href="/units/phuong-moi?lang=en"' in before
    assert 'href="/units/phuong-cu?lang=en"' in after


def test_the_newest_root_is_shown(engine: Engine, opened: Open) -> None:
    make_unit(engine, "phuong-thu")
    with writing(engine) as connection:
        for day, digit in ((1, "a"), (2, "b")):
            root = {"day": date(2025, 7, day), "seal": day, "hash": bytes.fromhex(digit * 64)}
            made = {"made_at": datetime.fromisoformat("2025-07-03T00:00+00:00"), "count": day * 10}
            connection.execute(insert(DailyRoot).values(**root, **made))
    page = opened().get("/units/phuong-thu").text

    assert f"<code>2025-07-02 2 20 {'b' * 64}</code>" in page
    assert "<code>bbbbbbbb</code>" in page
    assert 'href="/api/v1/open-data/roots"' in page


def test_before_the_first_root_the_page_says_when_it_comes(engine: Engine, opened: Open) -> None:
    make_unit(engine, "phuong-thu")
    said = words(opened().get("/units/phuong-thu?lang=en").text)

    assert re.search(r"No day has been closed yet. The first line follows on \d+ \w{3} 20", said)


def test_a_demonstration_is_labelled(engine: Engine, opened: Open) -> None:
    make_unit(engine, "phuong-thu")
    with writing(engine) as connection:
        properties.write(connection, properties.DEMO, "for a test")
    portal = opened()

    for path in ("/?lang=en", "/units/phuong-thu?lang=en"):
        assert "Demonstration: these figures are simulated" in portal.get(path).text


def test_a_page_asks_as_often_however_much_there_is(engine: Engine, opened: Open) -> None:
    make_unit(engine, "thanh-pho", "city")
    make_unit(engine, "phuong-a", parent="thanh-pho")
    code = make_touchpoint(engine, "phuong-a")
    for month in range(18):
        make_responses(engine, code, [4, 4, 2] * 10, date(2023, 1, 15) + timedelta(30 * month))
    make_office(engine, "phuong-b", SATISFIED_140_OF_160)
    publish_all(engine)
    portal = opened()
    portal.get("/units/phuong-b")
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        # The jobs ask as well, each in a thread of its own name.
        if current_thread().name not in {job.name for job in JOBS} and "SELECT" in statement:
            asked.append(statement)

    event.listen(portal.app.state.engine, "before_cursor_execute", hear)
    counts = []
    for slug in ("phuong-b", "phuong-a", "thanh-pho"):
        asked.clear()
        portal.get(f"/units/{slug}")
        counts.append(len([one for one in asked if "revision" not in one]))

    assert counts == [7, 7, 7]
