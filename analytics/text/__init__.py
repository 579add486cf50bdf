"""A first reading of comments: language, polarity or "unsure", kind, themes, telling words."""

from functools import cache
from threading import Lock
from typing import NamedTuple

import analytics.text.sparing  # noqa: F401  the very first, see there
from analytics.text import lexicon
from analytics.text.analyzers import EnglishAnalyzer, Sentiment, VietnameseAnalyzer
from analytics.text.language import ENGLISH, OTHER, language
from analytics.text.normalise import Words, normalise, words
from analytics.text.opinions import ASKED, Opinion, wish_at
from analytics.text.themes import themes

# Source: interfaces of the command line: from 0.1 positive, from -0.1 negative.
POSITIVE, NEGATIVE = 0.1, -0.1
KINDS = ("praise", "complaint", "suggestion", "question", "mixed", "none")
VERSION = f"1-{lexicon.fingerprint()}"
# Beyond this a wish or a question carries a verdict of its own.
_STRONG = 0.3
# Both sides of a mixed comment are said in earnest, and neither drowns the other.
_EARNEST, _SHARE = 0.25, 0.5

_building = Lock()


class Reading(NamedTuple):
    """What one comment says.

    ``language`` is vi, en or other; ``polarity`` in -1..1, None when unsure; ``kind`` one of
    ``KINDS``; ``themes`` in the order of ``lexicon.THEMES``; ``words`` drove the verdict;
    ``version`` names the code and the words that read it.
    """

    language: str
    polarity: float | None
    kind: str
    themes: tuple[str, ...]
    words: tuple[str, ...]
    version: str


def read(text: str) -> Reading:
    """Read one comment; any text is accepted, the first 2,000 characters count."""
    plain = normalise(text)
    tokens = words(plain)
    spoken = language(plain, tokens)
    sentiment = _weighed(plain, tokens, spoken)
    telling = [op.text for op in sentiment.opinions if op.polarity]
    return Reading(
        spoken,
        None if sentiment.polarity is None else round(sentiment.polarity, 4),
        _kind(sentiment),
        themes(sentiment.clauses, sentiment.opinions),
        tuple(dict.fromkeys(telling)),
        VERSION,
    )


def _weighed(plain: str, tokens: Words, spoken: str) -> Sentiment:
    vietnamese, english = _analyzers()
    sentiment = vietnamese.weigh(plain, tokens)
    if spoken == ENGLISH:
        sentiment = _in_english(sentiment, plain, english)
    if sentiment.polarity is None and spoken != OTHER and _suggests_or_asks(sentiment):
        return sentiment._replace(polarity=0.0)
    return sentiment


def _in_english(sentiment: Sentiment, plain: str, english: EnglishAnalyzer) -> Sentiment:
    """TextBlob's verdict, its words beside ours; ours alone where it knows no word."""
    judged = english.analyze(plain, keep_assessments=True)
    if not judged.assessments:
        return sentiment
    asked = any(clause.asked for clause in sentiment.clauses)
    ours = {opinion.text for opinion in sentiment.opinions}
    theirs = [Opinion(_spaced(words), polarity, ()) for words, polarity, *_ in judged.assessments]
    return sentiment._replace(
        polarity=judged.polarity * (ASKED[judged.polarity < 0] if asked else 1.0),
        opinions=[*sentiment.opinions, *(op for op in theirs if op.text not in ours)],
    )


def _spaced(words: list[str]) -> str:
    return " ".join(words).replace("_", " ")


@cache
def _pair() -> tuple[VietnameseAnalyzer, EnglishAnalyzer]:
    return VietnameseAnalyzer(), EnglishAnalyzer()


def _analyzers() -> tuple[VietnameseAnalyzer, EnglishAnalyzer]:
    # TextBlob fills its word list without a lock of its own.
    with _building:
        return _pair()


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
