"""``python -m hunches``: count anew what words suggest, from the labelled comments of tests/data.

Those that nobody saw while words were chosen, and the fixed set that what is learnt has to win on,
are left out.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from text_check import DATA, HELD_OUT

from analytics.text.hunches import BIAS, SCALE, TABLE, VERDICTS, features
from analytics.text.lexicon import HERE, THEMES
from analytics.text.normalise import normalise, words
from analytics.text.trial import GATE, Labelled, load

# A word of one comment alone may be a name; the penalties and rounds were tried on comments left
# out of the count.
LEAST_COMMENTS, ROUNDS = 2, 300
VERDICT_PENALTY, THEME_PENALTY = 0.05, 0.1


def main() -> int:
    comments = counted()
    names = vocabulary(comments)
    verdicts = _weights(
        comments, names, [[c.label == v for v in VERDICTS] for c in comments], VERDICT_PENALTY
    )
    themed = [c for c in comments if c.themes is not None]
    themes = _weights(
        themed, names, [[t in (c.themes or ()) for t in THEMES] for c in themed], THEME_PENALTY
    )
    (HERE / TABLE).write_text(_table(names, np.c_[verdicts, themes]), "utf-8")
    print(f"{len(names)} words and pairs of {len(comments)} comments")
    return 0


def counted() -> list[Labelled]:
    files = [file for file in sorted(DATA.glob("*.jsonl")) if file.name not in HELD_OUT]
    fixed = {comment.text for comment in load(GATE)}
    return [c for file in files for c in load(file) if c.text not in fixed]


def vocabulary(comments: Sequence[Labelled]) -> list[str]:
    counted = Counter(name for comment in comments for name in _features(comment.text))
    return sorted(name for name, times in counted.items() if times >= LEAST_COMMENTS)


def _features(text: str) -> set[str]:
    return features(words(normalise(text)).tokens)


def _weights(
    comments: Sequence[Labelled], names: list[str], said: list[list[bool]], penalty: float
) -> Any:
    """Weights by name, the bias last: logistic regression by Nesterov's accelerated descent.

    Verdicts exclude each other, themes do not.
    """
    seen, wanted = _seen(comments, names), np.array(said, float)
    whole = bool((wanted.sum(1) == 1).all())
    weights = np.zeros((seen.shape[1], wanted.shape[1]))
    ahead, pace = weights, 1.0
    step = 1 / (np.linalg.norm(seen, 2) ** 2 / (2 if whole else 4) + penalty)
    for _ in range(ROUNDS):
        slope = seen.T @ (_likely(seen @ ahead, whole=whole) - wanted)
        slope[:-1] += penalty * ahead[:-1]
        new = ahead - step * slope
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead, weights, pace = new + (pace - 1) / faster * (new - weights), new, faster
    return weights


def _seen(comments: Sequence[Labelled], names: list[str]) -> Any:
    place = {name: at for at, name in enumerate(names)}
    seen = np.zeros((len(comments), len(names) + 1))
    for row, comment in enumerate(comments):
        known = [place[name] for name in _features(comment.text) if name in place]
        seen[row, known] = 1 / max(len(known), 1) ** 0.5
    seen[:, -1] = 1
    return seen


def _likely(scores: Any, *, whole: bool) -> Any:
    if not whole:
        return 1 / (1 + np.exp(-scores))
    parts = np.exp(scores - scores.max(1, keepdims=True))
    return parts / parts.sum(1, keepdims=True)


def _table(names: list[str], weights: Any) -> str:
    lines = ["\t".join(["word", *VERDICTS, *THEMES])]
    for name, row in zip([*names, BIAS], weights, strict=True):
        lines.append("\t".join([name, *(str(round(SCALE * float(w)) or "") for w in row)]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
