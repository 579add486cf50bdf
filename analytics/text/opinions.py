"""What the phrases of one clause say, once negation, intensity and wishes are heard."""

from collections.abc import Iterator
from typing import NamedTuple

from analytics.text.clauses import Clause
from analytics.text.lexicon import Entry
from analytics.text.phrases import Phrase

# Factors (on praise, on blame). "không tốt" is bad but milder than "tệ"; "không tệ" is faint
# praise; "hết chờ đợi" is better than "không tệ". Source: tuned on self-written comments.
NEGATED = (-0.7, -0.5)
WEAKENED = (-0.6, -0.8)
UNEQUALLED = (1.3, 1.3)
# "Xin đừng hành dân nữa" blames.
PLEADED = (-0.7, 0.7)
_PLEAS = frozenset(["đừng", "chớ"])
# "Nên nhiệt tình hơn": praise in a wish is what is missing.
WISHED = (-0.1, 0.3)
# "Có nhanh không?" praises nothing; "Sao chậm thế?" may well blame.
ASKED = (0.1, 0.3)
# "Nộp không được", "ghế không có": a clause that ends in its negation.
FAILED = -0.45
# Phục vụ "tốt": a word in quotes is not meant.
IRONY = -0.7
_QUOTES = frozenset('"“”«»')
# Phrases that begin so bring their negation with them.
_DENIALS = frozenset(
    [
        "không",
        "chẳng",
        "chả",
        "chưa",
        "hổng",
        "hông",
        "khong",
        "chang",
        "cha",
        "chua",
        "hong",
        "not",
        "no",
    ]
)
# How far a negation reaches: words in all, and unknown words among them.
_REACH, _UNKNOWN = 5, 2
# What is blamed for being missing stands right behind its negation, but for one word.
_CLOSE = 1
# "cần", "mong" and the like make a wish only near the beginning; a cue may say how near, as "nên"
# does, which is "so" elsewhere.
_WISH_WITHIN = 4


class Opinion(NamedTuple):
    """One judgement.

    ``weight``: its clause's; ``negated``: said by way of a "not"; ``vague``: its themes are a
    guess, for want of a better one.
    """

    text: str
    polarity: float
    themes: tuple[str, ...]
    weight: float = 1.0
    negated: bool = False
    vague: bool = False


def opinions(clause: Clause) -> list[Opinion]:
    """The judgements of one clause in order, neutral ones (polarity 0) included."""
    said = list(_said(clause))
    return [*said, *_failed(clause, said)]


def wish_at(clause: Clause) -> int | None:
    """Where a wish begins, counted in phrases; None: the clause wishes nothing."""
    for at, phrase in enumerate(clause.phrases[:_WISH_WITHIN]):
        wish = phrase.as_role("wish")
        if wish and at < (wish.weight or _WISH_WITHIN):
            return at
        if _judged(phrase):
            return None
    return None


def _said(clause: Clause) -> Iterator[Opinion]:
    wish = wish_at(clause)
    for at, phrase in enumerate(clause.phrases):
        entry = phrase.as_role("opinion") or phrase.as_role("expected")
        if entry is None:
            continue
        within = _UNKNOWN if entry.role == "opinion" else _CLOSE
        start, factors = _turned(clause.phrases, at, within)
        if entry.role == "expected" and (factors is not NEGATED or _denied_after(clause, at)):
            continue
        polarity = _weighed(entry, factors)
        polarity *= _intensity(clause.phrases, at, negated=factors is NEGATED)
        if wish is not None and wish < at and not phrase.as_role("honour"):
            polarity *= _factor(polarity, WISHED)
        if clause.asked and not clause.protests:
            polarity *= _factor(polarity, ASKED)
        if polarity > 0 and _in_quotes(clause.phrases, at):
            polarity *= IRONY
        text = " ".join(part.text for part in clause.phrases[start : at + 1])
        denied = start < at or text.split(" ", 1)[0] in _DENIALS
        yield Opinion(text, polarity, entry.themes, clause.weight, negated=denied)


def _denied_after(clause: Clause, at: int) -> bool:
    """ "Không hề có thái độ cửa quyền": what is denied is the blame that follows."""
    after = clause.phrases[at + 1].as_role("opinion") if at + 1 < len(clause.phrases) else None
    return after is not None and after.weight < 0


def _weighed(entry: Entry, factors: tuple[float, float] | None) -> float:
    if entry.role == "expected":
        return entry.weight
    return _factor(entry.weight, factors) * entry.weight


def _factor(polarity: float, factors: tuple[float, float] | None) -> float:
    return 1.0 if factors is None else factors[polarity < 0]


def _turned(phrases: list[Phrase], at: int, within: int) -> tuple[int, tuple[float, float] | None]:
    """Where the negation stands that reaches this phrase, and what it does; else (at, None)."""
    unknown = 0
    for back in range(at - 1, max(at - 1 - _REACH, -1), -1):
        phrase = phrases[back]
        if phrase.as_role("never") and _such(phrases, back):
            return back, UNEQUALLED
        if phrase.as_role("negation"):
            return back, PLEADED if phrase.text in _PLEAS else NEGATED
        if phrase.as_role("weakening"):
            return back, WEAKENED
        unknown += not phrase.as_role("carrying")
        if unknown > within:
            break
    return at, None


def _such(phrases: list[Phrase], at: int) -> bool:
    """ "Chưa từng gặp ai tận tâm như vậy": never before, and so more than ever."""
    return any(phrase.as_role("such") for phrase in phrases[at + 1 :])


def _intensity(phrases: list[Phrase], at: int, *, negated: bool) -> float:
    before = _role_at(phrases, at - 1, "before")
    after = None if negated else _role_at(phrases, at + 1, "after")
    if after and at + 2 < len(phrases) and _judged(phrases[at + 2]):
        after = None
    return (before.weight if before else 1.0) * (after.weight if after else 1.0)


def _in_quotes(phrases: list[Phrase], at: int) -> bool:
    around = (phrases[beside].text for beside in (at - 1, at + 1) if 0 <= beside < len(phrases))
    return sum(text in _QUOTES for text in around) == 2


def _role_at(phrases: list[Phrase], at: int, role: str) -> Entry | None:
    return phrases[at].as_role(role) if 0 <= at < len(phrases) else None


def _judged(phrase: Phrase) -> bool:
    entry = phrase.as_role("opinion")
    return entry is not None and entry.weight != 0


def neither_nor(said: list[Opinion]) -> bool:
    """ "Không khen không chê" is neutral."""
    signs = {op.polarity > 0 for op in said if op.polarity}
    return len(said) > 1 and len(signs) == 2 and all(op.negated for op in said)


def _failed(clause: Clause, said: list[Opinion]) -> Iterator[Opinion]:
    """ "Nộp mấy lần không được": the verdict of a clause that ends in a negation."""
    phrases = clause.phrases
    end = len(phrases)
    while end and phrases[end - 1].as_role("tail"):
        end -= 1
    closes = end < len(phrases) and end > 1 and phrases[end - 1].as_role("negation")
    if not closes or clause.asked or any(op.negated for op in said):
        return
    start = max(end - 2, 0)
    text = " ".join(part.text for part in phrases[start:])
    themes = next((e.themes for e in phrases[start].entries if e.themes), ())
    yield Opinion(text, FAILED, themes, clause.weight, negated=True)
