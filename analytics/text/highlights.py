"""A comment cut at the words that drove its verdict, for pages that show them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analytics.text import read, verdict
from analytics.text.lexicon import spellings, strip
from analytics.text.normalise import normalise, pieces


class Part(NamedTuple):
    """A part of a comment; ``verdict`` positive or negative where it drove the verdict, else ""."""

    text: str
    verdict: str


def highlighted(text: str, words: Iterable[str]) -> list[Part]:
    """The comment in parts, which add up to it again.

    Args:
        words: as ``Reading.words`` has them.
    """
    spans = sorted(_found(text, words))
    parts, at = [], 0
    for start, end, said in spans:
        if start < at:
            continue
        parts += [Part(text[at:start], ""), Part(text[start:end], said)]
        at = end
    parts.append(Part(text[at:], ""))
    return [part for part in parts if part.text]


def _found(text: str, words: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Where the words stand; one that judges nothing alone suggested what the comment says."""
    whole = verdict(read(text).polarity)
    tokens = list(_tokens(text))
    plain = [strip(token) for token, _start, _end in tokens]
    for phrase in words:
        wanted = strip(phrase).split()
        for at in range(len(plain) - len(wanted) + 1):
            if wanted and plain[at : at + len(wanted)] == wanted:
                alone = read(phrase).polarity
                said = whole if alone is None else verdict(alone)
                if said != "neutral":
                    yield tokens[at][1], tokens[at + len(wanted) - 1][2], said
                break


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word that was meant, and where the one stands that was typed for it."""
    meant = spellings()
    for typed, start, end in pieces(text):
        plain = normalise(typed)
        for token in meant.get(plain, plain).split():
            yield token, start, end
