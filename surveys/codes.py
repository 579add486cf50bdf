"""Codes that people read, type and scan: touchpoint codes and receipts.

Both are written in Crockford's base 32: ten digits and the letters but I, L, O and U.

A touchpoint code is eight random characters and a check character. The characters are the
elements of the field of 32 elements, c0 to c8, and a code is right when

    c0·a⁸ + c1·a⁷ + ... + c7·a + c8 = 0        (a is a root of x⁵ + x² + 1)

Weights modulo 32 could not do this: to see every wrong character all of them would have to be
odd, and then neighbours differ by an even number and some swaps pass. In the field every weight
and every difference of two weights has an inverse, so each single wrong character and each swap
of two unequal characters, neighbours or not, is seen.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 9
RECEIPT_LENGTH = 12

# Every tap has a receipt: two characters at a time halve the work.
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_VALUES |= {character.lower(): value for character, value in _VALUES.items()}
_VALUES |= dict.fromkeys("Oo", 0) | dict.fromkeys("IiLl", 1)

# Typing adds hyphens and blanks, copying from a chat adds marks nobody sees. More than this many
# characters for each one that counts is no slip of the hand.
_SLACK = 4
_INVISIBLE_OR_DASH = {"Cf", "Pd"}


def new_code() -> str:
    """Draw a touchpoint code: 40 random bits and the check character."""
    drawn = _digits(secrets.randbits(40), CODE_LENGTH - 1)
    return _written([*drawn, _times_a(_weighed(drawn))])


def read_code(text: str) -> str | None:
    """Return the touchpoint code somebody typed in its one official form, or None.

    Letter case, hyphens, blanks and unseen marks do not matter; O is read as 0, I and L as 1.
    None when the length, a character or the check character is wrong.
    """
    digits = _read(text, CODE_LENGTH)
    return _written(digits) if digits and not _weighed(digits) else None


def resembles_code(text: str) -> bool:
    """Whether it has the length and the characters of a touchpoint code, right or mistyped."""
    return _read(text, CODE_LENGTH) is not None


def format_code(code: str) -> str:
    """Return a code or receipt in groups of three, as it is printed: ``7F3-K2M-9Q1``."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def receipt(secret: bytes, key: str) -> str:
    """Return the receipt of the response with this key: 60 bits that only we can derive.

    Args:
        secret: the key for receipts, at least 16 bytes.
        key: the response's key, as stored.

    Source: HMAC-SHA256 (RFC 2104), its first 60 bits.
    """
    keyed = _keyed(secret).copy()
    keyed.update(key.encode())
    digest = keyed.digest()
    number = int.from_bytes(digest[:8]) >> 4
    return "".join([_PAIRS[number >> place & 1023] for place in (50, 40, 30, 20, 10, 0)])


# ``hmac.digest`` would let go of the interpreter lock for every tap, and wait to get it back.
@lru_cache(maxsize=8)
def _keyed(secret: bytes) -> hmac.HMAC:
    return hmac.new(secret, digestmod="sha256")


def draw_code(length: int) -> str:
    """Draw characters that open something once or for a short time: 5 random bits each."""
    return _written(_digits(secrets.randbits(5 * length), length))


def read_drawn(text: str, length: int) -> str | None:
    """Return what `draw_code` drew, as somebody typed it, in its one form, or None."""
    digits = _read(text, length)
    return _written(digits) if digits else None


def read_receipt(text: str) -> str | None:
    """Return the receipt somebody typed in its one official form, or None; see `read_code`.

    A receipt has no check character: one that was never given simply is not found.
    """
    return read_drawn(text, RECEIPT_LENGTH)


def receipt_hash(receipt: str) -> bytes:
    """Return the 16 bytes that are kept instead of a receipt.

    Args:
        receipt: in its official form, from `receipt` or `read_receipt`.
    """
    return hashlib.blake2b(receipt.encode(), digest_size=16, person=b"receipt").digest()


def _read(text: str, length: int) -> list[int] | None:
    if len(text) > length * _SLACK:
        return None
    characters = [c for c in unicodedata.normalize("NFKC", text) if not _slips_in(c)]
    if len(characters) != length or not all(c in _VALUES for c in characters):
        return None
    return [_VALUES[c] for c in characters]


def _slips_in(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in _INVISIBLE_OR_DASH


def _weighed(digits: Iterable[int]) -> int:
    total = 0
    for digit in digits:
        total = _times_a(total) ^ digit
    return total


def _times_a(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def _digits(number: int, length: int) -> list[int]:
    return [number >> 5 * place & 31 for place in reversed(range(length))]


def _written(digits: Iterable[int]) -> str:
    return "".join(ALPHABET[digit] for digit in digits)
