"""One verdict and one list of themes, from what the words we know say and what all words suggest.

``settled.tsv`` says how much each sign speaks for a verdict or a theme. It was counted beside
``hunches.tsv`` (logistic regression over what a hunch from other comments said), from labelled
comments that nobody had seen when the words we know were chosen: on those that were seen, the
words we know are right far more often than they will be again.
Source: Wolpert (1992), Stacked Generalization.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from analytics.text.analyzers import SATURATION, Sentiment
from analytics.text.clauses import Clause
from analytics.text.hunches import SCALE, VERDICTS, Hunch
from analytics.text.hunches import Table as Hunches
from analytics.text.lexicon import THEMES, rows, strip
from analytics.text.opinions import Opinion, wish_at

TABLE: Final = "settled.tsv"
FAINT: Final = 0.1
"""A polarity nearer to 0 than this praises and blames nobody."""

BIAS: Final = "always"
SIGNS: Final = (
    "polarity",
    "unjudged",
    "even",
    "praise",
    "blame",
    "said last",
    "asks",
    "wishes",
    "turns",
    "concedes",
    "known",
    "judging",
    "short",
    "polarity, known",
    "polarity, judging",
    "polarity, short",
    "hunch of blame",
    "hunch of praise",
    "hunch of blame, short",
    "hunch of praise, short",
)
THEME_SIGNS: Final = ("named", "named loudly", "others named", "hunch of it")

# To take praise for blame is so much worse than to leave it open; and how mild a verdict is that
# the words we know do not bear out. Source: cross-validation on self-written comments.
_FLIP, _MILD = 2.25, 0.25
# How sure a theme has to be, and the surest one where none is; and how strongly it is spoken of
# that it is never doubted. Source: as above.
_THEME, _SUREST, _TOLD = 0.4, 0.25, 1.0
_MANY, _LOUD = 2, 1.5
# A comment of so many words is short; in words.
_SHORT = 4

Table = Mapping[str, tuple[float, ...]]
"""What each sign says, in the order of ``VERDICTS`` and ``THEMES``."""


class Counted(NamedTuple):
    """Everything that was counted from labelled comments."""

    hunches: Hunches
    settled: Table


def signs(sentiment: Sentiment, verdicts: Sequence[float]) -> tuple[float, ...]:
    """What speaks for a verdict, in the order of ``SIGNS``; ``verdicts`` are those of a hunch."""
    polarity = sentiment.polarity or 0.0
    weighed = [op.polarity * op.weight for op in sentiment.opinions]
    good = sum(value for value in weighed if value > 0)
    bad = -sum(value for value in weighed if value < 0)
    known, judging, short = shares = _shares(sentiment)
    blames, praises = verdicts[0] - verdicts[1], verdicts[2] - verdicts[1]
    return (
        polarity,
        float(sentiment.polarity is None),
        float(sentiment.polarity == 0),
        good / (good + SATURATION),
        bad / (bad + SATURATION),
        _said_last(sentiment),
        *_turns(sentiment.clauses),
        *shares,
        polarity * known,
        polarity * judging,
        polarity * short,
        blames,
        praises,
        blames * short,
        praises * short,
    )


def _shares(sentiment: Sentiment) -> tuple[float, float, float]:
    """How much of a comment is known and how much of it judges, and how short it is, all 0..1.

    The more of it the words we know cover, the more they are to be believed.
    """
    spoken = [
        (phrase.text.count(" ") + 1, bool(phrase.entries))
        for clause in sentiment.clauses
        for phrase in clause.phrases
        if phrase.text[:1].isalnum()
    ]
    size = max(1, sum(words for words, _known in spoken))
    judging = sum(op.text.count(" ") + 1 for op in sentiment.opinions if op.polarity)
    known = sum(words for words, is_known in spoken if is_known)
    return known / size, min(1.0, judging / size), min(1.0, _SHORT / size)


def _said_last(sentiment: Sentiment) -> float:
    """What the last clause that judges says, added up."""
    for found in reversed(sentiment.by_clause):
        if any(opinion.polarity for opinion in found):
            return sum(opinion.polarity for opinion in found)
    return 0.0


def _turns(clauses: Sequence[Clause]) -> tuple[float, float, float, float]:
    return (
        float(any(clause.asked for clause in clauses)),
        float(any(wish_at(clause) is not None for clause in clauses)),
        float(any(clause.contrast for clause in clauses)),
        float(any(clause.conceding for clause in clauses)),
    )


def theme_signs(named: Mapping[str, float], theme: str, hunch: float) -> tuple[float, ...]:
    """What speaks for a theme, in the order of ``THEME_SIGNS``.

    Args:
        named: how strongly the words we know speak for the themes they name.
    """
    others = len(named) - (theme in named)
    loudly = min(named.get(theme, 0.0), _LOUD)
    return float(theme in named), loudly, float(min(others, _MANY)), hunch


def settle(sentiment: Sentiment, guess: Hunch | None, table: Table | None = None) -> Sentiment:
    """What was found with the verdict that is likeliest right and hardly the reverse of right.

    Where no side is sure enough, and neither is "neutral", there is no verdict.

    Args:
        table: what was counted; what is kept beside this file when not given.
    """
    if guess is None:
        return sentiment
    likely = _likely(signs(sentiment, guess.verdicts), table or _table())
    blames, neither, praises = likely
    worth = {-1: blames - _FLIP * praises, 0: neither, 1: praises - _FLIP * blames}
    side = max(worth, key=lambda one: worth[one])
    polarity = sentiment.polarity
    if not side:
        if polarity is None or abs(polarity) < FAINT:
            return sentiment
        return sentiment._replace(polarity=0.0 if neither >= max(blames, praises) else None)
    if polarity is not None and polarity * side >= FAINT:
        return sentiment
    said = side * _MILD
    told = guess.words["positive" if side > 0 else "negative"]
    marked = " ".join(strip(opinion.text) for opinion in sentiment.opinions)
    more = [Opinion(word, said, (), vague=True) for word in told if word not in marked]
    return sentiment._replace(polarity=said, opinions=[*sentiment.opinions, *more])


def settle_themes(named: Mapping[str, float], guess: Hunch, table: Table | None = None) -> set[str]:
    """The themes that are likely, once both the words we know and the hunch have been heard."""
    table = table or _table()
    likely = {
        theme: _odds(theme_signs(named, theme, hunch), table, at)
        for at, (theme, hunch) in enumerate(zip(THEMES, guess.themes, strict=True), len(VERDICTS))
    }
    found = {
        theme for theme, share in likely.items() if share >= _THEME or named.get(theme, 0) >= _TOLD
    }
    return found or {
        theme for theme, share in likely.items() if share == max(likely.values()) >= _SUREST
    }


def _likely(found: Sequence[float], table: Table) -> tuple[float, ...]:
    """How likely each verdict is; in all 1."""
    sums = [
        table[BIAS][at]
        + sum(value * table[sign][at] for sign, value in zip(SIGNS, found, strict=True))
        for at in range(len(VERDICTS))
    ]
    weights = [math.exp(value) for value in sums]
    return tuple(weight / sum(weights) for weight in weights)


def _odds(found: Sequence[float], table: Table, at: int) -> float:
    score = table[BIAS][at] + sum(
        value * table[sign][at] for sign, value in zip(THEME_SIGNS, found, strict=True)
    )
    return 1 / (1 + math.exp(-score))


@cache
def _table() -> Table:
    return {
        row["sign"]: tuple(int(row[column] or 0) / SCALE for column in (*VERDICTS, *THEMES))
        for row in rows(TABLE)
    }
