"""The finder: whatever somebody remembers of an office leads to it."""

from collections.abc import Generator
from datetime import date

import pytest
from asking import Portal, asking, settings_of
from makers import make_touchpoint, make_unit, seed_pilot
from sqlalchemy import Engine, insert, update

from surveys import codes, register
from surveys.codes import format_code
from surveys.database import writing
from surveys.places import Succession, Unit


@pytest.fixture
def portal(engine: Engine, database_url: str) -> Generator[Portal]:
    seed_pilot(engine)
    with asking(settings_of(database_url)) as portal:
        yield portal


def results(page: str) -> str:
    return page.partition('id="found"')[2].partition("</section>")[0]


def test_an_office_is_found_however_it_is_typed(portal: Portal) -> None:
    spellings = (
        "Phường Đằng Lâm",
        "đằng lâm",
        "dang lam",
        "ĐẰNG  LÂM",
        "lâm đằng",
        "Dang Lam Ward",
    )
    for asked in (*spellings, "11413"):
        found = results(portal.get("/", params={"q": asked, "lang": "en"}).text)

        assert 'href="/units/phuong-dang-lam?lang=en"' in found, asked
        assert "1 office found" in found, asked


def test_a_code_typed_by_hand_leads_to_its_rating_page(portal: Portal) -> None:
    code = next(iter(portal.app.state.rating.register.places))
    for asked in (code, code.lower(), format_code(code)):
        reply = portal.get("/", params={"q": asked, "lang": "en"})

        assert (reply.status_code, reply.headers["location"]) == (303, f"/r/{code}?lang=en")


def test_an_office_is_found_with_its_titles_and_what_it_stands_under(portal: Portal) -> None:
    for asked in (
        "UBND phường Đằng Lâm",
        "Ủy ban nhân dân P. Đằng Lâm",
        "ubnd p.dang lam, q.hai an",
        "phường đằng lâm hải an",
    ):
        found = results(portal.get("/", params={"q": asked, "lang": "en"}).text)

        assert 'href="/units/phuong-dang-lam?lang=en"' in found, asked
        assert "1 office found" in found, asked
    nowhere = results(portal.get("/", params={"q": "đằng lâm thủy nguyên", "lang": "en"}).text)
    assert "Nothing found" in nowhere


def test_a_pasted_link_leads_to_its_rating_page(portal: Portal) -> None:
    code = next(iter(portal.app.state.rating.register.places))
    tail = "?lang=vi&fbclid=" + "x" * 200
    for asked in (f"https://hailong.example/r/{code}{tail}", f"hailong.example/R/{code.lower()}/"):
        reply = portal.get("/", params={"q": asked, "lang": "en"})

        assert (reply.status_code, reply.headers["location"]) == (303, f"/r/{code}?lang=en")


def test_a_mistyped_code_is_told_apart_from_a_name(portal: Portal) -> None:
    code = next(iter(portal.app.state.rating.register.places))
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    for asked in (wrong, format_code(wrong).lower(), f"https://hailong.example/r/{wrong}"):
        found = results(portal.get("/", params={"q": asked, "lang": "en"}).text)

        assert "One of its characters may be wrong." in found


def test_no_code_of_a_touchpoint_is_listed(portal: Portal) -> None:
    pages = portal.get("/").text + portal.get("/", params={"q": "phuong"}).text

    assert not [code for code in portal.app.state.rating.register.places if code in pages]


def test_who_finds_nothing_is_told_what_to_do(portal: Portal) -> None:
    for asked in ("không có ở đây", "<script>alert(1)</script>", "x" * 5000, "\0"):
        reply = portal.get("/", params={"q": asked, "lang": "en"})

        assert reply.status_code == 200
        assert "Try one word of its name" in results(reply.text)
        assert "phuong-dang-lam" not in results(reply.text)
        assert "<script" not in reply.text
        assert 'href="/units/phuong-dang-lam?lang=en"' in reply.text


def test_blanks_ask_for_nothing(portal: Portal) -> None:
    assert not results(portal.get("/", params={"q": "  ", "lang": "en"}).text)


def test_offices_are_listed_by_kind_and_name(portal: Portal) -> None:
    page = portal.get("/?lang=en").text
    places = [page.index(f">{name}<") for name in ("Urban districts", "Wards", "Communes")]

    assert places == sorted(places)
    wards = ("phuong-cau-tre", "phuong-dang-lam", "phuong-hoang-van-thu")
    assert (ranks := [page.index(f"/units/{slug}") for slug in wards]) == sorted(ranks)


def test_another_language_is_one_link_away(portal: Portal) -> None:
    page = portal.get("/").text

    assert '<a href="/?lang=en" lang="en" hreflang="en">English</a>' in page
    assert 'lang="vi"' in page


def test_a_portal_without_offices_says_so(engine: Engine, database_url: str) -> None:
    with asking(settings_of(database_url)) as portal:
        assert "No office has been entered yet" in portal.get("/?lang=en").text


def test_an_old_name_leads_on_to_the_office_of_today(engine: Engine, database_url: str) -> None:
    old, new = make_unit(engine, "phuong-cu"), make_unit(engine, "phuong-moi")
    make_touchpoint(engine, "phuong-cu")
    with writing(engine) as connection:
        ended = update(Unit).where(Unit.id == old).values(closed_on=date(2025, 7, 1))
        connection.execute(ended)
        follows = {"from_id": old, "to_id": new, "share": "whole"}
        connection.execute(insert(Succession).values(**follows, effective_on=date(2025, 7, 1)))
        register.touch(connection)
    with asking(settings_of(database_url)) as portal:
        found = portal.get("/", params={"q": "phuong cu", "lang": "en"}).text
        plain = portal.get("/?lang=en").text

    assert "This office ended on 1 Jul 2025." in found
    assert found.count('href="/units/phuong-moi?lang=en"') == 2
    assert "/units/phuong-cu" not in plain


def test_too_many_results_ask_for_another_word(engine: Engine, database_url: str) -> None:
    for number in range(31):
        make_unit(engine, f"phuong-so-{number}")
    with asking(settings_of(database_url)) as portal:
        page = portal.get("/", params={"q": "phuong so", "lang": "en"}).text

    assert "The first 30 offices found" in page
    assert "There are more. Add a word to the name." in page


def test_no_code_that_is_typed_into_the_form_stands_in_an_address(portal: Portal) -> None:
    receipt = codes.receipt(b"k" * 32, "1")
    led, cut = (portal.post("/?lang=en", data={"q": q}) for q in (receipt, receipt[:-1]))
    named = portal.post("/?lang=en", data={"q": "đằng lâm"})

    assert led.headers["location"] == f"/t/{receipt}?lang=en"
    assert (cut.status_code, "location" in cut.headers) == (200, False)
    assert named.headers["location"] == "/?q=%C4%91%E1%BA%B1ng+l%C3%A2m&lang=en"
    assert portal.post("/", data={"q": "x" * 20_000}).status_code == 413
