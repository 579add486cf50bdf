"""What a comment is about: the eight themes, each named where something is said of it."""

from analytics.text.clauses import Clause
from analytics.text.lexicon import THEMES
from analytics.text.opinions import Opinion, wish_at

# Every visit has its papers and its result: naming them in passing is no theme.
_IN_PASSING = frozenset({"procedure", "result"})


def themes(clauses: list[Clause], found: list[Opinion]) -> tuple[str, ...]:
    """The themes of a comment, in the order of ``THEMES``.

    A theme counts when an opinion belongs to it, or when it is named in a clause that judges,
    wishes or asks. A comment that does none of these is about whatever it names.
    """
    said = {theme for opinion in found if opinion.polarity for theme in opinion.themes}
    telling = [clause for clause in clauses if _tells(clause)]
    named = {theme for clause in telling or clauses for theme in _named(clause)}
    if said or named - _IN_PASSING or not telling:
        named -= _IN_PASSING
    return tuple(theme for theme in THEMES if theme in said | named)


def _tells(clause: Clause) -> bool:
    judged = any(phrase.as_role("opinion") for phrase in clause.phrases)
    return judged or clause.asked or wish_at(clause) is not None


def _named(clause: Clause) -> list[str]:
    entries = [entry for phrase in clause.phrases for entry in phrase.entries]
    return [theme for e in entries if e.role in ("theme", "shield") for theme in e.themes]
