"""Which language a comment is in: Vietnamese with or without diacritics, English, other.

The frequent words of both are in ``languages.tsv``, Vietnamese ones without diacritics.
"""

import re
from collections.abc import Iterable
from functools import cache

from analytics.text.english import english_index
from analytics.text.lexicon import index, rows, strip
from analytics.text.normalise import Words
from analytics.text.phrases import phrases

VIETNAMESE, ENGLISH, OTHER = "vi", "en", "other"

# Letters that no other language of the region uses.
_ONLY_VIETNAMESE = re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]")
_LATIN = re.compile(r"[a-zà-ɏḀ-ỿ]")


@cache
def _frequent(language: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows("languages.tsv") if row["language"] == language)


def language(plain: str, words: Words) -> str:
    """The language of a normalised comment; a tie goes to Vietnamese.

    Returns:
        ``vi``, ``en`` or ``other`` (another script, or words of neither language).
    """
    if _ONLY_VIETNAMESE.search(plain):
        return VIETNAMESE
    letters = [token for token in words.tokens if token.isalpha()]
    latin = [token for token in letters if _LATIN.match(token)]
    if not latin or len(latin) < len(letters) / 2:
        return OTHER
    vietnamese, english = _known(latin, VIETNAMESE), _known(latin, ENGLISH)
    if vietnamese == english == 0:
        return VIETNAMESE if _begins_a_phrase(latin) else OTHER
    english_rather = english > vietnamese and not _mostly_phrases(latin)
    return ENGLISH if english_rather else VIETNAMESE


def _known(tokens: Iterable[str], language: str) -> int:
    frequent = _frequent(language)
    return sum(strip(token) in frequent for token in tokens)


def _mostly_phrases(tokens: list[str]) -> bool:
    """Whether Vietnamese phrases fill the comment: "that vong", whatever "that" may be."""
    ours = english_index().entries
    several = (phrase.text for phrase in phrases(Words(tokens, bare=True)) if " " in phrase.text)
    known = sum(text.count(" ") + 1 for text in several if text not in ours)
    return known > len(tokens) / 2


def _begins_a_phrase(tokens: list[str]) -> bool:
    longest = index(bare=True).longest
    return any(strip(token) in longest for token in tokens)
