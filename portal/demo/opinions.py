"""What made-up citizens think: marks that hang together, and now and then a sentence."""

import json
from random import Random

from portal.demo import HERE
from surveys.counts import FACTORS

# Share of ratings that say more than the one tap, and of these that write something.
SAY_MORE, WRITE = 0.35, 0.3


def overall_mark(chance: Random, satisfied: float, neutral: float) -> int:
    """A mark from 1 to 5 for an office with these shares of satisfied and neutral visitors."""
    draw = chance.random()
    if draw < satisfied:
        return 5 if chance.random() < 0.45 else 4
    if draw < satisfied + neutral:
        return 3
    return 2 if chance.random() < 0.65 else 1


def factor_marks(chance: Random, overall: int) -> dict[str, int | None]:
    """Marks of the five factors, near the overall one; some unanswered, some not applicable.

    The procedure comes out a little weaker than the staff, as it does in real surveys.
    """
    marks: dict[str, int | None] = {}
    for factor in FACTORS:
        if chance.random() < 0.15:
            marks[factor] = None
        elif factor == "feedback" and chance.random() < 0.4:
            marks[factor] = 0
        else:
            lean = {"staff": 0.3, "procedure": -0.4}.get(factor, 0.0)
            marks[factor] = min(5, max(1, round(overall + lean + chance.gauss(0, 0.7))))
    return marks


def load_comments() -> dict[str, list[str]]:
    """Made-up comments by the mood that writes them: praise, mixed, complaint."""
    comments: dict[str, list[str]] = json.loads((HERE / "comments.json").read_text("utf-8"))
    return comments


def comment(chance: Random, comments: dict[str, list[str]], overall: int) -> str:
    """One comment that fits the mark."""
    mood = "praise" if overall >= 4 else "mixed" if overall == 3 else "complaint"
    if overall == 4 and chance.random() < 0.35:
        mood = "mixed"
    return chance.choice(comments[mood])
