"""What a comment lets one guess where its words are not known: a "but", a bare "not"."""

from analytics.text.clauses import Clause
from analytics.text.opinions import Opinion, wish_at

# Milder than any word we know, and decisive only where there is none. Source: tuned on
# self-written comments of ward offices.
BUT, NOT = 0.5, -0.15
# Fewer words ("Không."), or one said a thousand times, answer a question that we do not see.
_WORDS = 5


def unsaid(clauses: list[Clause], found: list[Opinion]) -> list[Opinion]:
    """Guesses, at most one; none where a comment asks or wishes."""
    if any(clause.asked or wish_at(clause) is not None for clause in clauses):
        return []
    if any(opinion.polarity for opinion in found):
        return _after_but(clauses, found)
    if (
        not found
        and len({phrase.text for clause in clauses for phrase in clause.phrases}) >= _WORDS
    ):
        return _bare_not(clauses)
    return []


def _after_but(clauses: list[Clause], found: list[Opinion]) -> list[Opinion]:
    """ "Nhanh nhưng như tát vào mặt": what follows a "but" is the reverse of what precedes it."""
    turns = [clause for clause in clauses if clause.contrast]
    if not turns or any(opinion.weight == 1 for opinion in found):
        return []
    before = sum(opinion.polarity for opinion in found)
    text = " ".join(phrase.text for phrase in turns[-1].phrases)
    if not before or not text:
        return []
    return [Opinion(text, -BUT if before > 0 else BUT, (), vague=True)]


def _bare_not(clauses: list[Clause]) -> list[Opinion]:
    """A statement with a "not" complains more often than it praises or tells."""
    for clause in clauses:
        for at, phrase in enumerate(clause.phrases):
            if phrase.as_role("negation"):
                text = " ".join(part.text for part in clause.phrases[at : at + 2])
                return [Opinion(text, NOT, (), negated=True, vague=True)]
    return []
