"""Personal data is covered, whatever it is typed like; everything else stays as typed."""

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.masking import clean, find, mask
from surveys.masking.folding import tidy

pytestmark = pytest.mark.fast

ORACLES = Path(__file__).parents[1] / "data" / "pii_oracles.json"
CASES = json.loads(ORACLES.read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_an_oracle_comes_out_exactly(case: dict) -> None:
    assert mask(case["text"]) == case["redacted"]
    assert {found.kind for found in find(tidy(case["text"]))} == set(case["found"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_an_oracle_typed_on_a_phone_that_decomposes_letters_is_the_same(case: dict) -> None:
    assert mask(unicodedata.normalize("NFD", case["text"])) == case["redacted"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_masking_twice_changes_nothing(case: dict) -> None:
    assert mask(case["redacted"]) == case["redacted"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Gọi ０９１２３４５６７８ nhé", "Gọi [SDT] nhé"),
        ("0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "[SDT]"),
        ("0\u03369\u03361\u03362\u03363\u03364\u03365\u03366\u03367\u03368\u0336", "[SDT]"),
        ("٠٩١٢٣٤٥٦٧٨", "[SDT]"),
        ("0 9 1 2 3 4 5 6 7 8", "[SDT]"),
        ("0912 - 345 - 678", "[SDT]"),
        ("091‑234–5678", "[SDT]"),
        ("0912\u00a0345\u2009678", "[SDT]"),
        ("0912/345/678", "[SDT]"),
        ("+84(0)912345678", "[SDT]"),
        ("O912345678", "[SDT]"),
        ("sđt0912345678", "sđt[SDT]"),
        ("0912\u200b345\u202e678", "[SDT]"),
        ("Gọi 0912 345 678 10 lần không được", "Gọi [SDT] 10 lần không được"),
        ("0912345678 đồng ý cho gọi", "[SDT] đồng ý cho gọi"),
        ("CCCD 0 3 1 0 8 5 0 0 1 2 3 4", "CCCD [CCCD]"),
        ("cccd: 0310-8500-1234", "cccd: [CCCD]"),
        ("số CMND: 03 123 4567", "số CMND: [CMND]"),
        ("031.234.567", "[CMND]"),
        ("nguyenvana @ gmail . com", "[EMAIL]"),
        ("abc(at)gmail(dot)com nhé", "[EMAIL] nhé"),
        ("abc@gmail", "[EMAIL]"),
        ("thư về abc@gmail.com . Xin cảm ơn", "thư về [EMAIL] . Xin cảm ơn"),
        ("zalo.me/0912345678", "[URL]"),
        ("xem https://facebook.com/nguyenvana nhé", "xem [URL] nhé"),
        ("H15.50.05.13-261008-0975", "[MA_HO_SO]"),
        ("h24.15 - 230517 - 0012", "[MA_HO_SO]"),
        ("biển 15b1-23456", "biển [BIEN_SO]"),
        ("STK 19034567891011", "STK [MA_SO]"),
        ("thẻ 9704 1234 5678 9012", "thẻ [MA_SO]"),
        ("tôi sinh ngày 12/05/1980", "tôi sinh ngày [NGAY_SINH]"),
        ("12/5A ngõ 34 Lạch Tray", "[DIA_CHI]"),
        ("tôi ở số 12 Lạch Tray", "tôi ở số [DIA_CHI]"),
        ("chị Hoa ở quầy 3", "chị [HO_TEN] ở quầy 3"),
        ("CÁN BỘ NGUYỄN VĂN AN RẤT TỐT", "CÁN BỘ [HO_TEN] RẤT TỐT"),
        ("Chị Hoa Rất Nhiệt Tình", "Chị [HO_TEN] Rất Nhiệt Tình"),
        ("tên tôi là Nguyễn Văn An", "tên tôi là [HO_TEN]"),
    ],
)
def test_what_people_type_is_recognised(typed: str, stored: str) -> None:
    assert mask(typed) == stored


@pytest.mark.parametrize(
    "harmless",
    [
        "CÁN BỘ PHƯỜNG RẤT TỐT",
        "Cán Bộ Rất Nhiệt Tình",
        "cán bộ Lê Chân rất tốt, cán bộ Địa chính hơi chậm",
        "cán bộ Phường Nguyễn Trãi làm nhanh",
        "nhờ các anh Công an phường giúp",
        "phố Bà Triệu ngập, đường Hai Bà Trưng cũng ngập",
        "trẻ em Việt Nam học tiếng Anh",
        "Có 2 đường dây nóng mà không ai nghe",
        "năm 2023 đường Trần Phú ngập",
        "quầy số 3 đường dẫn vào khó tìm",
        "từ 13h30-16h30, ngày 15 T5 2023",
        "các năm 2020 2021 2022 2023",
        "từ 01.06.2023 - 05.06.2023",
        "ngày 09.09.2023 10 giờ",
        "giá 200.000.000 đồng, 1500000đ, 1000000000 đồng",
        "đăng ký khai sinh ngày 12/05/2023",
        "Nghị định 61/2018/NĐ-CP, Thông tư 01/2018/TT-VPCP",
        "cổng dichvucong.gov.vn bị lỗi",
    ],
)
def test_what_only_looks_personal_stays(harmless: str) -> None:
    assert mask(harmless) == harmless


HOSTILE = {
    "digits": "1" * 100_000,
    "spaced digits": "0 9 " * 250_000,
    "one long word": "a" * 1_000_000,
    "dotted": "a." * 500_000,
    "at signs": "@" * 1_000_000,
    "titles": "ông Ông " * 125_000,
    "capitals": "ông " + "A" * 1_000_000,
    "streets": "1 Đường Đường " * 70_000,
    "blanks after a keyword": "thửa" + " " * 1_000_000,
    "combining marks": "a" + "\u0300\u0316" * 500_000,
    "dossier codes": "H24-" * 250_000,
    "brackets": "[" * 1_000_000,
    "joined emoji": "👩\ufe0f\u200d" * 300_000,
    "joiners": "\u200d\ufe0f" * 500_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_comment_is_read_in_linear_time(name: str) -> None:
    begun = time.process_time()

    mask(HOSTILE[name])

    # About 1.5 s; a quadratic pattern would need hours, so this is no test of the machine.
    assert time.process_time() - begun < 60


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_comment_is_stored_short(name: str) -> None:
    assert len(clean(HOSTILE[name])) <= 500


def test_invisible_characters_are_gone_and_lines_stay() -> None:
    assert mask("Tốt\u200b lắm\u202e!\x07\r\nCảm\ufeff ơn\ud800") == "Tốt lắm!\nCảm ơn"


def test_emoji_stay() -> None:
    assert mask("Tốt ❤️ 🥰 👍🏽") == "Tốt ❤️ 🥰 👍🏽"


@pytest.mark.parametrize("joined", ["👨‍👩‍👧", "👩🏽‍🚀", "🏳️‍🌈", "❤️‍🔥", "🙂‍↔️", "🐻‍❄️", "☎︎"])
def test_emoji_that_are_joined_stay_one_picture(joined: str) -> None:
    assert mask(f"Tốt {joined}{joined}!") == f"Tốt {joined}{joined}!"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912\u200d345\u200d678", "[SDT]"),
        ("0\ufe0f9\ufe0f12345678", "[SDT]"),
        ("ab\u200dc\ufe0fd", "abcd"),
        ("👨\u200d\u200d👩", "👨👩"),
        ("👨\u200d 👩\u200d", "👨 👩"),
        ("x\ufe0f\u200d👩", "x👩"),
        ("👨\u200d0912345678", "👨[SDT]"),
        ("👨\ufe0f\ufe0f\ufe0f", "👨\ufe0f"),
    ],
)
def test_a_joiner_outside_emoji_is_gone(typed: str, stored: str) -> None:
    assert mask(typed) == stored


def test_a_picture_cut_at_the_limit_leaves_no_joiner_behind() -> None:
    for start in range(494, 501):
        assert not clean("x" * start + "👨‍👩‍👧" * 3).endswith("\u200d")


def test_a_number_across_the_limit_leaves_no_half_behind() -> None:
    for start in range(480, 501):
        stored = clean("x" * (start - 1) + " 0912345678 và nhiều chữ nữa" * 20)
        assert len(stored) <= 500
        assert not any(sign.isdigit() for sign in stored)
        assert stored.count("[") == stored.count("]")


def test_what_lies_beyond_the_limit_is_not_drawn_in_by_shorter_masks() -> None:
    stored = clean("anh Nguyễn Văn An Bình " * 30 + "0912 345 678")

    assert "Nguyễn" not in stored
    assert len(stored) <= 500


def test_a_short_comment_is_kept_whole() -> None:
    assert clean("  Rất hài lòng \n") == "Rất hài lòng"
    assert clean("") == ""


@given(st.text(max_size=300))
def test_any_text_at_all_can_be_stored(text: str) -> None:
    stored = clean(text)

    stored.encode("utf-8")
    assert len(stored) <= 500
    assert "\0" not in stored
    assert unicodedata.is_normalized("NFC", stored)
