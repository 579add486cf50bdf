"""Text folded for searching."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.folding import fold

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Phường Đằng Lâm", "phuong dang lam"),
        ("HUYỆN THỦY NGUYÊN", "huyen thuy nguyen"),
        ("Đặc khu Bạch Long Vĩ", "dac khu bach long vi"),
        ("Ðặng", "dang"),
        ("Khai sinh, khai tử - kết hôn", "khai sinh khai tu ket hon"),
        ("  Quầy 2:\n Chứng thực ", "quay 2 chung thuc"),
        ("Ｈａｉ　Ｐｈｏｎｇ", "hai phong"),
        ("Hải\u200b Phòng\ufeff", "hai phong"),
        ("Straße", "strasse"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_text_is_folded_to_plain_lower_case_words(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa Bình", "Hoà Bình"), ("Thủy Sơn", "Thuỷ Sơn"), ("Kiến Thụy", "Kiến Thuỵ")],
)
def test_the_place_of_the_tone_does_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text("Đđăâêôơưàảãáạỳỷỹýỵ -ABCxyz", max_size=30))
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
