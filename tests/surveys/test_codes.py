"""Touchpoint codes and receipts."""

import hashlib
import hmac
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.codes import (
    ALPHABET,
    format_code,
    new_code,
    read_code,
    read_receipt,
    receipt,
    receipt_hash,
)

pytestmark = pytest.mark.fast

ZERO = "000000000"
PAYLOADS = st.text(ALPHABET, min_size=8, max_size=8)


def completed(payload: str) -> str:
    """The one right code that begins with these eight characters."""
    (code,) = filter(None, (read_code(payload + last) for last in ALPHABET))
    return code


def added(one: str, other: str) -> str:
    """Two codes added character by character in the field of 32 elements."""
    pairs = zip(one, other, strict=True)
    return "".join(ALPHABET[ALPHABET.index(a) ^ ALPHABET.index(b)] for a, b in pairs)


def test_a_new_code_is_eight_random_characters_and_a_check() -> None:
    codes = {new_code() for _ in range(2000)}

    assert len(codes) == 2000
    assert all(len(code) == 9 and read_code(code) == code for code in codes)
    for place in range(9):
        assert {code[place] for code in codes} == set(ALPHABET)


def test_every_single_wrong_character_is_seen() -> None:
    # Right codes are closed under addition (the test after next), so what an error does to the
    # code of zeros it does to every code: these 279 cases are all there are.
    wrong = [
        ZERO[:place] + character + ZERO[place + 1 :]
        for place, character in product(range(9), ALPHABET[1:])
    ]

    assert read_code(ZERO) == ZERO
    assert not any(read_code(code) for code in wrong)


def test_every_swap_of_two_characters_is_seen() -> None:
    # Swapping x and y adds the same difference at both places.
    wrong = [
        "".join(character if place in pair else "0" for place in range(9))
        for pair, character in product(combinations(range(9), 2), ALPHABET[1:])
    ]

    assert len(wrong) == 36 * 31
    assert not any(read_code(code) for code in wrong)


@given(PAYLOADS, PAYLOADS)
def test_two_right_codes_added_are_a_right_code(one: str, other: str) -> None:
    assert read_code(added(completed(one), completed(other)))


@given(PAYLOADS, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_a_real_code_with_one_wrong_character_is_refused(
    payload: str, place: int, character: str
) -> None:
    code = completed(payload)
    typed = code[:place] + character + code[place + 1 :]

    assert read_code(typed) == (code if typed == code else None)


@given(PAYLOADS, st.integers(0, 7))
def test_a_real_code_with_neighbours_swapped_is_refused(payload: str, place: int) -> None:
    code = completed(payload)
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert read_code(typed) == (code if typed == code else None)


@pytest.mark.parametrize(
    "typed",
    [
        "01A1B000Y",
        "o1a1booOy",
        "OIAlBOoOy",
        " 0LA 1b0 00y\n",
        "01A–1B0—00Y",
        "\u200e01A1\u200bB000Y\ufeff",
        "０１Ａ１Ｂ０００Ｙ",
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert read_code(typed) == "01A1B000Y"


@pytest.mark.parametrize(
    "typed", ["", "-", "0", "0" * 8, "0" * 10, "U00000000", "00000000*", "ſ00000000", "ß0000000"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert read_code(typed) is None


def test_a_megabyte_is_refused_at_once() -> None:
    assert read_code("-" * 1_000_000 + ZERO) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_never_breaks_reading(text: str) -> None:
    code = read_code(text)

    assert code is None or read_code(code) == code


def test_codes_are_printed_in_groups_of_three() -> None:
    assert format_code("7F3K2M9Q1") == "7F3-K2M-9Q1"
    assert read_code(format_code(ZERO)) == ZERO


def test_a_receipt_is_the_first_sixty_bits_of_the_hmac() -> None:
    digest = hmac.new(b"s" * 32, b"00ff-1", hashlib.sha256).digest()
    bits = f"{int.from_bytes(digest):0256b}"[:60]

    expected = "".join(ALPHABET[int(bits[at : at + 5], 2)] for at in range(0, 60, 5))
    assert receipt(b"s" * 32, "00ff-1") == expected


def test_a_receipt_belongs_to_one_key_and_one_secret() -> None:
    receipts = {receipt(b"s" * 32, "a"), receipt(b"s" * 32, "b"), receipt(b"t" * 32, "a")}

    assert len(receipts) == 3


def test_a_receipt_is_read_however_it_was_typed() -> None:
    assert read_receipt("o1l-abc 234-xyz\u200f") == "011ABC234XYZ"
    assert read_receipt("011ABC234XY") is None
    assert read_receipt("011ABC234XYU") is None


def test_of_a_receipt_sixteen_bytes_are_kept() -> None:
    one, other = receipt_hash("011ABC234XYZ"), receipt_hash("011ABC234XY0")

    assert len(one) == len(other) == 16
    assert one != other
    assert one == receipt_hash(read_receipt("O1L-ABC-234-xyz") or "")
