"""The rating page is small and whole, and what is read can be read by everybody."""

import gzip
import re
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

import translations
from portal.pages import STATIC, environment, render

pytestmark = pytest.mark.fast

LEVELS = [
    ("1", "Rất không hài lòng"),
    ("2", "Không hài lòng"),
    ("3", "Bình thường"),
    ("4", "Hài lòng"),
    ("5", "Rất hài lòng"),
]
PAGE: Mapping[str, Any] = {
    "office": "Ủy ban nhân dân Phường Nguyễn Bỉnh Khiêm, quận Hải An, thành phố Hải Phòng",
    "place": "Quầy số 12: Đăng ký kết hôn có yếu tố nước ngoài, xác nhận tình trạng hôn nhân",
    "question": "Ông/bà hài lòng thế nào về lần làm thủ tục này?",
    "levels": LEVELS,
    "action": "/r/7K3MQ2XWA",
    "unfinished": "/r/7K3MQ2XWA/unfinished",
    "notice": None,
    "chosen": None,
}
TICKET = 51
TEXT = ["ink", "soft", "sea", "flame"]


def rating_page(**changed: object) -> str:
    return render("rate/page.html", demo=True, **{**PAGE, **changed})


def tokens(dark: bool) -> dict[str, str]:
    """The colours of the style sheet by token."""
    style = (STATIC / "style.css").read_text("utf-8")
    light, _, rest = style.partition("@media (prefers-color-scheme: dark)")
    found = re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", light)
    night = re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", rest.partition("@media")[0])
    return dict(found) | (dict(night) if dark else {})


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_rating_page_with_long_names_fits_in_its_bytes(code: str) -> None:
    with translations.speak(code):
        page = rating_page()

    assert len(gzip.compress(page.encode(), 9)) + TICKET <= 2500


def test_the_rating_page_asks_for_nothing_else() -> None:
    page = rating_page()

    assert not re.findall(r"<(?:script |link rel=stylesheet|img|iframe)|@import|url\(", page)
    assert page.count("%%NONCE%%") == 1


@pytest.mark.parametrize(("tag", "file"), [("style", "rate/page.css"), ("script", "rate/page.js")])
def test_what_the_policy_allows_by_its_hash_stands_in_the_page_to_the_byte(
    tag: str, file: str
) -> None:
    inside = re.findall(rf"<{tag}>(.*?)</{tag}>", rating_page(), re.DOTALL)

    assert inside == [render(file)]


def test_five_equal_buttons_each_with_a_face_and_its_words() -> None:
    buttons = re.findall(
        r"<button name=overall value=(\d)>(<svg.*?</svg>)<span>(.*?)</span>", rating_page()
    )

    assert [(value, words) for value, _face, words in buttons] == LEVELS


def test_what_only_the_script_may_say_is_told_to_nobody_without_it() -> None:
    page = re.sub(r"<(script|style)>.*?</\1>", "", rating_page(), flags=re.DOTALL)
    read = re.sub(r"<[^>]*>", " ", page)

    assert "Đã lưu trên máy này" in page
    assert "Đã lưu trên máy này" not in read
    assert "Người khác trả lời" not in read


def test_a_kept_choice_is_said_and_marked() -> None:
    page = rating_page(notice="Trang này đã cũ.", chosen="4")

    assert re.findall(r"value=(\d) class=kept", page) == ["4"]
    assert "Trang này đã cũ." in page


def test_names_cannot_become_markup() -> None:
    page = rating_page(office='<b>"x"</b>', place="<script>")

    assert page.count("<script>") == 1
    assert '<b>"x"' not in page


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_seven_to_one(dark: bool) -> None:
    colours = tokens(dark)
    pairs = [(text, ground) for text, ground in product(TEXT, ["paper", "mist"])]
    # Flame is never text on mist.
    pairs = [pair for pair in pairs if pair != ("flame", "mist")] + [("on-sea", "sea")]

    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 7} == {}


@pytest.mark.parametrize("dark", [False, True])
def test_what_carries_meaning_stands_out_three_to_one(dark: bool) -> None:
    colours = tokens(dark)
    pairs = [("edge", "paper"), ("sea2", "paper"), ("sea", "sea3"), ("face-ink", "face")]

    assert all(contrast(colours[one], colours[other]) >= 3 for one, other in pairs)


def test_a_notice_may_be_its_title_alone() -> None:
    asked = '{% from "components.html" import notice %}{{ notice("done", "Đã lưu") }}'

    assert "<h2>Đã lưu</h2>" in environment().from_string(asked).render(language="vi")
