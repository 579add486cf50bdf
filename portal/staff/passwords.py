"""Passwords: hashed slowly, checked in the same time for everybody, judged before they are kept."""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from surveys.codes import ALPHABET
from surveys.folding import fold
from translations import mark

SHORTEST = 12
# Hashing takes time with the length; nobody types more.
LONGEST = 200

TOO_SHORT = mark("Use at least 12 characters; three or four words of your own are good.")
TOO_LONG = mark("Use at most 200 characters.")
TOO_COMMON = mark("This is easy to guess. Take words that others would not think of.")

# Source: OWASP Password Storage Cheat Sheet, argon2id with 19 MiB, 2 passes, 1 lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each hash fills 19 MiB; a flood of sign-ins must wait rather than fill the memory.
_room = BoundedSemaphore(4)
# What people choose most, in Vietnam and elsewhere: folded words, cut out of a password before it
# is judged; what is left has to be worth something by itself.
_WORDS = (Path(__file__).parent / "common_passwords.txt").read_text("utf-8").split()
_COMMON = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_LEFT = 5
_YEAR_OR_DATE = re.compile(r"(?:[0-3]?\d[01]?\d)?(?:19|20)\d\d")
_REPEAT = re.compile(r"(.{1,4}?)\1{2,}")


class Password(NamedTuple):
    """A password to be told once, and its hash to be stored."""

    text: str
    hashed: str


def one_time() -> Password:
    """Draw a password of 80 random bits, easy to read aloud."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return chosen("-".join(drawn[start : start + 4] for start in range(0, 16, 4)))


def chosen(text: str) -> Password:
    """A password with its hash; takes about 50 ms, so never inside ``writing``."""
    with _room:
        return Password(text, _hasher.hash(_composed(text)))


def matches(hashed: str | None, password: str) -> bool:
    """Whether it is the password of that hash.

    Without a hash it is wrong, after the same time: whether a name exists cannot be measured.
    """
    typed = _composed(password)
    known = hashed if len(typed) <= LONGEST else None
    with _room:
        try:
            return _hasher.verify(known or _nobodys(), typed[:LONGEST]) and known is not None
        except (VerificationError, InvalidHashError):
            return False


def _composed(text: str) -> str:
    # One phone sends ế as one letter, another as three. Source: NIST SP 800-63B, 3.1.1.2.
    return unicodedata.normalize("NFKC", text)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def judge(password: str, name: str) -> str | None:
    """What is wrong with a new password, as a msgid; None when it will do.

    Args:
        name: of the account, which is no secret.

    Source: NIST SP 800-63B, 3.1.1.2: length and a blocklist, no rules of composition.
    """
    length = len(_composed(password))
    if length < SHORTEST:
        return TOO_SHORT
    if length > LONGEST:
        return TOO_LONG
    plain = fold(password).replace(" ", "")
    for part in sorted(fold(name).split(), key=len, reverse=True):
        plain = plain.replace(part, "") if len(part) > 2 else plain
    for easy in (_COMMON, _YEAR_OR_DATE, _REPEAT):
        plain = easy.sub("", plain)
    return TOO_COMMON if len(set(plain)) < _LEFT else None
