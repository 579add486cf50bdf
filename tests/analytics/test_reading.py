"""A first reading of comments: what is said, how strongly, about what, in which language."""

import json
import unicodedata
from pathlib import Path

import pytest
from textblob import TextBlob

from analytics.text import NEGATIVE, POSITIVE, VERSION, read
from analytics.text.analyzers import EnglishAnalyzer, VietnameseAnalyzer
from analytics.text.lexicon import THEMES, strip
from analytics.text.themes import FACTORS

pytestmark = pytest.mark.fast

COMMENTS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "comments_small.jsonl")
    .read_text("utf-8")
    .splitlines()
]


def verdict(text: str) -> str:
    polarity = read(text).polarity or 0.0
    if polarity >= POSITIVE:
        return "positive"
    return "negative" if polarity <= NEGATIVE else "neutral"


@pytest.mark.parametrize("comment", COMMENTS, ids=lambda comment: comment["text"])
def test_a_labelled_comment_is_read_as_its_author_meant(comment: dict) -> None:
    assert verdict(comment["text"]) == comment["label"]


def test_without_diacritics_few_verdicts_change() -> None:
    wrong = [c["text"] for c in COMMENTS if verdict(strip(c["text"])) != c["label"]]

    assert len(wrong) <= 0.05 * len(COMMENTS), wrong


def test_most_themes_are_found_and_few_are_invented() -> None:
    found = [(set(read(c["text"]).themes), set(c["themes"])) for c in COMMENTS]
    both = sum(len(got & wanted) for got, wanted in found)
    either = sum(len(got) + len(wanted) for got, wanted in found)

    assert 2 * both / either >= 0.9


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Cán bộ nhiệt tình", "vi"),
        ("can bo nhiet tinh, lam viec nhanh", "vi"),
        ("hoà nhã", "vi"),
        ("không không không", "vi"),
        ("nv rat de thuong", "vi"),
        ("staff rất friendly", "vi"),
        ("The staff was friendly", "en"),
        ("Very slow service", "en"),
        ("你好，服务很好", "other"),
        ("Спасибо", "other"),
        ("", "other"),
        ("123 !!!", "other"),
    ],
)
def test_the_language_is_recognised(text: str, language: str) -> None:
    assert read(text).language == language


@pytest.mark.parametrize(
    "text", ["", "   ", "Lô hội xanh", "Спасибо", "123", "Nhà tôi ở gần đây", "khu vực một cửa"]
)
def test_what_judges_nothing_is_unsure_rather_than_neutral(text: str) -> None:
    assert read(text).polarity is None
    assert read(text).kind == "none"


def test_a_neutral_judgement_is_sure() -> None:
    assert read("Bình thường thôi").polarity == 0


@pytest.mark.parametrize(
    ("milder", "stronger"),
    [
        ("hơi chậm", "chậm"),
        ("chậm", "rất chậm"),
        ("tốt", "tốt lắm"),
        ("không tốt", "tệ"),
        ("không tệ", "tốt"),
        ("tệ", "tệ quá"),
        ("nhanh", "nhanh cực kỳ"),
    ],
)
def test_intensity_stands_before_or_after_the_word(milder: str, stronger: str) -> None:
    weak, strong = read(milder).polarity, read(stronger).polarity

    assert weak is not None
    assert strong is not None
    assert abs(weak) < abs(strong)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("không được nhiệt tình lắm", "negative"),
        ("chưa bao giờ thất vọng", "positive"),
        ("không phải chờ lâu", "positive"),
        ("chẳng mấy thân thiện", "negative"),
        ("không hề hách dịch", "positive"),
        ("ko có j để chê", "positive"),
        ("không tốt không xấu", "neutral"),
        ("nhanh không ạ?", "neutral"),
    ],
)
def test_negation_turns_what_follows(text: str, expected: str) -> None:
    assert verdict(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nhiệt tình nhưng chậm quá", "negative"),
        ("tuy chờ lâu nhưng cán bộ rất nhiệt tình", "positive"),
        ("phòng đẹp, tuy nhiên thái độ quá tệ", "negative"),
    ],
)
def test_what_follows_a_but_weighs_more(text: str, expected: str) -> None:
    assert verdict(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Cán bộ rất nhiệt tình", "praise"),
        ("Quá chậm, quá tệ", "complaint"),
        ("Đề nghị phường lắp thêm quạt", "suggestion"),
        ("Làm căn cước cần giấy tờ gì?", "question"),
        ("Cán bộ nhiệt tình, phòng chật chội", "mixed"),
        ("Bình thường", "none"),
    ],
)
def test_the_kind_tells_a_wish_from_a_complaint(text: str, kind: str) -> None:
    assert read(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "bắt đầu từ thứ hai",
        "giấy xác nhận thương binh",
        "cán bộ mới tốt nghiệp",
        "lớp bồi dưỡng nghiệp vụ",
    ],
)
def test_an_office_term_shields_the_words_inside_it(text: str) -> None:
    assert read(text).polarity is None


def test_the_words_that_drove_the_verdict_are_named_with_their_negation() -> None:
    reading = read("Cán bộ không nhiệt tình, phòng sạch sẽ")

    assert reading.words == ("không nhiệt tình", "sạch sẽ")
    assert reading.themes == ("staff", "access")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hướng dẫn thủ tục", "neutral"),
        ("Không ai hướng dẫn thủ tục", "negative"),
        ("Bổ sung giấy tờ", "neutral"),
        ("Không bắt bổ sung giấy tờ", "positive"),
        ("Nộp mấy lần không được", "negative"),
        ("Giải quyết thì nhanh nhưng như tát vào mặt dân", "negative"),
        ("Đèn ngõ 5 bị hỏng, đề nghị phường kiểm tra", "neutral"),
        ("Tại sao chậm như vậy?", "negative"),
        ("Có người nhiệt tình, có người thì không", "neutral"),
        ("Trước đây đi mấy nơi, nay chỉ một cửa", "positive"),
        ("The officers were not helpful at all", "negative"),
        ("Please add more seats", "neutral"),
        ("No complaints at all", "positive"),
    ],
)
def test_what_is_meant_is_read_though_no_word_judges(text: str, expected: str) -> None:
    assert verdict(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hay thật, hẹn tám giờ mười giờ mới gặp được người", "negative"),
        ("Hay thật, năm phút là xong", "positive"),
        ("Nhân viên nhã nhặn nhưng chờ lâu", "neutral"),
        ("Nhân viên nhã nhặn nhưng chờ lâu kinh khủng, ngồi mấy tiếng", "negative"),
        ("Không hề có thái độ cửa quyền", "positive"),
        ("Hẹn 3 ngày mà 10 ngày sau", "negative"),
        ("Có một tờ giấy mà sửa lên sửa xuống", "negative"),
        ("that vong", "negative"),
        ("Xin đừng hành dân nữa", "negative"),
    ],
)
def test_what_is_said_beside_the_words_is_heard(text: str, expected: str) -> None:
    assert verdict(text) == expected


def test_a_comment_of_unknown_words_is_read_by_what_they_suggest_and_says_which() -> None:
    reading = read("Tôi đứng trước mặt mà cô ấy vẫn ngồi sơn mấy cái móng")

    assert reading.kind == "complaint"
    assert reading.polarity is not None
    assert -0.4 < reading.polarity < 0
    assert reading.words


def test_each_theme_has_a_verdict_of_its_own() -> None:
    told = read("Cán bộ rất nhiệt tình, phòng chật chội, nóng bức. Lệ phí bao nhiêu?").leanings

    assert list(told) == ["staff", "access", "fee"]
    assert (told["staff"] or 0) > 0.3
    assert (told["access"] or 0) < -0.3
    assert told["fee"] is None


def test_every_theme_falls_under_a_factor() -> None:
    assert set(FACTORS) == set(THEMES)


@pytest.mark.parametrize("text", ["Hòa nhã, tốt lắm", "thái độ rất tệ, chờ lâu"])
def test_decomposed_letters_and_tones_on_the_newer_place_read_the_same(text: str) -> None:
    newer = text.replace("Hòa", "Hoà")

    assert read(unicodedata.normalize("NFD", text)) == read(text) == read(newer)


def test_the_version_names_code_and_words() -> None:
    number, words = VERSION.split("-")

    assert number.isdigit()
    assert len(words) == 8
    assert read("tốt").version == VERSION


def test_the_analyzers_work_behind_textblob() -> None:
    assert TextBlob("Rất hài lòng", analyzer=VietnameseAnalyzer()).sentiment.polarity > 0.5
    assert TextBlob("nothing special", analyzer=EnglishAnalyzer()).sentiment.polarity == 0
    assert TextBlob("unhelpful", analyzer=EnglishAnalyzer()).sentiment.polarity < 0
