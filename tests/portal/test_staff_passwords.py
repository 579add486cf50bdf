"""Passwords: long, not what everybody takes, hashed slowly."""

import re
import unicodedata

import pytest
from office import CHOSEN

from portal.staff import passwords

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    "password",
    [
        "Matkhau@123456",
        "mật khẩu 123456",
        "Haiphong@2025",
        "Admin123456789",
        "qwertyuiop123",
        "aaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "01/05/1990 01/05/1990",
        "anh yêu em nhiều"[:13],
        "lan.hoamai.2025",
        "            ",
    ],
)
def test_what_everybody_takes_is_refused(password: str) -> None:
    assert passwords.judge(password, "lan.hoamai") == passwords.TOO_COMMON


@pytest.mark.parametrize(
    "password",
    [
        "chuồn chuồn đậu bờ rào",
        CHOSEN.text,
        "correct horse battery",
        "k7#Vw!9zQp2x",
        "🦆🦢🦩🐓🦃🦚🦜🐦🐧🕊🦅🦉 vịt trời",
    ],
)
def test_words_of_ones_own_are_taken(password: str) -> None:
    assert passwords.judge(password, "lan") is None


@pytest.mark.parametrize(
    ("password", "problem"),
    [("ngắn quá", passwords.TOO_SHORT), ("dài " * 51, passwords.TOO_LONG)],
)
def test_the_length_is_judged(password: str, problem: str) -> None:
    assert passwords.judge(password, "lan") == problem


def test_a_hash_is_slow_and_of_the_agreed_kind() -> None:
    assert CHOSEN.hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_is_right_however_its_letters_were_composed() -> None:
    composed = "thủ tục một cửa ế"
    decomposed = unicodedata.normalize("NFD", composed)
    hashed = passwords.chosen(composed).hashed

    assert passwords.matches(hashed, decomposed)
    assert not passwords.matches(hashed, composed.upper())


@pytest.mark.parametrize("hashed", [None, "", "not a hash"])
def test_without_a_hash_every_password_is_wrong(hashed: str | None) -> None:
    assert not passwords.matches(hashed, "anything at all")


def test_a_one_time_password_can_be_read_aloud() -> None:
    assert re.fullmatch(
        r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", passwords.one_time().text
    )
    assert passwords.one_time().text != passwords.one_time().text
