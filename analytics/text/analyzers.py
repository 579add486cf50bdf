"""The analyzers behind TextBlob's interface: our rules, with Vietnamese words or English ones.

``TextBlob(text, analyzer=VietnameseAnalyzer()).sentiment`` works as with any analyzer; mind
that ``blob.polarity`` always asks TextBlob's own English one.
"""

from itertools import chain
from typing import NamedTuple

from textblob.base import CONTINUOUS, BaseSentimentAnalyzer

from analytics.text.clauses import Clause, clauses
from analytics.text.english import english_index
from analytics.text.figures import alternates, figures
from analytics.text.irony import meant
from analytics.text.lexicon import Index, index, strip
from analytics.text.normalise import Words, normalise, words
from analytics.text.opinions import Opinion, neither_nor, opinions, wish_at
from analytics.text.phrases import phrases
from analytics.text.unsaid import unsaid

# S / (|S| + 0.6): one mild word stays mild, many add up, and nothing passes 1. TextBlob's
# own mean would let one "cảm ơn" sweeten a long bitter letter.
SATURATION = 0.6
# "The lamp is broken, please have a look" asks for something: what is wrong is why, not a verdict.
# Source: tuned on self-written comments.
EVEN = 0.1
# "Friendly, but slow": with a mild "but" neither side wins. The share of the louder side that the
# other reaches, once what is conceded weighs less, and how loud what follows may be.
SHARED, MILD = 0.5, 0.6
POLITE, STRONG, LOUD = 0.1, -0.6, 0.5


class Sentiment(NamedTuple):
    """What an analyzer found.

    ``polarity`` in -1..1, None: nothing to judge by; ``opinions`` are all there are,
    ``by_clause`` those of each clause.
    """

    polarity: float | None
    opinions: list[Opinion]
    clauses: list[Clause]
    by_clause: list[list[Opinion]]


class VietnameseAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]  # textblob is untyped
    """Vietnamese with or without diacritics, phone spellings, emoji, English words within."""

    kind = CONTINUOUS

    def analyze(self, text: str) -> Sentiment:
        """Read one comment."""
        return self.weigh(words(normalise(text)))

    def weigh(self, tokens: Words) -> Sentiment:
        """Read a comment that is cut into words already."""
        parts = clauses(phrases(tokens, self.known(tokens)))
        by_clause = [opinions(clause) for clause in parts]
        found = list(chain.from_iterable(by_clause))
        text = " ".join(tokens.tokens)
        text = strip(text) if tokens.bare else text
        found += figures(text, bare=tokens.bare)
        found = meant(parts[0], by_clause[0], found)
        found += unsaid(parts, found)
        polarity = total(found)
        even = neither_nor(found) or _balanced(parts, found) or _mildly_turned(parts, found)
        if polarity and (even or alternates(text, bare=tokens.bare)):
            polarity = 0.0
        if polarity and abs(polarity) < LOUD and _asks_politely(parts, found):
            polarity *= POLITE
        return Sentiment(polarity, found, parts, by_clause)

    def known(self, tokens: Words) -> Index:
        """The phrases that are looked for in a comment."""
        return index(bare=tokens.bare)


class EnglishAnalyzer(VietnameseAnalyzer):
    """English, by the same rules: TextBlob's words, and those of public service it lacks."""

    def known(self, tokens: Words) -> Index:
        """English phrases, whatever the comment."""
        return english_index()

    def weigh(self, tokens: Words) -> Sentiment:
        """Read a comment that is cut into words already."""
        return super().weigh(tokens._replace(bare=False))


def _balanced(parts: list[Clause], found: list[Opinion]) -> bool:
    """Whether praise and blame come out even, and no "but" says which counts."""
    good = sum(op.polarity * op.weight for op in found if op.polarity > 0)
    bad = -sum(op.polarity * op.weight for op in found if op.polarity < 0)
    turns = any(clause.contrast or clause.conceding for clause in parts)
    return not turns and min(good, bad) > 0 and abs(good - bad) < EVEN * (good + bad)


def _mildly_turned(parts: list[Clause], found: list[Opinion]) -> bool:
    """Whether praise and blame stand on the two sides of a "but" that is none too loud."""
    turns = any(clause.contrast for clause in parts)
    if not turns or any(clause.conceding or clause.supposing for clause in parts):
        return False
    good = sum(op.polarity * op.weight for op in found if op.polarity > 0)
    bad = -sum(op.polarity * op.weight for op in found if op.polarity < 0)
    after = [op for op in found if op.weight == 1]
    mild = abs(sum(op.polarity for op in after)) <= MILD and not any(op.vague for op in after)
    return mild and min(good, bad) >= SHARED * max(good, bad)


def _asks_politely(parts: list[Clause], found: list[Opinion]) -> bool:
    """Whether a comment wishes or asks, praises nothing and blames in mild words only."""
    if all(wish_at(clause) is None and not clause.asked for clause in parts):
        return False
    if any(clause.protests for clause in parts):
        return False
    entries = (phrase.as_role("opinion") for clause in parts for phrase in clause.phrases)
    strong = any(entry and entry.weight <= STRONG for entry in entries)
    return not strong and all(op.polarity <= 0 for op in found)


def total(found: list[Opinion]) -> float | None:
    """What opinions add up to, in -1..1; None where there is none."""
    if not found:
        return None
    added = sum(opinion.polarity * opinion.weight for opinion in found)
    return added / (abs(added) + SATURATION)
