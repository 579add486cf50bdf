"""Question types, and the definition of a survey."""

import unicodedata
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definitions import BadDefinition, Definition, UnknownQuestion
from surveys.questions import TYPES, BadAnswer, Option, Question, Words
from surveys.words import words_for

pytestmark = pytest.mark.fast

WORDS = {"vi": Words(title="Thủ tục")}
MARK = Question(id="overall", type="level5", words=WORDS)
FACTOR = Question(id="access", type="level5", words=WORDS, na=True)
VISITS = Question(
    id="visits",
    type="choice",
    words=WORDS,
    options=tuple(Option(value=n, words={"vi": f"{n} lần"}) for n in range(4)),
)
REASONS = Question(
    id="reasons",
    type="several",
    words=WORDS,
    options=tuple(Option(value=n, words={"vi": f"lý do {n}"}) for n in range(1, 4)),
    after_marks=(1, 2),
)
PAID = Question(id="paid", type="yes_no", words=WORDS)
COMMENT = Question(id="comment", type="text", words=WORDS, limit=500)
ONE_OF_EACH = [MARK, FACTOR, VISITS, REASONS, PAID, COMMENT]

DEFINITION: dict[str, Any] = {
    "survey": "default",
    "version": 1,
    "names": {"vi": "Đánh giá"},
    "levels": {"vi": ["một", "hai", "ba", "bốn", "năm"]},
    "not_applicable": {"vi": "Không áp dụng"},
    "questions": [
        {"id": "overall", "type": "level5", "words": {"vi": {"title": "Ông/bà hài lòng?"}}},
        {"id": "comment", "type": "text", "limit": 9, "words": {"vi": {"title": "Góp ý"}}},
    ],
}


def refusal(question: Question, raw: str) -> str:
    with pytest.raises(BadAnswer) as refused:
        question.read(raw)
    return refused.value.reason


@pytest.mark.parametrize("question", ONE_OF_EACH)
@pytest.mark.parametrize("raw", [None, "", "  ", "\t\r\n", "\u200b\ufeff", "\x00"])
def test_blank_is_not_answered(question: Question, raw: str | None) -> None:
    assert question.read(raw) is None


@pytest.mark.parametrize(("raw", "value"), [("1", 1), ("5", 5), (" 3 ", 3)])
def test_a_mark_is_read(raw: str, value: int) -> None:
    assert MARK.read(raw) == value


@pytest.mark.parametrize("raw", ["0", "6", "-1", "4.5", "4.0", "05", "٣", "５", "tốt", "na", "4 5"])
def test_what_is_no_mark_is_refused(raw: str) -> None:
    assert refusal(MARK, raw) == "out_of_range"


@pytest.mark.parametrize("raw", ["na", "NA", " na "])
def test_a_factor_may_not_apply(raw: str) -> None:
    assert FACTOR.read(raw) == 0


def test_zero_is_not_how_one_says_that_a_factor_does_not_apply() -> None:
    assert refusal(FACTOR, "0") == "out_of_range"


def test_an_option_is_read_by_its_number() -> None:
    assert VISITS.read("0") == 0
    assert VISITS.read(" 3") == 3
    assert refusal(VISITS, "4") == "unknown_option"
    assert refusal(VISITS, "hai") == "unknown_option"


def test_several_options_are_read_once_each_in_their_order() -> None:
    assert REASONS.read("3 1 3") == "1 3"
    assert refusal(REASONS, "1 4") == "unknown_option"


def test_reasons_are_asked_after_a_low_mark_alone() -> None:
    assert [REASONS.follows(mark) for mark in (1, 2, 3, 4, 5, None)] == [True] * 2 + [False] * 4
    assert MARK.follows(None)


def test_yes_is_one_and_no_is_zero() -> None:
    assert PAID.read("yes") == 1
    assert PAID.read("no") == 0
    assert refusal(PAID, "maybe") == "unknown_option"


def test_a_comment_is_tidied() -> None:
    assert COMMENT.read(
        " Ch\u0075\u031b\u0301ng th\u01b0\u0323c\r\nnhanh\x00\tqu\u00e1 \ud800"
    ) == ("Chứng thực\nnhanh quá")


def test_a_comment_has_at_most_its_limit_of_characters() -> None:
    assert COMMENT.read("ộ" * 500) == "ộ" * 500
    assert COMMENT.read(unicodedata.normalize("NFD", "ộ" * 500)) == "ộ" * 500
    assert refusal(COMMENT, "a" * 501) == "too_long"
    assert refusal(COMMENT, " " * 10 + "a" * 1_000_000) == "too_long"


@pytest.mark.parametrize("question", ONE_OF_EACH)
@given(raw=st.text())
def test_whatever_is_sent_is_read_or_refused(question: Question, raw: str) -> None:
    try:
        value = question.read(raw)
    except BadAnswer:
        return
    assert value is None or str(value).encode()


def test_every_type_names_a_widget() -> None:
    assert {question.type for question in ONE_OF_EACH} == set(TYPES)
    assert all(question.widget.isidentifier() for question in ONE_OF_EACH)


def test_a_definition_is_parsed_in_its_order() -> None:
    definition = Definition.parse(DEFINITION)

    assert [question.id for question in definition.questions] == ["overall", "comment"]
    assert definition.find("comment").limit == 9
    assert definition.levels["vi"][4] == "năm"
    with pytest.raises(UnknownQuestion):
        definition.find("staff")


@pytest.mark.parametrize(
    ("place", "value", "reason", "where"),
    [
        (("questions",), [], "no_questions", "default"),
        (("questions", 1, "id"), "overall", "repeated_id", "overall"),
        (("questions", 1, "id"), "Góp ý", "unusable_id", "Góp ý"),
        (("questions", 1, "type"), "stars", "unknown_type", "comment"),
        (("questions", 1, "limit"), None, "unfit_settings", "comment"),
        (("questions", 0, "limit"), 5, "unfit_settings", "overall"),
        (("questions", 1, "after_marks"), [0], "unfit_settings", "comment"),
        (("questions", 1, "na"), True, "unfit_settings", "comment"),
        (("questions", 0, "words"), {"en": {"title": "Hi"}}, "no_vietnamese", "overall"),
        (("questions", 0, "words"), {"vi": {"title": ""}}, "no_vietnamese", "overall"),
        (("levels",), {}, "no_vietnamese", "levels"),
        (("not_applicable",), {"en": "Does not apply"}, "no_vietnamese", "not_applicable"),
    ],
)
def test_a_definition_with_a_flaw_is_refused(
    place: tuple[str | int, ...], value: object, reason: str, where: str
) -> None:
    flawed: Any = deepcopy(DEFINITION)
    *path, last = place
    room = flawed
    for step in path:
        room = room[step]
    room[last] = value

    with pytest.raises(BadDefinition) as refused:
        Definition.parse(flawed)
    assert (refused.value.reason, refused.value.where) == (reason, where)


@pytest.mark.parametrize(
    "options",
    [
        [{"value": 1, "words": {"vi": "Có"}}, {"value": 1, "words": {"vi": "Không"}}],
        [{"value": 1, "words": {"en": "Yes"}}],
        [],
    ],
)
def test_a_choice_with_unusable_options_is_refused(options: list[object]) -> None:
    choice = {"id": "c", "type": "choice", "words": {"vi": {"title": "?"}}, "options": options}

    with pytest.raises(BadDefinition):
        Definition.parse({**DEFINITION, "questions": [choice]})


@pytest.mark.parametrize("levels", [["một", "hai"], "năm", None])
def test_a_malformed_definition_says_where(levels: object) -> None:
    with pytest.raises(BadDefinition) as refused:
        Definition.parse({**DEFINITION, "levels": {"vi": levels}})
    assert refused.value.reason == "malformed"
    assert "levels" in refused.value.where


def test_words_are_translated_from_english_else_they_stay_as_they_are() -> None:
    words = {"vi": "Đất đai", "en": "Land"}

    assert [words_for(words, code) for code in ("vi", "en", "ko")] == ["Đất đai", "Land", "토지"]
    assert words_for({"vi": "Việc mới", "en": "Nobody translated this"}, "ko").startswith("Nobody")
    assert words_for({"vi": "Phường"}, "ko") == "Phường"
