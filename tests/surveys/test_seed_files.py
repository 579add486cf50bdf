"""The facts in the seed files."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from surveys import seeding
from surveys.counts import FACTORS
from surveys.database import writing
from surveys.definitions import Definition
from surveys.folding import fold
from surveys.responses import FACTS, RANGES
from surveys.seeds import HERE, read_seed
from surveys.surveys import SurveyVersion

pytestmark = pytest.mark.fast

PILOT = read_seed("pilot")
# The beginning of the digest under which version 1 was published.
FIRST = "236eb5874d986720"
SURVEY = Definition.parse(read_seed("survey-2"))
UNITS = {unit["slug"]: unit for unit in PILOT["units"]}
SERVICES = {service["slug"]: service for service in PILOT["services"]}
GROUPS = [group["slug"] for group in PILOT["service_groups"]]
ROOT = "thanh-pho-hai-phong"

# Source: statistics codes of the list of 10 April 2023, and who stood under whom.
CODES_OF_2023 = {
    "quan-hong-bang": ("303", ROOT),
    "quan-ngo-quyen": ("304", ROOT),
    "quan-hai-an": ("306", ROOT),
    "huyen-thuy-nguyen": ("311", ROOT),
    "huyen-kien-thuy": ("314", ROOT),
    "huyen-tien-lang": ("315", ROOT),
    "phuong-dang-lam": ("11413", "quan-hai-an"),
    "phuong-hoang-van-thu": ("11320", "quan-hong-bang"),
    "phuong-cau-tre": ("11338", "quan-ngo-quyen"),
    "xa-tu-cuong": ("11764", "huyen-tien-lang"),
    "xa-thuy-son": ("11560", "huyen-thuy-nguyen"),
    "xa-du-le": ("11716", "huyen-kien-thuy"),
}


def level(unit: dict[str, Any]) -> str:
    return str(PILOT["kinds"][unit["kind"]]["level"])


def offered(at: str, year: str) -> list[str]:
    return [slug for slug, service in SERVICES.items() if at in service["levels"][year]]


def inside(value: Any, member: str) -> Iterator[Any]:
    """Every value of the members with this name, however deep."""
    if isinstance(value, dict):
        for name, child in value.items():
            if name == member:
                yield child
            yield from inside(child, member)
    elif isinstance(value, list):
        for child in value:
            yield from inside(child, member)


def test_the_pilot_is_twelve_units_under_the_city() -> None:
    assert set(UNITS) == {ROOT, *CODES_OF_2023}
    assert len(PILOT["units"]) == 13
    assert UNITS[ROOT]["parents"] == []
    assert UNITS[ROOT]["codes"][0]["code"] == "31"


@pytest.mark.parametrize("slug", CODES_OF_2023)
def test_a_unit_has_its_code_and_parent_of_2023(slug: str) -> None:
    (code,) = UNITS[slug]["codes"]
    (parent,) = UNITS[slug]["parents"]

    assert (code["code"], parent["slug"]) == CODES_OF_2023[slug]


def test_a_slug_is_type_and_name_without_diacritics() -> None:
    for slug, unit in UNITS.items():
        assert slug == fold(unit["names"]["vi"]).replace(" ", "-")
        assert unit["names"]["vi"].startswith(PILOT["kinds"][unit["kind"]]["names"]["vi"] + " ")


@pytest.mark.parametrize("family", ["units", "service_groups", "services"])
def test_slugs_are_unique_and_plain(family: str) -> None:
    times = Counter(row["slug"] for row in PILOT[family])

    assert set(times.values()) == {1}
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in times)


def test_official_codes_have_dates_and_are_open_ended() -> None:
    for row in PILOT["units"] + PILOT["services"]:
        for code in row["codes"]:
            assert date.fromisoformat(code["valid_from"]) <= date(2025, 7, 1)
            assert code["valid_to"] is None


def test_procedure_codes_are_national_and_belong_to_one_service() -> None:
    issued = [code for service in SERVICES.values() for code in service["codes"]]
    codes = [code["code"] for code in issued]

    assert all(re.fullmatch(r"\d\.\d{6}", code) for code in codes)
    assert len(codes) == len(set(codes)) == 45
    assert sum(code["verified"] for code in issued) == 44
    assert SERVICES["chung-thuc-ban-sao"]["codes"][0]["code"] == "2.000815"
    assert SERVICES["dang-ky-khai-sinh"]["codes"][0]["code"] == "1.001193"


def test_a_citizen_chooses_among_eight_to_twelve_groups() -> None:
    assert 8 <= len(GROUPS) <= 12
    assert {service["group"] for service in SERVICES.values()} == set(GROUPS)


def test_every_group_has_one_general_service_of_its_own_name() -> None:
    general = {slug: s["names"] for slug, s in SERVICES.items() if s["general"]}

    assert general == {group["slug"]: group["names"] for group in PILOT["service_groups"]}


def test_services_name_known_domains_and_agencies() -> None:
    assert len(SERVICES) == 47 + len(GROUPS)
    assert {s["domain"] for s in SERVICES.values()} == set(PILOT["service_domains"])
    assert {s["agency"] for s in SERVICES.values()} == set(PILOT["agencies"])


def test_every_level_offers_services() -> None:
    for unit in UNITS.values():
        if unit["slug"] != ROOT:
            assert offered(level(unit), "2023")
    assert offered("commune", "2025")
    assert not offered("district", "2025")


def test_a_legal_time_is_put_in_words_only_when_its_law_was_read() -> None:
    times = [s["legal_time"] for s in SERVICES.values() if s["legal_time"]]

    assert sum(time["verified"] for time in times) == 18
    for time in times:
        assert time["unit"] in {"working_day", "day"}
        assert time["value"] >= 0
        assert bool(time["words"]) == bool(time["source"]) == time["verified"]


def test_every_unit_desk_has_touchpoints() -> None:
    places = Counter(touchpoint["unit"] for touchpoint in PILOT["touchpoints"])

    assert set(places) == set(CODES_OF_2023)
    assert min(places.values()) >= 3


def test_a_touchpoint_has_a_key_of_its_own_and_a_service_that_its_unit_offers() -> None:
    keys = [touchpoint["seed"] for touchpoint in PILOT["touchpoints"]]

    assert len(keys) == len(set(keys))
    for touchpoint in PILOT["touchpoints"]:
        assert touchpoint["seed"].startswith(touchpoint["unit"] + "/")
        assert touchpoint["channel"] == "qr"
        if touchpoint["service"]:
            assert touchpoint["service"] in offered(level(UNITS[touchpoint["unit"]]), "2023")


def test_a_counter_carries_its_number_in_both_languages() -> None:
    for touchpoint in PILOT["touchpoints"]:
        if touchpoint["counter"]:
            number = touchpoint["counter"]
            assert touchpoint["names"]["vi"].startswith(f"Quầy {number}: ")
            assert touchpoint["names"]["en"].startswith(f"Counter {number}: ")


def test_every_name_is_in_vietnamese_and_english() -> None:
    said = [*inside(PILOT, "names"), *filter(None, inside(PILOT, "words"))]
    said += [*PILOT["service_domains"].values(), *PILOT["agencies"].values()]

    assert len(said) > 150
    for names in said:
        assert set(names) == {"vi", "en"}
        assert all(name and name == name.strip() for name in names.values())


@pytest.mark.parametrize("name", ["pilot", "survey", "survey-2"])
def test_the_words_are_composed_and_without_double_spaces(name: str) -> None:
    text = (HERE / f"{name}.json").read_text("utf-8")

    assert unicodedata.is_normalized("NFC", text)
    assert "  " not in json.dumps(json.loads(text), ensure_ascii=False)


def test_the_tone_stands_on_the_older_place() -> None:
    text = (HERE / "pilot.json").read_text("utf-8") + (HERE / "survey.json").read_text("utf-8")

    assert not re.search(r"o[àáảãạ]\b|(?<!q)u[ỳýỷỹỵ]\b", text.casefold())


def test_the_default_survey_asks_for_a_mark_reasons_five_factors_two_facts_and_a_comment() -> None:
    asked = [question.id for question in SURVEY.questions]
    marks = [SURVEY.find(id_) for id_ in ("overall", *FACTORS)]

    assert asked == ["overall", "reasons", *FACTORS, "visits", "on_time", "comment"]
    assert [question.required for question in SURVEY.questions] == [True] + [False] * 9
    assert {question.type for question in marks} == {"level5"}
    assert [question.na for question in marks] == [False] + [True] * 5
    assert SURVEY.find("comment").limit == 500


def test_the_facts_have_the_numbers_that_the_counters_know() -> None:
    for fact in FACTS:
        low, high = RANGES[fact]
        assert [o.value for o in SURVEY.find(fact).options] == list(range(low, high + 1))


def test_the_first_version_stands_as_it_was_published(engine: Engine) -> None:
    with writing(engine) as connection:
        again = [seeding.seed_default(connection) for _ in range(2)]
        published = select(SurveyVersion.number, SurveyVersion.digest)
        rows = connection.execute(published.order_by(SurveyVersion.number)).all()

    assert again[0] == again[1]
    assert [row.number for row in rows] == [1, 2]
    assert rows[0].digest.startswith(FIRST)


def test_the_levels_carry_the_official_words() -> None:
    assert SURVEY.levels["vi"] == (
        "Rất không hài lòng",
        "Không hài lòng",
        "Bình thường",
        "Hài lòng",
        "Rất hài lòng",
    )
    assert SURVEY.not_applicable["vi"] == "Không áp dụng"
    assert set(SURVEY.levels) == set(SURVEY.not_applicable) == {"vi", "en"}


def test_the_survey_speaks_in_short_sentences_in_both_languages() -> None:
    for question in SURVEY.questions:
        assert set(question.words) == {"vi", "en"}
        for words in question.words.values():
            for sentence in re.split(r"(?<=[.?!]) ", f"{words.title} {words.hint}"):
                assert len(sentence.split()) <= 15
