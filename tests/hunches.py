"""``python -m hunches``: count anew what words suggest and how verdicts are settled.

It counts from the labelled comments of ``tests/data``. Those that nobody may see while words are
chosen, and the fixed set that what is learnt has to win on, are left out.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array
from text_check import DATA, HELD_OUT

from analytics.text import heard, hunches, settled
from analytics.text.analyzers import Sentiment
from analytics.text.hunches import SCALE, VERDICTS, features, hunch
from analytics.text.lexicon import HERE, THEMES, strip
from analytics.text.normalise import normalise, words
from analytics.text.settled import SIGNS, THEME_SIGNS, Counted, signs, theme_signs
from analytics.text.themes import heard_of
from analytics.text.trial import GATE, Labelled, load

# Sets that were labelled after the words we know were chosen.
FRESH = ("ward_fourth", "ward_fifth", "ward_sixth", "challenge_third")
# A word of one comment alone may be a name; the penalties were tried by ``crossed``.
LEAST_COMMENTS, PENALTY, SETTLED_PENALTY, ROUNDS = 2, 0.1, 0.5, 200
FOLDS = 5


class Sample(NamedTuple):
    """A labelled comment; ``fresh``: its kind was never looked at while words were chosen."""

    comment: Labelled
    fresh: bool


def main() -> int:
    samples = counted()
    both = count(samples)
    (HERE / hunches.TABLE).write_text(_written("word", both.hunches), "utf-8")
    (HERE / settled.TABLE).write_text(_written("sign", both.settled), "utf-8")
    print(f"{len(both.hunches)} words and pairs of {len(samples)} comments")
    return 0


def counted() -> list[Sample]:
    files = [file for file in sorted(DATA.glob("*.jsonl")) if file.name not in HELD_OUT]
    fixed = {comment.text for comment in load(GATE)}
    samples = {
        comment.text: Sample(comment, file.stem in FRESH)
        for file in sorted(files, key=lambda file: file.stem not in FRESH)
        for comment in load(file)
        if comment.text not in fixed
    }
    return list(samples.values())


def count(samples: Sequence[Sample]) -> Counted:
    """What the samples teach. Verdicts are settled by what others than themselves suggested."""
    apart: list[Told] = []
    for fold in range(FOLDS):
        others = [sample.comment for at, sample in enumerate(samples) if at % FOLDS != fold]
        table = _suggested(others)
        own = [one.comment for one in samples[fold::FOLDS] if one.fresh]
        apart += [told for comment in own for told in _told(comment, table)]
    return Counted(_suggested([sample.comment for sample in samples]), _settled(apart))


class Told(NamedTuple):
    """A labelled comment, what the words we know say of it and what the others suggest."""

    comment: Labelled
    sentiment: Sentiment
    named: dict[str, float]
    guess: hunches.Hunch


def _told(comment: Labelled, table: hunches.Table) -> Iterator[Told]:
    """Of the comment as it was typed, and without diacritics."""
    for text in (comment.text, strip(comment.text)):
        tokens, _language, sentiment = heard(text)
        if guess := hunch(tokens, table):
            yield Told(comment, sentiment, heard_of(sentiment), guess)


def _suggested(comments: Sequence[Labelled]) -> hunches.Table:
    seen = [features(words(normalise(comment.text)).tokens) for comment in comments]
    times = Counter(name for names in seen for name in names)
    names = sorted(name for name, count in times.items() if count >= LEAST_COMMENTS)
    verdicts = fitted(_matrix(seen, names), _labels(comments), PENALTY, whole=True)
    themed = [at for at, comment in enumerate(comments) if comment.themes is not None]
    themes = fitted(
        _matrix([seen[at] for at in themed], names),
        _themes([comments[at] for at in themed]),
        PENALTY,
        whole=False,
    )
    weights = np.c_[verdicts, themes]
    return {
        name: tuple(map(float, row))
        for name, row in zip([*names, hunches.BIAS], weights, strict=True)
    }


def _settled(told: Sequence[Told]) -> settled.Table:
    found = csr_array([signs(one.sentiment, one.guess.verdicts) for one in told])
    comments = [one.comment for one in told]
    columns = [
        dict(zip([*SIGNS, settled.BIAS], column, strict=True))
        for column in fitted(found, _labels(comments), SETTLED_PENALTY, whole=True).T
    ]
    themed = [one for one in told if one.comment.themes is not None]
    wanted = _themes([one.comment for one in themed])
    for at, theme in enumerate(THEMES):
        rows = [theme_signs(one.named, theme, one.guess.themes[at]) for one in themed]
        fit = fitted(csr_array(rows), wanted[:, at : at + 1], SETTLED_PENALTY, whole=False)
        columns.append(dict(zip([*THEME_SIGNS, settled.BIAS], fit[:, 0], strict=True)))
    return {
        sign: tuple(float(column.get(sign, 0)) for column in columns)
        for sign in (*SIGNS, *THEME_SIGNS, settled.BIAS)
    }


def fitted(found: Any, wanted: Any, penalty: float, *, whole: bool) -> Any:
    """Logistic regression: weights by what was found, the bias last.

    Args:
        whole: what is wanted excludes each other, as verdicts do and themes do not.
    """
    shape = found.shape[1] + 1, wanted.shape[1]

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(shape)
        scores = found @ weights[:-1] + weights[-1]
        off = _likely(scores, whole=whole)
        cost = -np.log(np.maximum(np.where(wanted, off, 1 if whole else 1 - off), 1e-12)).sum()
        off = off - wanted
        slope = np.vstack([found.T @ off + penalty * weights[:-1], off.sum(0)])
        return cost + penalty / 2 * (weights[:-1] ** 2).sum(), slope.ravel()

    start = np.zeros(shape[0] * shape[1])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return best.x.reshape(shape)


def _matrix(seen: Sequence[set[str]], names: Sequence[str]) -> Any:
    """Comments by names; of each comment all names together have the length 1."""
    place = {name: at for at, name in enumerate(names)}
    known = [sorted(place[name] for name in one if name in place) for one in seen]
    values = [1 / len(one) ** 0.5 for one in known for _name in one]
    starts = np.cumsum([0, *map(len, known)])
    columns = [at for one in known for at in one]
    return csr_array((values, columns, starts), shape=(len(seen), len(names)))


def _labels(comments: Sequence[Labelled]) -> Any:
    return np.array([[comment.label == verdict for verdict in VERDICTS] for comment in comments])


def _themes(comments: Sequence[Labelled]) -> Any:
    return np.array([[theme in (one.themes or ()) for theme in THEMES] for one in comments])


def _likely(scores: Any, *, whole: bool) -> Any:
    if not whole:
        return 1 / (1 + np.exp(-scores))
    parts = np.exp(scores - scores.max(1, keepdims=True))
    return parts / parts.sum(1, keepdims=True)


def _written(first: str, table: hunches.Table | settled.Table) -> str:
    lines = ["\t".join([first, *VERDICTS, *THEMES])]
    for name, row in table.items():
        lines.append("\t".join([name, *(str(round(SCALE * weight) or "") for weight in row)]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
