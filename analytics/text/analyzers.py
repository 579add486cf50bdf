"""The analyzers behind TextBlob's interface: Vietnamese our own, English TextBlob's and ours.

``TextBlob(text, analyzer=VietnameseAnalyzer()).sentiment`` works as with any analyzer; mind
that ``blob.polarity`` always asks TextBlob's English one.
"""

import re
from typing import Any, NamedTuple

from textblob.base import CONTINUOUS, BaseSentimentAnalyzer
from textblob.en import sentiment as english_words
from textblob.en.sentiments import PatternAnalyzer

from analytics.text import lexicon
from analytics.text.clauses import Clause, clauses
from analytics.text.figures import figures
from analytics.text.normalise import Words, normalise, words
from analytics.text.opinions import Opinion, opinions
from analytics.text.phrases import phrases

# S / (|S| + 0.6): one mild word stays mild, many add up, and nothing passes 1. TextBlob's
# own mean would let one "cảm ơn" sweeten a long bitter letter.
_SATURATION = 0.6


class Sentiment(NamedTuple):
    """What an analyzer found. ``polarity`` in -1..1, None: nothing to judge by."""

    polarity: float | None
    opinions: list[Opinion]
    clauses: list[Clause]


class VietnameseAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]  # textblob is untyped
    """Vietnamese with or without diacritics, phone spellings, emoji, English words within."""

    kind = CONTINUOUS

    def analyze(self, text: str) -> Sentiment:
        """Read one comment."""
        plain = normalise(text)
        return self.weigh(plain, words(plain))

    def weigh(self, plain: str, tokens: Words) -> Sentiment:
        """Read a comment that is normalised and cut into words already."""
        parts = clauses(phrases(tokens))
        found = [opinion for clause in parts for opinion in opinions(clause)]
        found += figures(plain, bare=tokens.bare)
        return Sentiment(_sum(found), found, parts)


class EnglishAnalyzer(PatternAnalyzer):  # type: ignore[misc]  # textblob is untyped
    """TextBlob's English analyzer, taught the words of public service it lacks."""

    def __init__(self) -> None:
        super().__init__()
        english_words.load()
        for form, polarity in lexicon.english().items():
            english_words.annotate(form.replace(" ", "_"), polarity=polarity, subjectivity=0.6)
        longest_first = sorted(filter(_has_space, lexicon.english()), key=len, reverse=True)
        self._joined = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")

    def analyze(self, text: str, keep_assessments: bool = False) -> Any:
        """Read one comment; phrases such as "no receipt" are looked up as one word.

        Returns:
            TextBlob's named tuple: ``polarity``, ``subjectivity`` and, when kept,
            ``assessments``.
        """
        joined = self._joined.sub(lambda match: match[0].replace(" ", "_"), text.lower())
        return super().analyze(joined, keep_assessments)


def _has_space(form: str) -> bool:
    return " " in form


def _sum(found: list[Opinion]) -> float | None:
    if not found:
        return None
    total = sum(opinion.polarity * opinion.weight for opinion in found)
    return total / (abs(total) + _SATURATION)
