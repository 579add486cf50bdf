"""What words suggest that we do not know as praise or blame: a hunch, for want of better.

``hunches.tsv`` says how much each word, and each pair of words, speaks for a verdict and for a
theme. It was counted (logistic regression) from the self-written comments of ``tests/data`` by
``python -m hunches`` in ``tests``; no citizen's comment is in it.
"""

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from analytics.text.analyzers import Sentiment
from analytics.text.lexicon import THEMES, rows, strip
from analytics.text.normalise import Words
from analytics.text.opinions import Opinion, wish_at

TABLE: Final = "hunches.tsv"
VERDICTS: Final = ("negative", "neutral", "positive")
BIAS: Final = "*"
"""The row of the table that speaks for a verdict or a theme before any word is read."""

SCALE: Final = 100
"""The table has hundredths."""

_BEGINNING, _NUMBER, _TONES = "^", "#", "?!"
# Fewer words, or mostly unknown ones, suggest nothing.
_LEAST, _KNOWN = 6, 0.6
_TOLD, _PLAIN = 2, 0.3
# How sure a hunch has to be where nothing else speaks, and where it gainsays a weak verdict; and
# the verdict it then gives. Source: tried on self-written comments left out of the count.
_ALONE, _AGAINST, _WEAK, _MILD = 0.7, 0.85, 0.3, 0.25


class Hunch(NamedTuple):
    """What the words of a comment suggest, all 0..1.

    ``negative`` and ``positive`` are parts of one whole with "neutral"; ``themes`` stand each for
    itself; ``words`` suggested it, for blame and for praise.
    """

    negative: float
    positive: float
    themes: dict[str, float]
    words: dict[str, tuple[str, ...]]


def hunch(words: Words) -> Hunch | None:
    """What a comment suggests; None where too little of it is known."""
    table, names = _table(), _names(words.tokens)
    plain = [name for name in names if name.isalpha()]
    known = sum(name in table for name in plain)
    if len(set(plain)) < _LEAST or known < _KNOWN * len(plain):
        return None
    found = {name: table[name] for name in _with_pairs(names) if name in table}
    share = 1 / math.sqrt(len(found))
    bias = table[BIAS]
    sums = [
        own + share * sum(column)
        for own, column in zip(bias, zip(*found.values(), strict=True), strict=True)
    ]
    weights = [math.exp(value) for value in sums[: len(VERDICTS)]]
    return Hunch(
        weights[0] / sum(weights),
        weights[2] / sum(weights),
        {
            theme: 1 / (1 + math.exp(-value))
            for theme, value in zip(THEMES, sums[len(VERDICTS) :], strict=True)
        },
        {"negative": tuple(_telling(found, 0, 2)), "positive": tuple(_telling(found, 2, 0))},
    )


def guessed(sentiment: Sentiment, guess: Hunch | None) -> Sentiment:
    """What was found, with the hunch where the words we know say nothing, or say it faintly.

    A comment that asks or wishes is left as it is, and one that says in words that it is neutral.
    """
    polarity = sentiment.polarity
    if guess is None or any(c.asked or wish_at(c) is not None for c in sentiment.clauses):
        return sentiment
    praises = guess.positive > guess.negative
    sure = max(guess.positive, guess.negative)
    agrees = polarity is not None and polarity * (1 if praises else -1) > 0
    least = _ALONE if polarity is None else _AGAINST
    plain = polarity is not None and not 0 < abs(polarity) < _WEAK
    if agrees or sure < least or plain:
        return sentiment
    said = _MILD if praises else -_MILD
    told = guess.words["positive" if praises else "negative"]
    found = [*sentiment.opinions, *(Opinion(word, said, (), vague=True) for word in told)]
    return sentiment._replace(polarity=said, opinions=found)


def features(tokens: Sequence[str]) -> set[str]:
    """The words of a comment and their pairs, without diacritics, any number as one."""
    return _with_pairs(_names(tokens))


def _with_pairs(names: list[str]) -> set[str]:
    return {*names, *(f"{first} {second}" for first, second in pairwise(names))}


def _names(tokens: Sequence[str]) -> list[str]:
    spoken = [sign for sign in tokens if sign.isalnum() or sign[0].isdigit() or sign in _TONES]
    plain = strip(" ".join(spoken)).split(" ")
    return [_BEGINNING, *(_NUMBER if word[:1].isdigit() else word for word in plain if word)]


def _telling(found: dict[str, tuple[float, ...]], side: int, other: int) -> list[str]:
    """The pairs of words that speak most for one side; a word alone would tell nobody anything."""
    clear = [
        name
        for name, row in found.items()
        if name.replace(" ", "").isalpha() and " " in name and row[side] - row[other] > _PLAIN
    ]
    return sorted(clear, key=lambda name: (found[name][other] - found[name][side], name))[:_TOLD]


@cache
def _table() -> dict[str, tuple[float, ...]]:
    columns = (*VERDICTS, *THEMES)
    return {
        row["word"]: tuple(int(row[column] or 0) / SCALE for column in columns)
        for row in rows(TABLE)
    }
