"""Where the phrases we know stand in a comment: the longest one first, none twice."""

from collections.abc import Iterator
from typing import NamedTuple

from analytics.text.lexicon import Entry, Index, index, strip
from analytics.text.normalise import Words

_NOTHING = Index({}, {})


class Phrase(NamedTuple):
    """Known entries at one place; none for a word that we do not know."""

    text: str
    entries: tuple[Entry, ...]

    def as_role(self, role: str) -> Entry | None:
        """The entry of this phrase with the role, if it has one."""
        for entry in self.entries:
            if entry.role == role:
                return entry
        return None


def phrases(words: Words, known: Index | None = None) -> list[Phrase]:
    """The comment cut into phrases, in order; every token is in exactly one of them.

    Args:
        known: the phrases to look for; those of the lexicon when not given.
    """
    known = known or index(bare=words.bare)
    if words.bare:
        return list(_cut([strip(token) for token in words.tokens], known, _NOTHING))
    return list(_cut(words.tokens, known, index(bare=True)))


def _cut(tokens: list[str], known: Index, stripped: Index) -> Iterator[Phrase]:
    """Phrases as they are written; where nothing is known, of several words without diacritics."""
    at = 0
    while at < len(tokens):
        size, entries = _longest(tokens, at, known)
        if not entries and tokens[at] in stripped.longest:
            size, entries = _longest(tokens, at, stripped, 2)
        yield Phrase(" ".join(tokens[at : at + size]), entries)
        at += size


def _longest(
    tokens: list[str], at: int, known: Index, least: int = 1
) -> tuple[int, tuple[Entry, ...]]:
    for size in range(known.longest.get(tokens[at], 0), least - 1, -1):
        entries = known.entries.get(" ".join(tokens[at : at + size]))
        if entries:
            return size, entries
    return 1, ()
