"""What words suggest that we do not know as praise or blame: a hunch, for want of better.

``hunches.tsv`` says how much each word, and each pair of words, speaks for a verdict and for a
theme. It was counted (logistic regression) from the self-written comments of ``tests/data`` by
``python -m hunches`` in ``tests``; no citizen's comment is in it.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from analytics.text.lexicon import THEMES, rows, strip
from analytics.text.normalise import Words

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
Table = Mapping[str, tuple[float, ...]]
"""What each word and pair says, in the order of ``VERDICTS`` and ``THEMES``."""


class Hunch(NamedTuple):
    """What the words of a comment suggest.

    ``verdicts`` and ``themes``: how much speaks for each, as logarithms of odds, in the order of
    ``VERDICTS`` and ``THEMES``; ``words`` suggested it, for blame and for praise.
    """

    verdicts: tuple[float, ...]
    themes: tuple[float, ...]
    words: dict[str, tuple[str, ...]]


def hunch(words: Words, table: Table | None = None) -> Hunch | None:
    """What a comment suggests; None where too little of it is known.

    Args:
        table: what was counted; what is kept beside this file when not given.
    """
    table, names = table or _table(), _names(words.tokens)
    plain = [name for name in names if name.isalpha()]
    known = sum(name in table for name in plain)
    if len(set(plain)) < _LEAST or known < _KNOWN * len(plain):
        return None
    found = {name: table[name] for name in _with_pairs(names) if name in table}
    share = 1 / math.sqrt(len(found))
    sums = tuple(
        own + share * sum(column)
        for own, column in zip(table[BIAS], zip(*found.values(), strict=True), strict=True)
    )
    return Hunch(
        sums[: len(VERDICTS)],
        sums[len(VERDICTS) :],
        {"negative": tuple(_telling(found, 0, 2)), "positive": tuple(_telling(found, 2, 0))},
    )


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
def _table() -> Table:
    columns = (*VERDICTS, *THEMES)
    return {
        row["word"]: tuple(int(row[column] or 0) / SCALE for column in columns)
        for row in rows(TABLE)
    }
