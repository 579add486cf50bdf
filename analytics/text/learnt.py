"""A reader that learnt from this portal's own comments: a logistic regression over words.

It knows no office, no person and no mark, only which words stood beside good marks and bad ones.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from analytics.text.lexicon import strip
from analytics.text.normalise import normalise, words

# Words of fewer comments than this are not learnt: they may be a name, and teach nothing.
LEAST_COMMENTS = 3
# AdaGrad, some rounds. Source: Duchi, Hazan & Singer (2011), Adaptive Subgradient Methods.
_ROUNDS, _RATE, _PENALTY = 6, 0.3, 1e-4
# So often a comment is learnt without its diacritics, as many are typed.
_DROPPED = 0.3
_FAR = 30.0


class Lesson(NamedTuple):
    """A comment and whether it praises; ``weight`` is how much it counts."""

    text: str
    good: bool
    weight: float = 1.0


class Learnt(NamedTuple):
    """What was learnt: how much each word speaks for praise, and what speaks for it anyway."""

    weights: Mapping[str, float]
    bias: float

    def polarity(self, text: str) -> float:
        """-1..1; 0 where it knows no word of the text."""
        known = [self.weights[word] for word in set(_features(text)) if word in self.weights]
        return 2 * _likely(self.bias + sum(known)) - 1 if known else 0.0


def learn(lessons: Sequence[Lesson], seed: int = 0) -> Learnt:
    """Learn from comments; the same comments teach the same.

    Praise and blame count alike in all, however many there are of each.
    """
    draw = random.Random(seed)  # noqa: S311  # the order of learning is no secret
    seen = [set(_features(lesson.text)) for lesson in lessons]
    times = Counter(word for features in seen for word in features)
    known = {word for word, count in times.items() if count >= LEAST_COMMENTS}
    counts = _balance(lessons)
    weights: dict[str, float] = dict.fromkeys(known, 0.0)
    squares: dict[str, float] = dict.fromkeys(known, 1e-8)
    bias, bias_square = 0.0, 1e-8
    order = list(range(len(lessons)))
    for _round in range(_ROUNDS):
        draw.shuffle(order)
        for at in order:
            bare = draw.random() < _DROPPED
            found = [word for word in sorted(seen[at] & known) if not (bare and word[0] == "=")]
            error = _likely(bias + sum(weights[word] for word in found)) - lessons[at].good
            step = error * counts[lessons[at].good] * lessons[at].weight
            for word in found:
                slope = step + _PENALTY * weights[word]
                squares[word] += slope * slope
                weights[word] -= _RATE * slope / math.sqrt(squares[word])
            bias_square += step * step
            bias -= _RATE * step / math.sqrt(bias_square)
    return Learnt({word: round(weight, 4) for word, weight in weights.items() if weight}, bias)


def _balance(lessons: Iterable[Lesson]) -> dict[bool, float]:
    counted = Counter(lesson.good for lesson in lessons)
    return {good: counted.total() / (2 * counted[good] or 1) for good in (True, False)}


def _features(text: str) -> Iterator[str]:
    """Words and pairs of words without diacritics, and words as they were typed after a "="."""
    tokens = [_masked(token) for token in words(normalise(text)).tokens]
    plain = [strip(token) for token in tokens]
    yield from plain
    yield from (f"{first} {second}" for first, second in pairwise(plain))
    yield from (f"={token}" for token in tokens if not token.isascii())


def _masked(token: str) -> str:
    return "0000" if token.isdigit() and len(token) >= 4 else token


def _likely(score: float) -> float:
    return 1 / (1 + math.exp(-max(-_FAR, min(_FAR, score))))
