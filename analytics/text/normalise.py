"""A comment as a list of plain words: one spelling for what people type in many ways."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from analytics.text.lexicon import spellings

# Longer comments are read this far: what follows seldom changes the verdict.
LONGEST = 2000
# A comment with fewer accented words than this share was typed without diacritics.
_BARE_SHARE = 0.15

_TOKEN = re.compile(
    r"[:;=]['-]?[()dv]+(?!\w)|<3|\^\^|[^\W\d_]+(?:'[a-z]+)?|\d+(?:[.,]\d+)?|[^\w\s]"
)
_REPEATED = re.compile(r"([^\W\d_])\1{2,}+")
_SMILES = re.compile(r"([:;=]['-]?[()])[()]++")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")
_STOPS = frozenset(".,;:!?…\n()")

# "hoà" -> "hòa": the tone on the older place; "quý" keeps it, u being part of qu there.
_TONES = {
    new: old
    for vowels in (("oa", "òa óa ỏa õa ọa"), ("oe", "òe óe ỏe õe ọe"), ("uy", "ùy úy ủy ũy ụy"))
    for old in vowels[1].split()
    for new in [unicodedata.normalize("NFC", vowels[0] + unicodedata.normalize("NFD", old)[1])]
}
_TONE = re.compile(r"(?<!q)(?:" + "|".join(_TONES) + r")(?![^\W\d_])")


class Words(NamedTuple):
    """A comment as tokens in small letters; ``bare``: typed without diacritics."""

    tokens: list[str]
    bare: bool


def normalise(text: str) -> str:
    """NFC, small letters, no invisible characters, tones in one place, no looong letters."""
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text[:LONGEST])).lower()
    plain = _TONE.sub(lambda match: _TONES[match[0]], _SMILES.sub(r"\1", plain))
    return _REPEATED.sub(r"\1", plain)


def words(plain: str) -> Words:
    """The tokens of a normalised text, short forms written out."""
    typed = _TOKEN.findall(plain)
    bare = _is_bare(typed)
    meant = spellings()
    spelt = (meant.get(token, token).split() for token in _once(typed))
    return Words([token for tokens in spelt for token in tokens], bare)


def _once(tokens: list[str]) -> Iterator[str]:
    """One heart for five hundred: a sign says the same however often it is repeated."""
    before = ""
    for token in tokens:
        if token != before or token.isalnum():
            yield token
        before = token


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """The tokens of a text as it was typed, and where each begins and ends."""
    for match in _TOKEN.finditer(text):
        yield match[0], match.start(), match.end()


def is_stop(token: str) -> bool:
    """Whether a token ends a clause."""
    return token in _STOPS


def _is_bare(tokens: list[str]) -> bool:
    letters = [token for token in tokens if token.isalpha()]
    accented = sum(not token.isascii() for token in letters)
    return accented <= _BARE_SHARE * len(letters)
