"""Learning from this portal's own marks and from corrections by staff, and whether it helped.

Comments beside a mark of 5 teach praise, beside 1 or 2 blame; marks between say too little about
the words. A correction teaches more than a mark. What was learnt is used only where it reads the
fixed labelled comments better than the words we know; else it is kept with the reason, unused.
"""

import hashlib
import json
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Engine, func, insert, select

from analytics.text import VERSION, read
from analytics.text.learnt import Learnt, Lesson, learn
from analytics.text.readers import blended
from analytics.text.tables import CommentCorrection, CommentReading, ModelCard
from analytics.text.taught import lessons
from analytics.text.trial import GATE, Score, judge, load
from surveys import days
from surveys.database import reading, writing
from translations import mark

ENOUGH: Final = 300
"""Comments to learn from, at least. Source: on real reviews a learnt reader drew level with a list
of words after 250 to 500 comments."""

EACH: Final = 50
"""Of praise and of blame, at least: one side alone teaches nothing."""

# So much more has there to be before all is learnt, and read, again.
_GROWN, _MORE, _CORRECTIONS = 1.1, 100, 20
# A win has to be of this much: less is luck, on so few fixed comments.
_CLEAR_WIN = 0.01
# The share of what was learnt in a verdict, from so many comments on.
_SHARES: Final = ((2000, 0.5), (1000, 0.35), (0, 0.25))

TOO_FEW = mark("There are too few comments to learn from.")
ONE_SIDED = mark("There are too few comments of praise or of blame.")
NO_BETTER = mark("It reads the fixed comments no better than the words alone.")


class Size(NamedTuple):
    """How much there is to learn from: comments read, and corrections."""

    comments: int
    corrections: int


def study(engine: Engine) -> dict[str, Any] | None:
    """Learn anew where there is much more to learn from than before, and keep a card of it.

    The words alone have a card too.

    Returns:
        The columns of the card; None where there was no need.
    """
    with reading(engine) as connection:
        size = _size(connection)
        if not _is_due(connection, size):
            return None
        taught = lessons(connection)
    alone = judge(load(GATE), read)
    card = _card(taught, alone)
    card["figures"] |= size._asdict()
    with writing(engine) as connection:
        _keep(connection, _plain_card(alone))
        _keep(connection, card)
    return card


def _size(connection: Connection) -> Size:
    comments = connection.scalar(select(func.count()).select_from(CommentReading)) or 0
    corrections = connection.scalar(select(func.count()).select_from(CommentCorrection)) or 0
    return Size(comments, corrections)


def _is_due(connection: Connection, size: Size) -> bool:
    """Whether there is enough new since the newest card; with it every comment is read again."""
    cards = (
        select(ModelCard.figures)
        .where(ModelCard.version.startswith(f"{VERSION}+", autoescape=True))
        .order_by(ModelCard.made_at.desc())
    )
    figures = connection.scalar(cards.limit(1))
    if figures is None:
        return True
    before = Size(figures["comments"], figures["corrections"])
    grown = size.comments >= before.comments * _GROWN + _MORE
    return grown or size.corrections >= before.corrections + _CORRECTIONS


def _card(lessons: list[Lesson], alone: Score) -> dict[str, Any]:
    why = _refusal(lessons)
    card = {
        "made_at": days.now(),
        "learned_from": len(lessons),
        "weights": None,
        "figures": {},
        "accepted": False,
        "why": why,
    }
    if why:
        return card | {"version": _version(lessons, None)}
    learnt, share = learn(lessons), _share(len(lessons))
    version = _version(lessons, learnt)
    score = judge(load(GATE), blended(learnt, share, version))
    wins = _wins(score, alone)
    return card | {
        "version": version,
        "weights": {"words": dict(learnt.weights), "bias": learnt.bias, "share": share},
        "figures": _figures(score) | {"share": share},
        "accepted": wins,
        "why": None if wins else NO_BETTER,
    }


def _refusal(lessons: list[Lesson]) -> str | None:
    good = sum(lesson.good for lesson in lessons)
    if len(lessons) < ENOUGH:
        return TOO_FEW
    return ONE_SIDED if min(good, len(lessons) - good) < EACH else None


def _wins(score: Score, alone: Score) -> bool:
    """Clearly better in accuracy or macro-F1, worse in neither, and no more flips."""
    gains = [
        new.value - old.value
        for new, old in ((score.accuracy, alone.accuracy), (score.macro_f1, alone.macro_f1))
    ]
    return min(gains) >= 0 and max(gains) >= _CLEAR_WIN and score.flips <= alone.flips


def _share(comments: int) -> float:
    return next(share for least, share in _SHARES if comments >= least)


def _plain_card(alone: Score) -> dict[str, Any]:
    return {
        "version": VERSION,
        "made_at": days.now(),
        "learned_from": 0,
        "weights": None,
        "figures": _figures(alone),
        "accepted": True,
        "why": None,
    }


def _figures(score: Score) -> dict[str, Any]:
    return {
        "n": score.n,
        "accuracy": list(score.accuracy),
        "macro_f1": list(score.macro_f1),
        "flips": score.flips,
        "themes": score.themes,
    }


def _keep(connection: Connection, card: dict[str, Any]) -> None:
    there = select(ModelCard.version).where(ModelCard.version == card["version"])
    if connection.scalar(there) is None:
        connection.execute(insert(ModelCard).values(card))


def _version(lessons: list[Lesson], learnt: Learnt | None) -> str:
    """Alike for what was learnt from the same comments."""
    taught = (
        [lesson._asdict() for lesson in lessons]
        if learnt is None
        else sorted(learnt.weights.items())
    )
    told = hashlib.sha256(json.dumps(taught).encode()).hexdigest()[:8]
    return f"{VERSION}+{told}"
