"""A comment cut into clauses, and how much each one counts beside the others."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from analytics.text.normalise import is_stop
from analytics.text.phrases import Phrase

# What stands before a "but" weighs less than what follows it; so does "although ...".
# Source: tuned on self-written comments of ward offices.
CONCEDED = 0.55
# "I thought I would wait all day" says the reverse, if anything.
SUPPOSED = -0.2
_SENTENCE_ENDS = frozenset(".!?…\n")


@dataclass
class Clause:
    """Phrases between two stops.

    ``contrast``: after a "but"; ``soft``: after a "mà", which may be one; ``supposing``: what was
    thought before; ``asked``: its sentence asks a question; ``protests``: one that wants no answer.
    """

    phrases: list[Phrase] = field(default_factory=list)
    contrast: bool = False
    soft: bool = False
    supposing: bool = False
    conceding: bool = False
    asked: bool = False
    protests: bool = False
    weight: float = 1.0


def clauses(phrases: Iterable[Phrase]) -> list[Clause]:
    """The clauses of a comment in order, weighted against each other."""
    sentences: list[list[Clause]] = [[Clause()]]
    for phrase in phrases:
        if is_stop(phrase.text):
            _close(sentences, phrase.text)
        elif phrase.as_role("contrast"):
            sentences[-1].append(Clause(contrast=True))
        elif phrase.as_role("soft") and sentences[-1][-1].phrases:
            sentences[-1].append(Clause(soft=True))
            _add(sentences[-1][-1], phrase)
        elif phrase.as_role("concession"):
            _concede(sentences[-1])
        else:
            _add(sentences[-1][-1], phrase)
    everything = [clause for sentence in sentences for clause in sentence]
    _weigh(everything)
    return everything


def _close(sentences: list[list[Clause]], stop: str) -> None:
    if stop == "?" or _asks(sentences[-1]):
        for clause in sentences[-1]:
            clause.asked = True
    if stop in _SENTENCE_ENDS:
        sentences.append([Clause()])
    else:
        sentences[-1].append(Clause())


def _asks(sentence: list[Clause]) -> bool:
    return any(p.as_role("question") for clause in sentence for p in clause.phrases)


def _concede(sentence: list[Clause]) -> None:
    """What is conceded is a clause of its own, wherever in the sentence it begins."""
    if sentence[-1].phrases:
        sentence.append(Clause())
    sentence[-1].conceding = True


def _add(clause: Clause, phrase: Phrase) -> None:
    clause.asked |= phrase.as_role("question") is not None
    clause.supposing |= phrase.as_role("supposing") is not None
    clause.protests |= phrase.as_role("protest") is not None
    clause.phrases.append(phrase)


def _weigh(everything: list[Clause]) -> None:
    turns = [at for at, clause in enumerate(everything) if clause.contrast or clause.soft]
    for clause in everything[: turns[-1] if turns else 0]:
        clause.weight = CONCEDED
    for clause in everything:
        if clause.conceding:
            clause.weight = CONCEDED
        if clause.supposing:
            clause.weight = SUPPOSED
