"""What staff write into records carries nobody's number, and leads nowhere strange."""

import pytest

from analytics.quality.entered import NO_NUMBERS, TOO_LONG, entered, is_link, misnamed

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
    ("link", "good"),
    [
        ("https://example.org/a", True),
        ("/staff/units/x", True),
        ("//example.org", False),
        ("javascript:alert(1)", False),
        ("http://", False),
        ("https://[", False),
    ],
)
def test_evidence_leads_to_the_web_or_to_a_page_of_ours(link: str, good: bool) -> None:
    assert is_link(link) is good
