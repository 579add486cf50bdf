"""Where the phrases we know stand in a comment: the longest one first, none twice."""

from collections.abc import Iterator
from typing import NamedTuple

from analytics.text.lexicon import Entry, Index, index, strip
from analytics.text.normalise import Words


class Phrase(NamedTuple):
    """Known entries at one place; none for a word that we do not know."""

    text: str
    entries: tuple[Entry, ...]

    def as_role(self, role: str) -> Entry | None:
        """The entry of this phrase with the role, if it has one."""
        return next((entry for entry in self.entries if entry.role == role), None)


def phrases(words: Words) -> list[Phrase]:
    """The comment cut into phrases, in order; every token is in exactly one of them."""
    known = index(bare=words.bare)
    tokens = [strip(token) for token in words.tokens] if words.bare else words.tokens
    return list(_cut(tokens, known))


def _cut(tokens: list[str], known: Index) -> Iterator[Phrase]:
    at = 0
    while at < len(tokens):
        size, entries = _longest(tokens, at, known)
        yield Phrase(" ".join(tokens[at : at + size]), entries)
        at += size


def _longest(tokens: list[str], at: int, known: Index) -> tuple[int, tuple[Entry, ...]]:
    for size in range(known.longest.get(tokens[at], 0), 0, -1):
        entries = known.entries.get(" ".join(tokens[at : at + size]))
        if entries:
            return size, entries
    return 1, ()
