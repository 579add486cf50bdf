"""What staff write into records carries nobody's number, and leads nowhere strange."""

import pytest

from analytics.quality.entered import (
    BAD_LINK,
    NO_NUMBERS,
    OVERLONG,
    PERSONAL_LINK,
    TOO_LONG,
    entered,
    file_name,
    misnamed,
    overlong,
    wrong_link,
)

pytestmark = pytest.mark.fast


def test_numbers_of_people_are_covered_and_unseen_characters_go() -> None:
    said = entered(" Gọi 0912 345 678\x00 để hẹn lại ")

    assert "0912" not in said
    assert "\x00" not in said
    assert said.startswith("Gọi")
    assert said.endswith("để hẹn lại")


def test_an_owner_is_a_name_and_a_position_and_no_more() -> None:
    assert misnamed("Nguyễn Văn A", "Trưởng bộ phận Một cửa") == {}
    assert misnamed("Nguyễn Văn A 0912345678", "") == {"owner_name": NO_NUMBERS}
    assert misnamed("A", "b" * 121) == {"owner_position": TOO_LONG}


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("", None),
        ("https://example.org/a", None),
        ("https://drive.example/file/d/1aB2c3D4e5F6g7H8i9J0kLmN/view?usp=sharing", None),
        ("https://example.org/2023-05-12/bien-ban_01.pdf", None),
        ("/staff/units/x", None),
        ("//example.org", BAD_LINK),
        ("javascript:alert(1)", BAD_LINK),
        ("http://", BAD_LINK),
        ("https://[", BAD_LINK),
        ("https://example.org/" + "a" * 500, BAD_LINK),
        ("https://example.org/031085001234.pdf", PERSONAL_LINK),
        ("https://example.org/x_0912345678_y", PERSONAL_LINK),
        ("https://example.org/?to=hoa%40example.com", PERSONAL_LINK),
        ("https://example.org/b%C3%A0%20Nguy%E1%BB%85n%20Th%E1%BB%8B%20Hoa", PERSONAL_LINK),
    ],
)
def test_evidence_leads_to_the_web_or_to_a_page_of_ours_and_names_nobody(
    link: str, wrong: str | None
) -> None:
    assert wrong_link(link) == wrong


def test_a_file_says_nobodys_number() -> None:
    assert file_name("Biên bản số 12") == "Biên bản số 12"
    assert file_name("bien_ban_0912345678") == "bien ban [SDT]"


def test_what_nobody_would_read_to_its_end_is_refused_by_field() -> None:
    assert overlong(remark="a" * 2000, risks="") == {}
    assert overlong(remark="a" * 2001, risks="b") == {"remark": OVERLONG}
