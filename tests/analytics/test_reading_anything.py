"""Whatever is typed is read, quickly; and the lists of words are sound."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.text import KINDS, read
from analytics.text.lexicon import THEMES, entries_of, lists

pytestmark = pytest.mark.fast


def test_every_line_of_the_lexicon_is_sound() -> None:
    known = set()
    for entry in (entry for file in lists() for entry in entries_of(file)):
        assert unicodedata.is_normalized("NFC", entry.form)
        assert entry.form == " ".join(entry.form.lower().split())
        assert -1 <= entry.weight <= 1
        assert set(entry.themes) <= set(THEMES)
        assert 0 <= entry.trust <= 1
        assert (entry.form, entry.role) not in known
        known.add((entry.form, entry.role))


@pytest.mark.parametrize(
    "text",
    [
        "không " * 20_000,
        "😡" * 500,
        "trước " * 20_000,
        "mất một " * 20_000,
        "some are " * 9_000,
        "a" * 100_000,
        "chờ " * 50_000,
        "the " + ":-" * 50_000,
        "phải đi lên đi xuống cũng " * 5_000,
        "hẹn 3 ngày mới " * 9_000,
    ],
)
def test_a_hostile_comment_is_read_quickly(text: str) -> None:
    begun = time.process_time()

    read(text)

    # Milliseconds; the bound only tells linear from quadratic.
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "text", ["không " * 17_000, "❤😡😍👎" * 125, "nhưng " * 500, "?" * 500, "no " * 500]
)
def test_what_says_nothing_however_often_is_unsure(text: str) -> None:
    assert read(text).polarity is None


def test_a_sign_says_the_same_however_often_it_is_repeated() -> None:
    assert read("❤" * 500).polarity == read("❤").polarity


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_read(text: str) -> None:
    reading = read(text)

    assert reading.polarity is None or -1 <= reading.polarity <= 1
    assert reading.kind in KINDS
    assert reading.language in ("vi", "en", "other")


@pytest.mark.parametrize("encoding", ["cp1258", "latin-1", "utf-16-le"])
def test_a_text_in_another_encoding_is_unsure_rather_than_a_guess(encoding: str) -> None:
    # "Cán bộ phường" in TCVN3, the encoding of old office fonts, and in others.
    typed = b"C\xb8n b\xe9 ph\xad\xeang r\xcat t\xc8".decode(encoding, "replace")

    assert read(typed).polarity is None
