"""The gate before an answer: what has to be there, what may not, and what is only a hint."""

from dataclasses import replace
from datetime import date

import pytest

from analytics.quality.casework.files import safe_name
from analytics.quality.casework.gate import Draft, hard_to_read, missing, personal

pytestmark = pytest.mark.fast

WHOLE = Draft(
    language="vi",
    found="Hôm đó người chờ nhiều hơn số quầy mở.",
    done="Chúng tôi mở thêm một quầy vào buổi sáng.",
    done_on=date(2026, 11, 2),
    whom_to_call="Bà Nguyễn Thị Lan, Phó Chủ tịch, 0225 3747 474",
)


def test_a_whole_answer_may_leave_with_a_name_and_number_to_call() -> None:
    assert missing(WHOLE) == {}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"found": "  \u200b "}, ("found", "missing")),
        ({"done": "Đã xong."}, ("done", "too_short")),
        ({"done_on": None}, ("done_on", "missing")),
        ({"whom_to_call": ""}, ("whom_to_call", "missing")),
        ({"found": "Đã gọi cho ông Trần Văn Bình để xin lỗi."}, ("found", "personal")),
        ({"done": "Đã nhắn vào số 0912 345 678 của ông/bà."}, ("done", "personal")),
        ({"found": "a" * 2001}, ("found", "too_long")),
    ],
)
def test_what_is_missing_or_names_somebody_holds_it_back(
    change: dict[str, object], problem: tuple[str, str]
) -> None:
    assert missing(replace(WHOLE, **change)) == dict([problem])


def test_whom_an_answer_names_is_said() -> None:
    assert personal("Gọi 0912 345 678 nhé") == ["0912 345 678"]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Bộ phận xử lý TTHC đã xem lại PAKN của ông/bà.", "abbreviation", "TTHC"),
        ("Theo NĐ-CP thì không được.", "abbreviation", "NĐ-CP"),
        ("Việc nêu trên không phải của chúng tôi.", "stiff", "nêu trên"),
        (" ".join(["chữ"] * 26) + ".", "long", "chữ chữ chữ chữ chữ chữ…"),
    ],
)
def test_what_is_read_twice_is_pointed_at(text: str, kind: str, what: str) -> None:
    assert (kind, what) in [(one.kind, one.what) for one in hard_to_read(text)]


def test_short_plain_sentences_need_no_hint() -> None:
    assert hard_to_read(WHOLE.words) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Biên bản.pdf", "Biên bản.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("tệp\u202efdp.exe", "tệpfdp.pdf"),
        ('a";rm.html', "arm.pdf"),
        ("", "file.pdf"),
    ],
)
def test_a_file_keeps_its_name_without_tricks(name: str, kept: str) -> None:
    assert safe_name(name, ".pdf") == kept
