"""A first reading of comments: language, polarity or "unsure", kind, themes, telling words."""

from functools import cache
from typing import NamedTuple

import analytics.text.sparing  # noqa: F401  the very first, see there
from analytics.text import lexicon
from analytics.text.analyzers import EnglishAnalyzer, Sentiment, VietnameseAnalyzer
from analytics.text.hunches import hunch
from analytics.text.language import ENGLISH, OTHER, language
from analytics.text.normalise import Words, normalise, words
from analytics.text.opinions import wish_at
from analytics.text.settled import FAINT, Counted, settle
from analytics.text.themes import leanings

# Source: interfaces of the command line: from 0.1 positive, from -0.1 negative.
POSITIVE, NEGATIVE = FAINT, -FAINT
KINDS = ("praise", "complaint", "suggestion", "question", "mixed", "none")
VERSION = f"3-{lexicon.fingerprint()}"
# Beyond this a wish or a question carries a verdict of its own.
_STRONG = 0.3
# Both sides of a mixed comment are said in earnest, and neither drowns the other.
_EARNEST, _SHARE = 0.25, 0.5


class Reading(NamedTuple):
    """What one comment says.

    ``language`` is vi, en or other; ``polarity`` in -1..1, None when unsure; ``kind`` one of
    ``KINDS``; ``themes`` in the order of ``lexicon.THEMES``; ``leanings`` what is said of each,
    -1..1, or None where it is only named; ``words`` drove the verdict; ``version`` names the code
    and the words that read it.
    """

    language: str
    polarity: float | None
    kind: str
    themes: tuple[str, ...]
    leanings: dict[str, float | None]
    words: tuple[str, ...]
    version: str


def read(text: str, counted: Counted | None = None) -> Reading:
    """Read one comment; any text is accepted, the first 2,000 characters count.

    Args:
        counted: from labelled comments; what is kept beside the words when not given.
    """
    tokens, spoken, found = heard(text)
    guess = hunch(tokens, counted and counted.hunches) if spoken != OTHER else None
    sentiment = settle(found, guess, counted and counted.settled)
    told = leanings(sentiment, guess, counted and counted.settled)
    telling = [op.text for op in sentiment.opinions if op.polarity]
    return Reading(
        spoken,
        None if sentiment.polarity is None else round(sentiment.polarity, 4),
        _kind(sentiment),
        tuple(told),
        told,
        tuple(dict.fromkeys(telling)),
        VERSION,
    )


def verdict(polarity: float | None) -> str:
    """Positive, negative, or neutral, which unsure counts as where one word must do."""
    if polarity is None or NEGATIVE < polarity < POSITIVE:
        return "neutral"
    return "positive" if polarity > 0 else "negative"


def heard(text: str) -> tuple[Words, str, Sentiment]:
    """The words of a comment, its language, and what the words we know say in it."""
    plain = normalise(text)
    tokens = words(plain)
    spoken = language(plain, tokens)
    return tokens, spoken, _weighed(tokens, spoken)


def _weighed(tokens: Words, spoken: str) -> Sentiment:
    vietnamese, english = _analyzers()
    sentiment = (english if spoken == ENGLISH else vietnamese).weigh(tokens)
    if sentiment.polarity is not None and _only_signs(tokens, sentiment):
        return sentiment._replace(polarity=None)
    if sentiment.polarity is None and spoken != OTHER and _suggests_or_asks(sentiment):
        return sentiment._replace(polarity=0.0)
    return sentiment


@cache
def _analyzers() -> tuple[VietnameseAnalyzer, EnglishAnalyzer]:
    return VietnameseAnalyzer(), EnglishAnalyzer()


def _only_signs(tokens: Words, sentiment: Sentiment) -> bool:
    """Whether a comment has no word, and its signs praise and blame at once."""
    if any(token.isalnum() for token in tokens.tokens):
        return False
    return len({op.polarity > 0 for op in sentiment.opinions if op.polarity}) == 2


def _suggests_or_asks(sentiment: Sentiment) -> bool:
    return any(c.asked or wish_at(c) is not None for c in sentiment.clauses)


def _kind(sentiment: Sentiment) -> str:
    polarity = sentiment.polarity or 0.0
    if abs(polarity) < _STRONG:
        if any(clause.asked for clause in sentiment.clauses):
            return "question"
        if any(wish_at(clause) is not None for clause in sentiment.clauses):
            return "suggestion"
    if _mixed(sentiment):
        return "mixed"
    if polarity >= POSITIVE:
        return "praise"
    return "complaint" if polarity <= NEGATIVE else "none"


def _mixed(sentiment: Sentiment) -> bool:
    weighed = [op.polarity * op.weight for op in sentiment.opinions]
    good = sum(value for value in weighed if value > 0)
    bad = -sum(value for value in weighed if value < 0)
    return min(good, bad) >= _EARNEST and min(good, bad) >= _SHARE * max(good, bad)
