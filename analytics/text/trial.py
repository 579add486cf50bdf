"""How well comments are read: verdicts and themes held against what people labelled.

A labelled comment is a line of JSON: ``text``, ``label`` (negative, neutral, positive) and, where
they were labelled too, ``themes``.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from analytics.text import Reading, verdict

LABELS = ("negative", "neutral", "positive")
GATE = Path(__file__).parent / "labelled.jsonl"
"""The fixed set that a learnt reader has to win on. Written and labelled for this project."""

_DRAWS = 1000


class BadLabelled(ValueError):
    """A line of labelled comments cannot be read; carries the file's name and the line."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A comment and what a person said of it; ``themes`` is None where nobody said."""

    text: str
    label: str
    themes: frozenset[str] | None


class Interval(NamedTuple):
    """A figure in 0..1 with its 95 % interval."""

    value: float
    low: float
    high: float


class Score(NamedTuple):
    """How well a set was read.

    ``flips``: share of praise and blame that was taken for the other; ``themes``: micro-F1 over
    all themes, None where none were labelled.
    """

    n: int
    accuracy: Interval
    macro_f1: Interval
    flips: float
    themes: float | None


def load(file: Path) -> list[Labelled]:
    """The labelled comments of a file.

    Raises:
        BadLabelled: a line is not of the form above.
        OSError: it cannot be opened.
    """
    return [
        _labelled(file, number, line)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if line.strip()
    ]


def judge(comments: Sequence[Labelled], read: Callable[[str], Reading]) -> Score:
    """Read every comment and compare.

    Args:
        comments: at least one.
    """
    readings = [read(comment.text) for comment in comments]
    pairs = [
        (comment.label, verdict(said.polarity))
        for comment, said in zip(comments, readings, strict=True)
    ]
    polar = [(label, got) for label, got in pairs if label != "neutral"]
    flipped = sum(got not in (label, "neutral") for label, got in polar)
    themes = [
        (said.themes, comment.themes)
        for comment, said in zip(comments, readings, strict=True)
        if comment.themes is not None
    ]
    return Score(
        len(pairs),
        _interval(pairs, accuracy),
        _interval(pairs, macro_f1),
        flipped / len(polar) if polar else 0.0,
        _micro_f1(themes) if themes else None,
    )


Pair = tuple[str, str]


def accuracy(pairs: Sequence[Pair]) -> float:
    """Share of (label, verdict) that agree."""
    return sum(label == got for label, got in pairs) / len(pairs)


def macro_f1(pairs: Sequence[Pair]) -> float:
    """The mean of the F1 of each label that was given or read."""
    counted = Counter(pairs)
    labels = [label for label in LABELS if any(label in pair for pair in counted)]
    return sum(_f1(counted, label) for label in labels) / len(labels)


def _f1(counted: Counter[Pair], label: str) -> float:
    either = sum(
        times * ((given == label) + (got == label)) for (given, got), times in counted.items()
    )
    return 2 * counted[label, label] / either if either else 0.0


def _micro_f1(themes: Sequence[tuple[Sequence[str], frozenset[str]]]) -> float:
    both = sum(len(wanted.intersection(got)) for got, wanted in themes)
    either = sum(len(got) + len(wanted) for got, wanted in themes)
    return 2 * both / either if either else 1.0


def _interval(pairs: Sequence[Pair], figure: Callable[[Sequence[Pair]], float]) -> Interval:
    """The percentile interval over comments drawn again.

    Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    draw = random.Random(0)  # noqa: S311  # the same interval every time, no secret
    drawn = sorted(figure(draw.choices(pairs, k=len(pairs))) for _ in range(_DRAWS))
    return Interval(figure(pairs), drawn[round(0.025 * _DRAWS)], drawn[round(0.975 * _DRAWS) - 1])


def _labelled(file: Path, number: int, line: str) -> Labelled:
    try:
        row = json.loads(line)
        themes = row.get("themes")
        found = Labelled(row["text"], row["label"], None if themes is None else frozenset(themes))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadLabelled(f"{file.name}, line {number}") from error
    if found.label not in LABELS or not isinstance(found.text, str):
        raise BadLabelled(f"{file.name}, line {number}")
    return found
