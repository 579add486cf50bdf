"""Words kept per language: names of units and services, and what a survey asks."""

from collections.abc import Mapping
from typing import TypeVar

FALLBACK = "vi"

Said = TypeVar("Said")


def words_for(words: Mapping[str, Said], language: str) -> Said:
    """Return what is said in this language, or in Vietnamese where that is missing.

    Raises:
        KeyError: not even Vietnamese is there.
    """
    return words[language] if language in words else words[FALLBACK]
