"""The words of the seed files, names and questions, which other languages translate."""

import json
from collections.abc import Iterator
from typing import IO, Any, TypeAlias

from translations.words import CONTENT

# The languages in which seeds, and whoever enters units and services, give every name.
KEPT_IN = ("vi", "en")
# What no citizen reads.
_UNSAID = {"meta", "kinds", "service_domains", "agencies", "legal_time"}

# Line, function, its texts, comments: what Babel expects of an extractor.
Found: TypeAlias = tuple[int, str, tuple[str, str], list[str]]


def words_of_a_seed(
    file: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[Found]:
    """The English words of a seed file, as an extractor for Babel."""
    for words in _english(json.load(file)):
        yield 1, "pgettext", (CONTENT, words), []


def _english(part: Any) -> Iterator[str]:
    """The texts below a part of a seed that stand in English beside Vietnamese ones."""
    if isinstance(part, list):
        for one in part:
            yield from _english(one)
    elif isinstance(part, dict) and part.keys() >= set(KEPT_IN):
        yield from _texts(part["en"])
    elif isinstance(part, dict) and not _has_a_rule(part):
        for name, one in part.items():
            if name not in _UNSAID:
                yield from _english(one)


def _texts(words: Any) -> Iterator[str]:
    if isinstance(words, str):
        yield words
    else:
        for one in words.values() if isinstance(words, dict) else words:
            yield from _texts(one)


def _has_a_rule(part: dict[str, Any]) -> bool:
    """Whether it is a unit below another one: its name follows from the Vietnamese one."""
    return bool(part.get("parents"))
