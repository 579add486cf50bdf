"""A foreign worker reads the citizen's pages in a language of their own, to the last word."""

import re
from html import unescape

import pytest
from asking import Portal, asking, settings_of, tap
from makers import make_responses, seed_pilot
from published import MAY, SATISFIED_140_OF_160, publish_all
from sqlalchemy import Engine, insert

from surveys.database import writing
from surveys.places import UnitName
from surveys.register import Register, load
from translations.catalogues import po_file, read_words

pytestmark = pytest.mark.fast

KOREAN = {"Accept-Language": "ko-KR,ko;q=0.9"}
TOLD = r">([^<]*[^<\s][^<]*)<|(?:aria-label|content|placeholder|title)=\"([^\"]+)\""


def told(page: str) -> set[str]:
    """Every text of a page, those in attributes too."""
    shown = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    return {unescape(text or said).strip() for text, said in re.findall(TOLD, shown)}


def english() -> re.Pattern[str]:
    """Any of our texts, as it is when nobody has translated it."""
    texts = set()
    for code in ("en", "ko"):
        for message in read_words(po_file(code), code):
            texts |= {message.id} if isinstance(message.id, str) else set(message.id)
    patterns = [".+?".join(map(re.escape, re.split(r"%\(\w+\)s|\|", text))) for text in texts]
    return re.compile("|".join(p for p in patterns if re.search("[a-z]{3}", p)))


@pytest.fixture
def pilot(engine: Engine) -> Register:
    return seed_pilot(engine)


def test_nothing_on_the_citizens_pages_is_left_in_english(
    engine: Engine, database_url: str, pilot: Register
) -> None:
    code = next(iter(pilot.places))
    make_responses(engine, code, SATISFIED_140_OF_160, MAY)
    publish_all(engine)
    office = pilot.slug_of(pilot.places[code].unit_id)
    with asking(settings_of(database_url)) as portal:
        more = tap(portal, code).headers["location"]
        paths = [f"/r/{code}", f"/r/{code}/unfinished", more, f"{more}/contact", "/"]
        paths += [f"/units/{office}", "/units/thanh-pho-hai-phong", "/?q=hai", "/?q=nowhere"]
        paths += ["/r/unknown", "/r/333333333", "/nowhere"]
        pages = [portal.get(path, headers=KOREAN) for path in paths]
        pages.append(portal.post(more, data={"access": "9"}, headers=KOREAN))
        pages.append(portal.post(f"/r/{code}", data={"overall": "9"}, headers=KOREAN))
    rest = english()

    assert [page.url for page in pages if page.headers["content-language"] != "ko"] == []
    assert {text for page in pages for text in told(page.text) if rest.fullmatch(text)} == set()


def test_a_question_that_was_published_in_two_languages_is_asked_in_all(
    database_url: str, pilot: Register
) -> None:
    code = next(iter(pilot.places))
    with asking(settings_of(database_url)) as portal:
        asked = {lang: portal.get(f"/r/{code}?lang={lang}").text for lang in ("ko", "zh", "ja")}

    assert "이번 업무에 만족하십니까?" in asked["ko"]
    assert "您对这次办事满意吗？" in asked["zh"]
    assert "手続きに満足されましたか。" in asked["ja"]


def test_a_unit_is_called_as_on_its_building_with_its_kind_explained(
    engine: Engine, pilot: Register
) -> None:
    ward = pilot.find_unit("phuong-dang-lam")
    city = pilot.find_unit("thanh-pho-hai-phong")

    def said() -> list[str]:
        with engine.connect() as connection:
            names = load(connection).unit_names
        return [names.say(unit, code) for unit in (ward, city) for code in ("ko", "zh", "ja")]

    assert said() == [
        "Phường Đằng Lâm (동)",
        "Phường Đằng Lâm（坊）",
        "Phường Đằng Lâm（坊）",
        "하이퐁시 (Thành phố Hải Phòng)",
        "海防市（Thành phố Hải Phòng）",
        "ハイフォン市（Thành phố Hải Phòng）",
    ]
    with writing(engine) as connection:
        own = {"unit_id": ward, "language": "ko", "name": "당럼동", "folded": "당럼동"}
        connection.execute(insert(UnitName).values(own))
    assert said()[0] == "당럼동"


def test_staff_are_offered_complete_languages_and_remember_no_other(
    portal: Portal,
) -> None:
    page = portal.get("/staff/sign-in?lang=ko", headers={"Accept-Language": "ja,en;q=0.5"})

    assert page.headers["content-language"] == "en"
    assert set(re.findall(r'hreflang="(\w+)"', page.text)) == {"vi"}
    assert "set-cookie" not in page.headers or "lang=" not in page.headers["set-cookie"]
