"""What a comment is about: the eight themes, and what it says of each.

Opinions that name no theme of their own ("rất tốt") are about what their clause names, else about
what the clause before it named.
"""

from collections.abc import Iterator

from analytics.text.analyzers import SATURATION, Sentiment
from analytics.text.clauses import Clause
from analytics.text.lexicon import THEMES
from analytics.text.opinions import Opinion, wish_at

FACTORS = {
    "staff": "staff",
    "time": "result",
    "online": "access",
    "procedure": "procedure",
    "access": "access",
    "complaint": "feedback",
    "result": "result",
    "fee": "procedure",
}
"""The factor of the survey under which a theme falls. Source: the questions of the default survey
("kết quả đúng hẹn, đúng nội dung" is one of them); fees belong to the procedure, as in SIPAS."""

# Every visit has its papers and its result: naming them in passing is no theme, and a hint at
# them, or at an answer that did not come, is none beside another theme.
_IN_PASSING = frozenset({"procedure", "result"})
_GUESSED = _IN_PASSING | {"complaint"}
_HINT = 0.6


def leanings(sentiment: Sentiment) -> dict[str, float | None]:
    """The themes of a comment in the order of ``THEMES``, and what it says of each.

    A theme counts when an opinion belongs to it, or when it is named in a clause whose opinions
    name none, that wishes or that asks. A comment that does none of these is about whatever it
    names.

    Returns:
        -1..1 for each theme; None where it is named and not judged.
    """
    about = _about(sentiment)
    said: dict[str, float] = {}
    for theme, polarity in _said(sentiment):
        said[theme] = said.get(theme, 0.0) + polarity
    return {
        theme: _squeezed(said[theme]) if theme in said else None
        for theme in THEMES
        if theme in about
    }


def _about(sentiment: Sentiment) -> set[str]:
    judged = [opinion for opinion in sentiment.opinions if opinion.polarity]
    plain = {theme for opinion in judged if _plain(opinion) for theme in opinion.themes}
    pairs = zip(sentiment.clauses, sentiment.by_clause, strict=True)
    telling = [clause for clause, found in pairs if _tells(clause, found)]
    named = {theme for clause in telling or sentiment.clauses for theme in _named(clause)}
    sure = plain | (named - _IN_PASSING)
    if sure and telling:
        return sure
    return sure | named | {theme for opinion in judged for theme in opinion.themes}


def _plain(opinion: Opinion) -> bool:
    """Whether an opinion tells its theme for sure."""
    if opinion.vague:
        return False
    return not _GUESSED.intersection(opinion.themes) or abs(opinion.polarity) >= _HINT


def _said(sentiment: Sentiment) -> Iterator[tuple[str, float]]:
    for opinion in sentiment.opinions:
        if opinion.polarity:
            yield from ((theme, opinion.polarity) for theme in opinion.themes)
    before: list[str] = []
    for clause, found in zip(sentiment.clauses, sentiment.by_clause, strict=True):
        named = _named(clause)
        for opinion in found:
            if opinion.polarity and not opinion.themes:
                yield from ((theme, opinion.polarity) for theme in set(named or before))
        before = named or before


def _squeezed(added: float) -> float:
    return round(added / (abs(added) + SATURATION), 4)


def _tells(clause: Clause, found: list[Opinion]) -> bool:
    """Whether what a clause names is what it is about."""
    if clause.asked or wish_at(clause) is not None:
        return True
    return any(opinion.polarity and not opinion.themes for opinion in found)


def _named(clause: Clause) -> list[str]:
    return [
        theme
        for phrase in clause.phrases
        for entry in phrase.entries
        if entry.role in ("theme", "shield")
        for theme in entry.themes
    ]
